import type { ShownMessage } from "../../../desk/protocol.ts";

/** A message in the channel C1, by U1 unless told otherwise. */
export function shownMessage(ts: string, more: Partial<ShownMessage> = {}): ShownMessage {
  const channel = more.channel ?? "C1";
  return {
    key: `${channel}/${ts}`,
    channel,
    ts,
    userId: "U1",
    isApp: false,
    isEphemeral: false,
    isEdited: false,
    text: "",
    body: [],
    replyCount: 0,
    exchanges: [],
    ...more,
  };
}
