import { expect, test } from "vitest";
import type { ShownMessage } from "../../desk/protocol.ts";
import { shownMessage } from "./testing/shown-message.ts";
import { unreadChannels } from "./unread.ts";

function message(channel: string, ts: string, more: Partial<ShownMessage> = {}): ShownMessage {
  return shownMessage(ts, { channel, userId: "U2", ...more });
}

const isMember = { C1: true, C2: true, C3: true, C4: false };
const viewer = { viewerId: "U1", channels: Object.entries(isMember).map(([id, isMember]) => ({ id, isMember })) };
const unread = (...messages: readonly ShownMessage[]): readonly string[] => [
  ...unreadChannels(messages, viewer, (channel) => (channel === "C1" ? "20.000000" : "10.000000")),
];

test("what somebody else wrote after the viewer last read there is unread", () => {
  expect(unread(message("C1", "20.000001"))).toEqual(["C1"]);
  expect(unread(message("C1", "20.000000"))).toEqual([]);
});

test("each conversation is unread from its own mark on", () => {
  expect(unread(message("C2", "10.000000"), message("C3", "10.000001"))).toEqual(["C3"]);
});

test("what is written in a channel of which the viewer is no member is not unread", () => {
  expect(unread(message("C4", "30.000000"))).toEqual([]);
});

test("own messages and replies in threads make nothing unread", () => {
  expect(
    unread(message("C1", "30.000000", { userId: "U1" }), message("C2", "30.000001", { threadTs: "9.000000" })),
  ).toEqual([]);
});
