import { z } from "zod";
import { boundedFetch } from "../../../src/chat/outgoing/bounded-fetch.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { TeamsOptions } from "../teams-options.ts";
import { failedAnswer } from "./errors.ts";
import { retryAfterMs } from "./retry-after.ts";
import { isSafeWay } from "./service-url.ts";

/** Where the bot's own token comes from. */
export interface TokenSource {
  /** A token that is good for a while. Rejects with a failed answer of the sign-in, or as a fetch does. */
  get(signal: AbortSignal): Promise<string>;
  /** This one was refused: the next is a new one. */
  forget(token: string): void;
}

/** Each of Microsoft's clouds takes tokens for its own connectors alone. Both are called alike: who signs, and whom a token is for. */
const clouds = [
  "https://api.botframework.com",
  "https://api.botframework.us",
  "https://api.botframework.azure.cn",
] as const;
/** Sent in form fields; whoever answers with something else is not the sign-in service. */
const answer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,16384}$/),
  expires_in: z.coerce.number().positive(),
});
/** Its own number, such as 7000215, is what one looks up; its words may repeat what was sent. */
const refusal = z.object({
  error: z.string().regex(/^\w{1,60}$/),
  error_codes: z.array(z.number().int().positive()).optional().catch(undefined),
});
const requestMs = 10_000;
/** A sign-in that has too much to do and does not say when to come again. */
const busyMs = 2_000;
/** What is about to end may have ended when it arrives. */
const earlyMs = 5 * 60_000;

/**
 * The token by the client-credentials grant (RFC 6749 section 4.4), asked for once however many wait for it and kept until
 * five minutes before its end. Throws invalid_config when the secret would go an unsafe way.
 */
export function createTokenSource(parts: {
  readonly options: TeamsOptions;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
}): TokenSource {
  const { options, clock } = parts;
  const { appId, appPassword, tenantId } = options;
  if (!appId || !appPassword || !tenantId)
    throw new BotError("invalid_config", "Set chat.teams.appId, chat.teams.appPassword and chat.teams.tenantId.");
  const url = `${options.loginUrl.replace(/\/?$/, "/")}${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
  if (!isSafeWay(url)) throw new BotError("invalid_config", "chat.teams.loginUrl must begin with https.");
  const cloud = clouds.find((one) => one === options.tokenIssuer) ?? clouds[0];
  const scope = `${cloud}/.default`;
  const post = boundedFetch({ clock, timeoutMs: requestMs, ...(parts.fetch && { fetch: parts.fetch }) });
  const grant = { grant_type: "client_credentials", client_id: appId, client_secret: appPassword, scope };
  let kept: { readonly token: string; readonly untilMs: number } | undefined;
  let asking: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const askedMs = clock.monotonicMs();
    const response = await post(url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: new URLSearchParams(grant).toString(),
    });
    const body: unknown = await response.json().catch(() => undefined);
    const { data } = answer.safeParse(body);
    if (!response.ok || data === undefined) {
      const status = response.ok ? 502 : response.status;
      const said = refusal.safeParse(body).data;
      const code = said?.error ?? `http_${response.status}`;
      const number = said?.error_codes?.[0];
      throw failedAnswer({
        ...{ by: "sign-in", status, code, retryAfterMs: retryAfterMs(response, clock, busyMs) },
        ...(number !== undefined && { number }),
      });
    }
    const lifeMs = data.expires_in * 1_000;
    kept = { token: data.access_token, untilMs: askedMs + Math.max(lifeMs - earlyMs, lifeMs / 2) };
    return data.access_token;
  }

  return {
    async get(signal) {
      if (kept !== undefined && clock.monotonicMs() < kept.untilMs) return kept.token;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return await unlessStopped(asking, signal);
    },
    forget(token) {
      if (kept?.token === token) kept = undefined;
    },
  };
}

/** Whoever is stopped waits no longer; the others do. */
function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
