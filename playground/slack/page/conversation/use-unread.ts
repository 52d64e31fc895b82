import { useEffect, useMemo, useRef } from "react";
import { useSeen } from "../live.ts";
import { remember, remembered } from "./remembered.ts";
import { newestTs, type ReadMarks, unreadChannels } from "./unread.ts";

/** The conversations with something new for the viewer. The open one is read as it is shown. */
export function useUnread(viewerId: string, open: string): ReadonlySet<string> {
  const messages = useSeen((seen) => seen.messages);
  const marks = useRef<ReadMarks>(undefined);
  marks.current ??= JSON.parse(remembered(`read ${viewerId}`) || "{}") as ReadMarks;

  useEffect(() => {
    const inIt = [...messages.values()].filter(({ channel }) => channel === open);
    marks.current = { ...marks.current, [open]: newestTs(inIt) };
    remember(`read ${viewerId}`, JSON.stringify(marks.current));
  }, [messages, open, viewerId]);

  return useMemo(() => {
    const since = remembered("read since") || newestTs(messages.values());
    remember("read since", since);
    const unread = unreadChannels(messages.values(), { since, marks: marks.current ?? {}, viewerId });
    return new Set([...unread].filter((channel) => channel !== open));
  }, [messages, open, viewerId]);
}
