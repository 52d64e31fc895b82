import { Refusal } from "./refusal.ts";

/** Each is counted by itself. https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export type Resource = "core" | "graphql";

/** What is left of a limit. */
export interface RateState {
  readonly limit: number;
  readonly used: number;
  readonly resetAt: Date;
}

/** How much may be asked. */
export interface LimitOptions {
  /** Requests an hour of one token; 5000. */
  readonly core?: number;
  /** Points an hour of one token; 5000. */
  readonly graphql?: number;
  /** Points a minute that bring the secondary limit: 900 of REST and 2000 of GraphQL; none unless told. */
  readonly perMinute?: number;
  /** Requests at once that bring it; 100. */
  readonly concurrent?: number;
}

/** What tokens have asked for in this hour. */
export interface Limits {
  readonly set: (options: LimitOptions) => void;
  readonly state: (key: string, resource: Resource) => RateState;
  /** Throws Refusal where that is too much. */
  readonly spend: (key: string, resource: Resource, points: number) => RateState;
  /** For what brought nothing new. */
  readonly giveBack: (key: string, resource: Resource) => void;
  /** Until `left` is called; throws Refusal where too many are there. */
  readonly enter: (key: string) => { readonly left: () => void };
}

const hourMs = 3_600_000;

const secondary =
  "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.";

/** The answer to too much at once. */
export function secondaryRefusal(retryAfterSec = 60): Refusal {
  return new Refusal(403, secondary, { "retry-after": String(retryAfterSec) });
}

/** Nothing asked yet. */
export function createLimits(now: () => Date, first: LimitOptions = {}): Limits {
  let options = first;
  const used = new Map<string, { used: number; readonly resetAt: Date }>();
  const minutes = new Map<string, number>();
  const inside = new Map<string, number>();
  const countOf = (key: string, resource: Resource) => {
    const name = `${resource} ${key}`;
    const known = used.get(name);
    if (known && known.resetAt > now()) return known;
    const fresh = { used: 0, resetAt: new Date(now().getTime() + hourMs) };
    used.set(name, fresh);
    return fresh;
  };
  const state: Limits["state"] = (key, resource) => {
    const count = countOf(key, resource);
    const limit = key === "" ? 60 : (options[resource] ?? 5000);
    return { limit, used: Math.min(limit, count.used), resetAt: count.resetAt };
  };
  return {
    set: (next) => {
      options = next;
    },
    state,
    spend: (key, resource, points) => {
      const minute = `${key} ${Math.floor(now().getTime() / 60_000)}`;
      const inMinute = (minutes.get(minute) ?? 0) + points;
      if (inMinute > (options.perMinute ?? Number.POSITIVE_INFINITY)) throw secondaryRefusal();
      minutes.set(minute, inMinute);
      const { limit, used: before } = state(key, resource);
      if (before + points > limit)
        throw new Refusal(403, `API rate limit exceeded for ${key === "" ? "127.0.0.1" : key.replace(" ", " ID ")}.`);
      countOf(key, resource).used += points;
      return state(key, resource);
    },
    giveBack: (key, resource) => {
      countOf(key, resource).used -= 1;
    },
    enter: (key) => {
      const count = (inside.get(key) ?? 0) + 1;
      if (count > (options.concurrent ?? 100)) throw secondaryRefusal();
      inside.set(key, count);
      return { left: () => inside.set(key, (inside.get(key) ?? 1) - 1) };
    },
  };
}
