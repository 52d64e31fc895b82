import { BotError } from "../../errors.ts";
import { neededBy, notReached } from "./not-reached.ts";

/** All that is kept of an answer that was no success: neither what was sent nor with which token. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** What GitHub says; for the log and for telling limits apart. */
  readonly message: string;
}

/** Who spoke with whom. */
export interface Spoken {
  readonly host: string;
  readonly webUrl: string;
  readonly isApp: boolean;
  /** `GET /repos/{owner}/{repo}` */
  readonly route: string;
}

/** Codes that Node and OpenSSL give a certificate whose signer they do not know. */
const unknownAuthority = new Set([
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_GET_ISSUER_CERT",
]);

/** A connection that was cut while it was used, as a busy proxy does: asking again is worth while. */
const cut = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "ECONNABORTED"]);
/** What the way out says where there is more in an answer than it takes. */
export const tooLargeCode = "UND_ERR_RES_EXCEEDED_MAX_SIZE";

/** What became of a request that got no answer. */
export function silence(thrown: unknown, { host }: Pick<Spoken, "host">): BotError {
  if (thrown instanceof BotError) return thrown;
  const codes = causeCodes(thrown);
  const code = codes.at(-1);
  const cause = new Error(`no answer: ${code ?? "no code"}`);
  const told = (message: string) => new BotError("unavailable", message, { cause });
  if (codes.some((each) => unknownAuthority.has(each)))
    return told(
      `The certificate of ${host} is from an authority that is not known here (${code}). Name a PEM file with your company's in network.caFile.`,
    );
  if (code?.startsWith("CERT_") || code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return told(
      `The certificate of ${host} is not valid (${code}). Check network.proxy and the clock of this machine.`,
    );
  if (code === tooLargeCode) return told(`${host} answered with more than can be read at once.`);
  const why = code === undefined ? "" : ` (${code})`;
  return told(`${host} cannot be reached${why}. Check network.proxy and the firewall.`);
}

/** Whether it is worth while to ask again at once what got no answer. */
export function isCut(thrown: unknown): boolean {
  return causeCodes(thrown).some((code) => cut.has(code));
}

/** Whether there was more in the answer than is read. */
export function isTooLarge(thrown: unknown): boolean {
  return causeCodes(thrown).includes(tooLargeCode);
}

function causeCodes(thrown: unknown): readonly string[] {
  const codes: string[] = [];
  let error = thrown;
  for (let depth = 0; depth < 5 && error instanceof Error; depth += 1) {
    // An attempt at several addresses fails with all their errors and no cause.
    const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
    if ("code" in error && typeof error.code === "string" && /^[A-Z][A-Z\d_]+$/.test(error.code))
      codes.push(error.code);
    error = error.cause ?? first;
  }
  return codes;
}

/** What an answer that was no success means to people. */
export function refusal(answered: Answered, spoken: Spoken): BotError {
  const { status, headers } = answered;
  const { host, route } = spoken;
  const said = `${route}: ${status} ${headers.get("x-github-request-id") ?? "without a request id"}`;
  const cause = Object.assign(new Error(said), { status });
  if (status === 401) return notSignedIn(answered, spoken, cause);
  if (status === 403) return notAllowed(answered, spoken, cause);
  if (status === 404 || status === 410 || status === 451)
    return new BotError("not_found", `${host} does not have that, or the credentials may not see it.`, { cause });
  if (status === 409)
    return new BotError("conflict", `${host} says that there is something else already (409).`, { cause });
  if (status >= 300 && status < 400)
    return new BotError(
      "unavailable",
      `${host} sends us elsewhere, which is not followed. Check apiUrl of forge.github.`,
      {
        cause,
      },
    );
  if (status >= 500)
    return new BotError("unavailable", `${host} answered ${status}. Try again in a minute.`, { cause });
  return new BotError("unsupported", `${host} does not take that (${status}).`, { cause });
}

/** Whether it was the token that was not accepted, or the signature. */
export function isNotSignedIn(error: unknown): boolean {
  return (
    error instanceof BotError && error.cause instanceof Error && "status" in error.cause && error.cause.status === 401
  );
}

function notSignedIn(answered: Answered, { host, isApp }: Spoken, cause: Error): BotError {
  const skewS = isApp ? clockSkewS(answered.headers) : 0;
  if (Math.abs(skewS) > 30)
    return new BotError(
      "not_allowed",
      `${host} does not accept the App's signature (401): the clock of this machine is ${Math.abs(skewS)} s ${skewS > 0 ? "ahead" : "behind"}. Set it right.`,
      { cause },
    );
  return new BotError(
    "not_allowed",
    isApp
      ? `${host} does not accept the App's key (401). Check forge.github.app.id, or make a new private key in the App's settings.`
      : `${host} does not accept the token (401): it has expired or was revoked. Make a new one and set forge.github.token.`,
    { cause },
  );
}

/** How far the clock of this machine is ahead of the host's; 0 where that is not said. A signature is of its time. */
function clockSkewS(headers: Headers): number {
  const at = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(at) ? 0 : Math.round((Date.now() - at) / 1000);
}

function notAllowed({ headers, message }: Answered, { host, webUrl, isApp }: Spoken, cause: Error): BotError {
  // https://docs.github.com/rest/authentication/authenticating-to-the-rest-api#authorizing-a-token-for-saml-single-sign-on
  if (headers.has("x-github-sso")) return notAuthorisedForSso({ host, webUrl }, cause);
  if (/suspended/i.test(message))
    return new BotError(
      "not_allowed",
      `The App's installation is suspended on ${host}. An owner of the organisation can end that.`,
      {
        cause,
      },
    );
  return notReached({ host, webUrl, isApp, code: "403", message, ...neededBy(headers) }, cause);
}

/** A token works in such an organisation once its owner says so. */
export function notAuthorisedForSso({ host, webUrl }: Pick<Spoken, "host" | "webUrl">, cause?: Error): BotError {
  return new BotError(
    "not_allowed",
    `The token is not authorised for the organisation's single sign-on on ${host}. Do that at ${webUrl}/settings/tokens under “Configure SSO”.`,
    cause && { cause },
  );
}
