import { expect, test } from "vitest";
import type { ShownMessage } from "../../desk/protocol.ts";
import { repliedThread } from "./say-prompt.ts";
import { shownMessage } from "./testing/shown-message.ts";

function message(ts: string, userId: string, threadTs?: string): ShownMessage {
  return shownMessage(ts, { userId, ...(threadTs && { threadTs }) });
}

const said = { channel: "C1", since: "10.0", viewerId: "U1" };

test("the thread of what was said opens once somebody replied in it", () => {
  const own = message("11.0", "U1");

  expect(repliedThread([own], said)).toBeUndefined();
  expect(repliedThread([own, message("12.0", "UAPP", "11.0")], said)).toBe("11.0");
});

test("replies to anything else open nothing", () => {
  const old = [message("9.0", "U1"), message("12.0", "UAPP", "9.0")];
  const strange = [message("11.0", "U2"), message("12.0", "UAPP", "11.0")];

  expect(repliedThread(old, said)).toBeUndefined();
  expect(repliedThread(strange, said)).toBeUndefined();
});
