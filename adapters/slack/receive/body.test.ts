import { expect, test } from "vitest";
import { readBody } from "./body.ts";

test("something with a length that cannot be compared, where a text should stand, is not understood", () => {
  const event = { type: { length: { toString: null } }, user: "U0MIA", channel: "C0", ts: "1.2", text: "help" };

  expect(readBody({ type: "event_callback", event_id: "Ev1", event })).toBeUndefined();
});
