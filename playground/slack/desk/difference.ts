import type { LiveEvent, ShownMessage } from "./protocol.ts";
import { type Sight, shownView } from "./shown.ts";

/** Everything, for somebody who knows nothing. */
export function wholeOf(sight: Sight): LiveEvent {
  return {
    isWhole: true,
    workspace: sight.workspace,
    messages: [...sight.messages.values()],
    gone: [],
    views: sight.views.map(shownView),
    exchanges: [...sight.exchanges.values()],
    status: sight.status,
  };
}

/** What is new or changed since `before`; undefined when nothing is. */
export function differenceOf(before: Sight, now: Sight): LiveEvent | undefined {
  const messages = [...now.messages.values()].filter((message) => !isSame(before.messages.get(message.key), message));
  const gone = [...before.messages.keys()].filter((key) => !now.messages.has(key));
  const exchanges = [...now.exchanges.values()].filter((line) => !isSame(before.exchanges.get(line.id), line));
  const changed = {
    ...(isEqual(before.workspace, now.workspace) ? {} : { workspace: now.workspace }),
    ...(isSameList(before.views, now.views) ? {} : { views: now.views.map(shownView) }),
    ...(isEqual(before.status, now.status) ? {} : { status: now.status }),
  };
  const isNothing = messages.length + gone.length + exchanges.length + Object.keys(changed).length === 0;
  return isNothing ? undefined : { isWhole: false, messages, gone, exchanges, ...changed };
}

/** Blocks are replaced, never changed in place: being the same object is enough, and quick for hundreds of messages. */
function isSame<T extends object>(before: T | undefined, now: T): boolean {
  if (before === undefined) return false;
  const keys = Object.keys(now) as (keyof T)[];
  return (
    keys.length === Object.keys(before).length &&
    keys.every((key) => (key === exchangesKey ? isSameList(before[key], now[key]) : before[key] === now[key]))
  );
}

const exchangesKey: keyof ShownMessage = "exchanges";

function isSameList(before: unknown, now: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(now)) return before === now;
  return before.length === now.length && now.every((item, index) => item === before[index]);
}

function isEqual(before: object, now: object): boolean {
  return JSON.stringify(before) === JSON.stringify(now);
}
