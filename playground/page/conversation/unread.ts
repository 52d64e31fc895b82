import { useEffect, useMemo } from "react";
import type { ShownChannel, ShownMessage, Workspace } from "../../desk/protocol.ts";
import { useSeen } from "../live.ts";
import { remember, remembered } from "./remembered.ts";

/** The conversations with something new for the viewer. The open one is read as it is shown; what came until the page was opened is too. */
export function useUnread({ viewerId, channels }: Workspace, open: string): ReadonlySet<string> {
  const messages = useSeen((seen) => seen.messages);
  const all = useMemo(() => [...messages.values()], [messages]);
  const since = readMark("read since") || newest(all);
  useEffect(() => {
    remember("read since", since);
    remember(`read ${viewerId} ${open}`, newest(all.filter(({ channel }) => channel === open)));
  }, [all, open, viewerId, since]);
  return useMemo(() => {
    const closed = channels.filter(({ id }) => id !== open);
    const readUpTo = (channel: string): string => readMark(`read ${viewerId} ${channel}`) || since;
    return unreadChannels(all, { viewerId, channels: closed }, readUpTo);
  }, [all, open, viewerId, channels, since]);
}

function newest(of: readonly ShownMessage[]): string {
  return of.at(-1)?.ts ?? "0";
}

/** The ts up to which something was read; "" where none is kept, or what is kept is no ts. */
function readMark(key: string): string {
  const mark = remembered(key);
  return Number(mark) > 0 ? mark : "";
}

/** The conversations of the viewer in which somebody else wrote something later than up to where the viewer has read them. */
export function unreadChannels(
  messages: readonly ShownMessage[],
  {
    viewerId,
    channels,
  }: Pick<Workspace, "viewerId"> & { readonly channels: readonly Pick<ShownChannel, "id" | "isMember">[] },
  readUpTo: (channel: string) => string,
): ReadonlySet<string> {
  const unread = messages.filter(
    ({ channel, ts, userId, threadTs }) =>
      threadTs === undefined && userId !== viewerId && isLater(ts, readUpTo(channel)),
  );
  const written = new Set(unread.map(({ channel }) => channel));
  return new Set(channels.flatMap(({ id, isMember }) => (isMember && written.has(id) ? id : [])));
}

/** Whether a ts is later than another. */
export function isLater(ts: string, than: string): boolean {
  return Number(ts) > Number(than);
}
