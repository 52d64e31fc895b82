import type { Faults } from "../wire/faults.ts";
import type { Json } from "./world.ts";

/** So many calls in any stretch of this length. */
interface Allowance {
  readonly calls: number;
  readonly ms: number;
}

const aMinute = (calls: number): Allowance => ({ calls, ms: 60_000 });

/**
 * What https://docs.slack.dev/apis/web-api/rate-limits promises at least for the tier that each method's page names; methods
 * that are absent have limits without published figures. The first tier allows one call a minute, with a burst: as many as
 * an app may have Socket Mode connections.
 */
const tiers: readonly (readonly [Allowance, string])[] = [
  [{ calls: 10, ms: 600_000 }, "apps.connections.open"],
  [aMinute(20), "auth.teams.list conversations.list usergroups.list users.list"],
  [
    aMinute(50),
    "chat.delete chat.update conversations.history conversations.info conversations.open conversations.replies team.info users.lookupByEmail",
  ],
  [aMinute(100), "chat.postEphemeral conversations.members users.info views.open views.push views.update"],
];
const tierOf = new Map(tiers.flatMap(([tier, methods]) => methods.split(" ").map((method) => [method, tier])));

/** One a second with a short burst. https://docs.slack.dev/reference/methods/chat.postMessage */
const postsOfChannel: Allowance = { calls: 5, ms: 5000 };
/** "Several hundred", see the same page. */
const postsOfWorkspace = aMinute(300);

/** Nothing counted yet. What is allowed counts; to a call that came too soon it is the answer, and that does not count. */
export function createRateLimits(now: () => number): Faults["take"] {
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
  const tier = tierOf.get(method);
  return tier ? [[key, tier]] : [];
}
