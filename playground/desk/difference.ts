import { isDeepStrictEqual } from "node:util";
import type { ExchangeLine } from "../wire/exchange.ts";
import type { LiveEvent, ShownMessage, ShownOverlay, Status, Workspace } from "./protocol.ts";

/** Everything that somebody sees, as they see it now. */
export interface Sight {
  readonly workspace: Workspace;
  /** By key, oldest first; the newest 500. */
  readonly messages: ReadonlyMap<string, ShownMessage>;
  /** The lowest first. */
  readonly overlays: readonly ShownOverlay[];
  readonly exchanges: ReadonlyMap<number, ExchangeLine>;
  readonly status: Status;
}

/** What is new or changed since `before`, everything where there is none; undefined when nothing is. */
export function differenceOf(before: Sight | undefined, now: Sight): LiveEvent | undefined {
  // What stands behind a message is replaced, never changed in place: to compare hundreds is quick.
  const messages = changed(before?.messages, now.messages);
  const exchanges = changed(before?.exchanges, now.exchanges);
  const gone = [...(before?.messages.keys() ?? [])].filter((key) => !now.messages.has(key));
  const rest = {
    ...(!isDeepStrictEqual(before?.workspace, now.workspace) && { workspace: now.workspace }),
    ...(!isDeepStrictEqual(before?.overlays, now.overlays) && { overlays: now.overlays }),
    ...(!isDeepStrictEqual(before?.status, now.status) && { status: now.status }),
  };
  const isNothing = messages.length + gone.length + exchanges.length + Object.keys(rest).length === 0;
  return isNothing ? undefined : { isWhole: before === undefined, messages, gone, exchanges, ...rest };
}

function changed<Key, Value>(before: ReadonlyMap<Key, Value> | undefined, now: ReadonlyMap<Key, Value>): Value[] {
  return [...now].flatMap(([key, value]) => (isDeepStrictEqual(before?.get(key), value) ? [] : [value]));
}
