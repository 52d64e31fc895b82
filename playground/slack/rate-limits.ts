import type { Faults } from "./faults.ts";
import type { Json } from "./world.ts";

/** So many calls in any stretch of this length. */
interface Allowance {
  readonly calls: number;
  readonly ms: number;
}

const minuteMs = 60_000;

/**
 * What https://docs.slack.dev/apis/web-api/rate-limits promises at least, as calls a minute. The first tier allows one, with
 * a burst: as many as an app may have Socket Mode connections.
 */
const tiers = {
  one: { calls: 10, ms: 10 * minuteMs },
  two: { calls: 20, ms: minuteMs },
  three: { calls: 50, ms: minuteMs },
  four: { calls: 100, ms: minuteMs },
} as const satisfies Record<string, Allowance>;

/** As each method's page says; those that are absent have limits without published figures. */
const tierOf: Readonly<Record<string, Allowance>> = {
  "apps.connections.open": tiers.one,
  "auth.teams.list": tiers.two,
  "conversations.list": tiers.two,
  "usergroups.list": tiers.two,
  "users.list": tiers.two,
  "chat.delete": tiers.three,
  "chat.update": tiers.three,
  "conversations.history": tiers.three,
  "conversations.info": tiers.three,
  "conversations.open": tiers.three,
  "conversations.replies": tiers.three,
  "team.info": tiers.three,
  "users.lookupByEmail": tiers.three,
  "chat.postEphemeral": tiers.four,
  "conversations.members": tiers.four,
  "users.info": tiers.four,
  "views.open": tiers.four,
  "views.push": tiers.four,
  "views.update": tiers.four,
};

/** One a second with a short burst. https://docs.slack.dev/reference/methods/chat.postMessage */
const postsOfChannel: Allowance = { calls: 5, ms: 5000 };
/** "Several hundred", see the same page. */
const postsOfWorkspace: Allowance = { calls: 300, ms: minuteMs };

/** What is allowed counts; what is over it is refused: the answer to a call that came too soon, undefined for any other. */
export type RateLimits = Faults["take"];

/** Nothing counted yet. */
export function createRateLimits(now: () => number): RateLimits {
  const taken = new Map<string, readonly number[]>();
  return (method, params) => {
    const at = now();
    const limits = limitsOf(method, params).map(([key, { calls, ms }]) => {
      const recent = (taken.get(key) ?? []).filter((time) => time > at - ms);
      const oldest = recent[recent.length - calls];
      return { key, recent, waitMs: oldest === undefined ? 0 : oldest + ms - at };
    });
    const waitMs = Math.max(0, ...limits.map((limit) => limit.waitMs));
    if (waitMs > 0) return { retryAfterSec: Math.ceil(waitMs / 1000) };
    for (const { key, recent } of limits) taken.set(key, [...recent, at]);
    return undefined;
  };
}

/** Everything that a call counts towards: limits are kept apart by method and workspace. */
function limitsOf(method: string, params: Json): readonly (readonly [string, Allowance])[] {
  const key = `${method} ${String(params["team_id"] ?? "")}`;
  if (method === "chat.postMessage")
    return [
      [key, postsOfWorkspace],
      [`${key} ${String(params["channel"])}`, postsOfChannel],
    ];
  const tier = tierOf[method];
  return tier ? [[key, tier]] : [];
}
