import type { ChatUser } from "../chat/event.ts";

/** Something about each of the users who were last seen; bounded, so that no crowd fills the memory. */
export interface RecentUsers<T> {
  get(user: ChatUser): T | undefined;
  /** Also makes the user the last seen; whoever was seen longest ago is forgotten when there are too many. */
  set(user: ChatUser, about: T): void;
}

/** @param max how many users are remembered */
export function createRecentUsers<T>(max: number): RecentUsers<T> {
  const byUser = new Map<string, T>();
  return {
    get: (user) => byUser.get(keyOf(user)),
    set(user, about) {
      const key = keyOf(user);
      byUser.delete(key);
      byUser.set(key, about);
      const [oldest] = byUser.keys();
      if (byUser.size > max && oldest !== undefined) byUser.delete(oldest);
    },
  };
}

/** An id is unique in its tenant alone. */
function keyOf({ platform, tenant, id }: ChatUser): string {
  return JSON.stringify([platform, tenant, id]);
}
