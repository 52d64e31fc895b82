import { isDeepStrictEqual } from "node:util";
import type { LiveEvent } from "./protocol.ts";
import type { Sight } from "./shown.ts";

/** What is new or changed since `before`, everything where there is none; undefined when nothing is. */
export function differenceOf(before: Sight | undefined, now: Sight): LiveEvent | undefined {
  // What stands behind a message is replaced, never changed in place: to compare hundreds is quick.
  const messages = changed(before?.messages, now.messages);
  const exchanges = changed(before?.exchanges, now.exchanges);
  const gone = [...(before?.messages.keys() ?? [])].filter((key) => !now.messages.has(key));
  const rest = {
    ...(!isDeepStrictEqual(before?.workspace, now.workspace) && { workspace: now.workspace }),
    ...(!isDeepStrictEqual(before?.views, now.views) && { views: now.views }),
    ...(!isDeepStrictEqual(before?.status, now.status) && { status: now.status }),
  };
  const isNothing = messages.length + gone.length + exchanges.length + Object.keys(rest).length === 0;
  return isNothing ? undefined : { isWhole: before === undefined, messages, gone, exchanges, ...rest };
}

function changed<Key, Value>(before: ReadonlyMap<Key, Value> | undefined, now: ReadonlyMap<Key, Value>): Value[] {
  return [...now].flatMap(([key, value]) => (isDeepStrictEqual(before?.get(key), value) ? [] : [value]));
}
