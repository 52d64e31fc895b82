import { expect, test } from "vitest";
import type { ShownMessage } from "../../desk/protocol.ts";
import { shownMessage } from "./testing/shown-message.ts";
import { newestTs, unreadChannels } from "./unread.ts";

function message(channel: string, ts: string, more: Partial<ShownMessage> = {}): ShownMessage {
  return shownMessage(ts, { channel, userId: "U2", ...more });
}

const read = { since: "10.000000", marks: { C1: "20.000000" }, viewerId: "U1" };

test("what somebody else wrote after the viewer last read there is unread", () => {
  expect([...unreadChannels([message("C1", "20.000001")], read)]).toEqual(["C1"]);
  expect([...unreadChannels([message("C1", "20.000000")], read)]).toEqual([]);
});

test("a conversation that was never opened is unread from when the page was opened", () => {
  const messages = [message("C2", "10.000000"), message("C3", "10.000001")];

  expect([...unreadChannels(messages, read)]).toEqual(["C3"]);
});

test("own messages and replies in threads make nothing unread", () => {
  const messages = [message("C1", "30.000000", { userId: "U1" }), message("C2", "30.000001", { threadTs: "9.000000" })];

  expect(unreadChannels(messages, read).size).toBe(0);
});

test("the newest is found by time, whatever the order", () => {
  expect(newestTs([message("C1", "9.000000"), message("C1", "10.000001"), message("C1", "10.000000")])).toBe(
    "10.000001",
  );
  expect(newestTs([])).toBe("0");
});
