import type { ShownMessage } from "../../desk/protocol.ts";

/** Up to which message somebody has read each conversation: its ts, by the conversation's id. */
export type ReadMarks = Readonly<Record<string, string>>;

/** The newest message of all: what came until the page was opened counts as read. */
export function newestTs(messages: Iterable<ShownMessage>): string {
  let newest = "0";
  for (const { ts } of messages) if (isLater(ts, newest)) newest = ts;
  return newest;
}

/** The conversations in which somebody else wrote something that the viewer has not read. */
export function unreadChannels(
  messages: Iterable<ShownMessage>,
  read: { readonly since: string; readonly marks: ReadMarks; readonly viewerId: string },
): ReadonlySet<string> {
  const unread = new Set<string>();
  for (const { channel, ts, userId, threadTs } of messages)
    if (threadTs === undefined && userId !== read.viewerId && isLater(ts, read.marks[channel] ?? read.since))
      unread.add(channel);
  return unread;
}

/** Whether a ts is later than another. */
export function isLater(ts: string, than: string): boolean {
  return Number(ts) > Number(than);
}
