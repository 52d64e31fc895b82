import { createAppAuth } from "@octokit/auth-app";
import { z } from "zod";
import { BotError } from "../../errors.ts";
import { untilAborted } from "../../until-aborted.ts";
import { isLogin } from "./address.ts";
import type { GitHubAuth, GitHubOptions } from "./options.ts";
import { readAnswer } from "./read-answer.ts";
import type { Bearer, Transport } from "./transport.ts";

/** With what is asked, for each owner. */
export interface Credentials {
  /** Of the installation at this owner, or the token. @throws BotError `not_found` where the App is not installed */
  forOwner(owner: string, signal: AbortSignal): Promise<Bearer>;
  /** Of the App itself; undefined without one. */
  forApp(): Promise<Bearer | undefined>;
  /** It was not accepted, or was made for other repositories than there are now: the next one is a new one. Whether there can be another. */
  forget(owner: string): boolean;
  /** Where the App is installed at this owner; undefined where it is not, or there is no App. */
  installation(owner: string, signal: AbortSignal): Promise<Installation | undefined>;
}

/** Where an App is installed. */
export type Installation = z.infer<typeof installationSchema>;

const installationSchema = z.object({
  id: z.number(),
  html_url: z.string().optional().catch(undefined),
  suspended_at: z.string().nullish(),
  permissions: z.record(z.string(), z.string()).catch({}),
  events: z.array(z.string()).catch([]),
  repository_selection: z.string().optional().catch(undefined),
});
const tokenSchema = z.object({ token: z.string().min(1), expires_at: z.coerce.date() });

/** Long enough for whatever is then asked with it. https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app */
const renewBeforeMs = 5 * 60_000;

/** Credentials that nothing was asked with yet. */
export function createCredentials(options: GitHubOptions, transport: Transport): Credentials {
  const { auth } = options;
  return auth.type === "token" ? tokenCredentials(auth.token) : appCredentials(options, auth, transport);
}

function tokenCredentials(token: string): Credentials {
  const bearer = { key: "token", value: token, isApp: false };
  return {
    forOwner: async () => bearer,
    forApp: async () => undefined,
    forget: () => false,
    installation: async () => undefined,
  };
}

interface Held {
  readonly bearer: Bearer;
  readonly expiresAt: Date;
}

/** Asks as the App itself. */
type AskAsApp = (route: string, parameters: Record<string, unknown>, signal: AbortSignal) => Promise<unknown>;

function appCredentials(
  { host, clock }: GitHubOptions,
  auth: Extract<GitHubAuth, { type: "app" }>,
  transport: Transport,
): Credentials {
  const app = createAppAuth({ appId: auth.id, privateKey: auth.privateKey });
  const tokens = new Map<string, Held>();
  const underWay = new Map<string, Promise<Held>>();

  async function forApp(): Promise<Bearer> {
    const signed = await app({ type: "app" }).catch(() => {
      // What the signing says may quote the key.
      throw new BotError(
        "invalid_config",
        `The private key of ${host} is none. Set forge.github.app.privateKey to the PEM file's content.`,
      );
    });
    return { key: "app", value: signed.token, isApp: true };
  }

  const ask: AskAsApp = async (route, parameters, signal) =>
    (await transport.request({ route, parameters, bearer: await forApp(), signal })).data;
  const installations = createInstallations(host, ask);

  async function made(owner: string, signal: AbortSignal): Promise<Held> {
    const { token, expires_at } = readAnswer(host, await installations.token(owner, signal), tokenSchema);
    return { bearer: { key: `installation/${owner}`, value: token, isApp: true }, expiresAt: expires_at };
  }

  function renewed(owner: string): Promise<Held> {
    // Without the signal of whoever happens to be the first: others wait for it too.
    const pending = made(owner, AbortSignal.timeout(60_000))
      .then((held) => {
        // One that was forgotten while it was made may be for what there was before.
        if (underWay.get(owner) === pending) tokens.set(owner, held);
        return held;
      })
      .finally(() => {
        if (underWay.get(owner) === pending) underWay.delete(owner);
      });
    underWay.set(owner, pending);
    return pending;
  }

  return {
    forApp,
    installation: installations.find,
    async forOwner(login, signal) {
      const owner = login.toLowerCase();
      const held = tokens.get(owner);
      if (held && held.expiresAt.getTime() - clock.now().getTime() > renewBeforeMs) return held.bearer;
      return (await untilAborted(underWay.get(owner) ?? renewed(owner), signal)).bearer;
    },
    forget(login) {
      const owner = login.toLowerCase();
      installations.forget(owner);
      const isUnderWay = underWay.delete(owner);
      return tokens.delete(owner) || isUnderWay;
    },
  };
}

/** Where the App is installed, remembered by owner until that was wrong. */
function createInstallations(host: string, ask: AskAsApp) {
  const ids = new Map<string, number>();

  async function find(owner: string, signal: AbortSignal): Promise<Installation | undefined> {
    if (!isLogin(owner)) return undefined;
    // People and organisations have an address each, and a name does not tell which it is.
    const found =
      (await ask("GET /orgs/{org}/installation", { org: owner }, signal).catch(absent)) ??
      (await ask("GET /users/{username}/installation", { username: owner }, signal).catch(absent));
    return found === undefined ? undefined : readAnswer(host, found, installationSchema);
  }

  async function idOf(owner: string, signal: AbortSignal): Promise<number> {
    const known = ids.get(owner);
    if (known !== undefined) return known;
    const found = await find(owner, signal);
    if (!found)
      throw new BotError(
        "not_found",
        `The App is not installed at ${owner} on ${host}, nobody is called so there, or app.id is wrong. Install it, or correct that; doctor says which.`,
      );
    if (found.suspended_at)
      throw new BotError(
        "not_allowed",
        `The App's installation at ${owner} is suspended on ${host}. Ask an owner there to end that.`,
      );
    ids.set(owner, found.id);
    return found.id;
  }

  async function token(owner: string, signal: AbortSignal): Promise<unknown> {
    const route = "POST /app/installations/{installation_id}/access_tokens";
    const made = await ask(route, { installation_id: await idOf(owner, signal) }, signal).catch(absent);
    if (made !== undefined) return made;
    // Installed anew it has another id.
    ids.delete(owner);
    return ask(route, { installation_id: await idOf(owner, signal) }, signal);
  }

  return { find, token, forget: (owner: string) => void ids.delete(owner) };
}

/** Undefined for what is not there; throws whatever else was in the way. */
export function absent(error: unknown): undefined {
  if (error instanceof BotError && error.code === "not_found") return undefined;
  throw error;
}
