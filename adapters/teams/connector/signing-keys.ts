import type { JWK } from "jose";
import { z } from "zod";
import { boundedFetch, type Fetch } from "../../../src/chat/outgoing/bounded-fetch.ts";
import type { Clock } from "../../../src/clock.ts";
import type { Log } from "../../../src/log.ts";
import { isSafeWay } from "./service-url.ts";

/** A key with which tokens to the bot are signed. */
export interface SigningKey {
  readonly jwk: JWK;
  /** The channels that may sign with it; undefined when the list does not say. */
  readonly endorsements?: readonly string[];
}

/** The keys with which tokens to the bot are signed. */
export interface SigningKeys {
  /** Resolves to undefined for a key that is not in the list, to "unavailable" while there is no list. Never rejects. */
  find(keyId: string): Promise<SigningKey | "unavailable" | undefined>;
}

/** Each of the two requests; an invoke has 5 s in all. */
const requestMs = 4_000;
/** https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication: at least daily. */
const freshMs = 24 * 3_600_000;
/** Then the old list is believed no more, though no new one could be had. */
const usableMs = 2 * freshMs;
/** Whoever sends tokens with invented keys must not make us ask each time. */
const betweenMs = 5 * 60_000;
/** Without any list nothing can be answered, so it is asked for sooner. */
const betweenFirstMs = 5_000;

const metadata = z.object({ jwks_uri: z.string().refine(isSafeWay) });
const rsaKey = z.object({
  kty: z.literal("RSA"),
  kid: z.string().min(1),
  n: z.string().min(1),
  e: z.string().min(1),
  use: z.literal("sig").optional(),
  endorsements: z.array(z.string()).optional(),
});
const keyList = z.object({ keys: z.array(z.unknown()).max(1_000) });

/** The keys that `openIdUrl` leads to, kept for a day; an unknown one has them fetched again, at most once in five minutes. */
export function createSigningKeys(parts: {
  readonly openIdUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch?: typeof fetch;
}): SigningKeys {
  const { openIdUrl, clock, log } = parts;
  const get = boundedFetch({ clock, timeoutMs: requestMs, ...(parts.fetch && { fetch: parts.fetch }) });
  let known: { readonly keys: ReadonlyMap<string, SigningKey>; readonly atMs: number } | undefined;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;

  async function refetch(): Promise<void> {
    triedAtMs = clock.monotonicMs();
    try {
      known = { keys: await fetchKeys(get, openIdUrl), atMs: clock.monotonicMs() };
    } catch (error) {
      const why = error instanceof Error ? error.name : "unknown";
      log.warn({ why }, "Keys for tokens of Teams cannot be fetched");
    }
  }

  function refresh(): Promise<void> {
    fetching ??= refetch().finally(() => {
      fetching = undefined;
    });
    return fetching;
  }

  const ageMs = (): number => (known === undefined ? Number.POSITIVE_INFINITY : clock.monotonicMs() - known.atMs);
  const mayAsk = (): boolean =>
    fetching !== undefined || clock.monotonicMs() - triedAtMs >= (ageMs() < usableMs ? betweenMs : betweenFirstMs);

  return {
    async find(keyId) {
      if (ageMs() >= usableMs && mayAsk()) await refresh();
      if (known === undefined || ageMs() >= usableMs) return "unavailable";
      // Nobody waits for this one: the list in hand is good for another day.
      if (ageMs() >= freshMs && mayAsk()) void refresh();
      if (!known.keys.has(keyId) && mayAsk()) await refresh();
      return known.keys.get(keyId);
    },
  };
}

async function fetchKeys(get: Fetch, openIdUrl: string): Promise<ReadonlyMap<string, SigningKey>> {
  const { jwks_uri: keysUrl } = metadata.parse(await getJson(get, openIdUrl));
  const { keys } = keyList.parse(await getJson(get, keysUrl));
  return new Map(
    keys.flatMap((key) => {
      const { data } = rsaKey.safeParse(key);
      if (data === undefined) return [];
      const { kty, n, e, kid, endorsements } = data;
      return [[kid, { jwk: { kty, n, e }, ...(endorsements && { endorsements }) }] as const];
    }),
  );
}

async function getJson(get: Fetch, url: string): Promise<unknown> {
  const response = await get(url, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error("The list of keys was refused");
  return response.json();
}
