import type { Fault } from "../wire/faults.ts";

/** So many calls in any stretch of so many seconds. */
type Allowance = readonly [calls: number, seconds: number];

/** What a bot may do in one thread. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
const sends: readonly Allowance[] = [
  [7, 1],
  [8, 2],
  [60, 30],
  [1800, 3600],
];
const lookups: readonly Allowance[] = [
  [14, 1],
  [16, 2],
  [120, 30],
  [3600, 3600],
];
/** What an app may do in one tenant, see the same page. */
const ofTenant: readonly Allowance[] = [[50, 1]];

const counted: Readonly<Record<string, readonly Allowance[]>> = {
  sendToConversation: sends,
  replyToActivity: sends,
  createConversation: sends,
  getConversationMember: lookups,
  getConversationMembers: lookups,
  getConversationPagedMembers: lookups,
};

/** Nothing counted yet. To a call that came too soon the answer is its fault, and it does not count. */
export function createRateLimits(now: () => number): (name: string, conversation: string) => Fault | undefined {
  const taken = new Map<string, readonly number[]>();
  return (name, conversation) => {
    const at = now();
    const kind = counted[name];
    const limits: (readonly [string, readonly Allowance[]])[] = [["tenant", ofTenant]];
    if (kind) limits.push([`${kind === sends && name !== "createConversation" ? "send" : name} ${conversation}`, kind]);
    const waitMs = limits.map(([key, allowances]) => waitOf(taken.get(key) ?? [], allowances, at));
    const longest = Math.max(...waitMs);
    if (longest > 0) return { retryAfterSec: Math.ceil(longest / 1000) };
    for (const [key, allowances] of limits) {
      const longestMs = Math.max(...allowances.map(([, seconds]) => seconds * 1000));
      taken.set(key, [...(taken.get(key) ?? []).filter((time) => time > at - longestMs), at]);
    }
    return undefined;
  };
}

function waitOf(times: readonly number[], allowances: readonly Allowance[], at: number): number {
  const waits = allowances.map(([calls, seconds]) => {
    const oldest = times.filter((time) => time > at - seconds * 1000).at(-calls);
    return oldest === undefined ? 0 : oldest + seconds * 1000 - at;
  });
  return Math.max(0, ...waits);
}
