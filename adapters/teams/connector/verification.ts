import { decodeProtectedHeader, errors, jwtVerify } from "jose";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { Log } from "../../../src/log.ts";
import type { TeamsOptions } from "../teams-options.ts";
import { isSafeWay, isSameServiceUrl, isServiceUrl } from "./service-url.ts";
import { createSigningKeys, type SigningKey, type SigningKeys } from "./signing-keys.ts";

/** A request to the bot, as far as it is judged. */
export interface Incoming {
  /** The body: nothing of it is believed. */
  readonly activity: object;
  /** The header; "" when there is none. */
  readonly authorization: string;
  /** It came through a socket of this machine. */
  readonly isLoopback: boolean;
}

/** Why a request is not dealt with. */
export interface Refused {
  readonly isAccepted: false;
  /** 401 without proof, 403 for what we never deal with, 503 when nobody can tell at the moment. */
  readonly status: 401 | 403 | 503;
  /** A word for the log and the audit, such as `exp` or `no-token`. It holds nothing of the request. */
  readonly reason: string;
}

/** What the token proved; nothing without authentication. */
export interface Accepted {
  readonly isAccepted: true;
  readonly claims: Readonly<Record<string, string>>;
}

/** Judges a request; never rejects. */
export type Verification = (incoming: Incoming) => Promise<Accepted | Refused>;

/** What the connector's tokens may be signed with: never what a public key could be taken for. */
const algorithms = ["RS256", "RS384", "RS512"];
/** https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
const skewSeconds = 5 * 60;
const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;
const maxHeaderLength = 16 * 1024;
const channel = "msteams";

/**
 * The proof that the connector of Teams calls: its token is ours, valid and for the very connector that the activity names.
 * The channel is `msteams` alone, so what the SDK does for emulators, skills and App Service has no way in.
 * Throws invalid_config when everybody could pass.
 */
export function createVerification(parts: {
  readonly options: TeamsOptions;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch?: typeof fetch;
}): Verification {
  const { options, clock } = parts;
  if (options.unauthenticated) return async (incoming) => judgeLocally(incoming, options);
  const { appId, openIdUrl, tokenIssuer } = options;
  if (!appId || !tokenIssuer)
    throw new BotError("invalid_config", "Without chat.teams.appId everybody could speak as Teams. Set it.");
  if (!isSafeWay(openIdUrl)) throw new BotError("invalid_config", "chat.teams.openIdUrl must begin with https.");
  const keys = createSigningKeys({ ...parts, openIdUrl });
  return async ({ activity, authorization }) => {
    const { channelId, serviceUrl } = addressed(activity);
    if (channelId !== channel) return refused(403, "channel");
    if (!isServiceUrl(serviceUrl, options)) return refused(403, "service-url");
    const token = tokenIn(authorization);
    if (typeof token !== "string") return token;
    try {
      const key = await keyOf(token, keys);
      if ("isAccepted" in key) return key;
      const { payload } = await jwtVerify(token, key.jwk, {
        algorithms,
        audience: appId,
        issuer: tokenIssuer,
        clockTolerance: skewSeconds,
        currentDate: clock.now(),
        requiredClaims: ["exp", "serviceurl"],
      });
      const { serviceurl: claimed } = payload;
      if (typeof claimed !== "string" || !isSameServiceUrl(claimed, serviceUrl)) return refused(401, "serviceurl");
      return { isAccepted: true, claims: { aud: appId, iss: tokenIssuer, serviceurl: claimed } };
    } catch (error) {
      return refused(401, reasonOf(error));
    }
  };
}

function addressed(activity: object): { readonly channelId?: unknown; readonly serviceUrl?: unknown } {
  return activity;
}

function tokenIn(authorization: string): string | Refused {
  if (authorization === "") return refused(401, "no-token");
  if (authorization.length > maxHeaderLength) return refused(401, "malformed");
  return bearer.exec(authorization)?.[1] ?? refused(401, "malformed");
}

/** The key that a token names: the header is not proven yet, and no more of it is used. */
async function keyOf(token: string, keys: SigningKeys): Promise<SigningKey | Refused> {
  const { alg, kid } = decodeProtectedHeader(token);
  if (typeof alg !== "string" || !algorithms.includes(alg)) return refused(401, "alg");
  if (typeof kid !== "string" || kid === "") return refused(401, "kid");
  const key = await keys.find(kid);
  if (key === "unavailable") return refused(503, "keys-unavailable");
  if (key === undefined) return refused(401, "kid");
  return key.endorsements === undefined || key.endorsements.includes(channel) ? key : refused(401, "endorsements");
}

/** Nobody proves anything: whoever is on this machine may ask, and answers stay on it. */
function judgeLocally({ activity, isLoopback }: Incoming, options: TeamsOptions): Accepted | Refused {
  const { channelId, serviceUrl } = addressed(activity);
  if (!isLoopback) return refused(401, "not-loopback");
  if (channelId !== channel && channelId !== "emulator") return refused(403, "channel");
  if (!isServiceUrl(serviceUrl, options)) return refused(403, "service-url");
  return { isAccepted: true, claims: {} };
}

function refused(status: Refused["status"], reason: string): Refused {
  return { isAccepted: false, status, reason };
}

/** The claim or code alone: messages of errors may hold what was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "exp";
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim;
  if (error instanceof errors.JWSSignatureVerificationFailed) return "signature";
  return error instanceof errors.JOSEError ? error.code : "malformed";
}
