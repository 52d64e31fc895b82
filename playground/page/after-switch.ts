import type { Seen } from "./live.ts";
import type { Place } from "./place.ts";

/** The place nearest to where one was that somebody else can see. */
export function placeAfterSwitch(place: Place, { workspace, messages }: Pick<Seen, "workspace" | "messages">): Place {
  const { channel, message, thread, wire } = place;
  const isOpen = channel !== "" && workspace?.channels.some(({ id }) => id === channel) === true;
  if (!isOpen) return wire === undefined ? { channel: "" } : { channel: "", wire: "all" };
  const sees = (ts: string | undefined): ts is string => ts !== undefined && messages.has(`${channel}/${ts}`);
  return {
    channel,
    ...(sees(message) && { message }),
    ...(sees(thread) && { thread }),
    ...(wire !== undefined && { wire: messages.has(wire) ? wire : "all" }),
  };
}
