import { expect, test } from "vitest";
import type { ShownMessage } from "../../desk/protocol.ts";
import { dayLabel, rowsOf } from "./row.ts";
import { shownMessage } from "./testing/shown-message.ts";

const noon = new Date(2026, 10, 12, 12, 0, 10).getTime() / 1000;

function message(seconds: number, more: Partial<ShownMessage> = {}): ShownMessage {
  return shownMessage(`${noon + seconds}.000100`, more);
}

function continued(...messages: readonly ShownMessage[]): readonly boolean[] {
  return rowsOf(messages, new Date()).flatMap((row) => (row.type === "message" ? [row.isContinued] : []));
}

test("messages of one person in one minute are one speech", () => {
  expect(continued(message(0), message(20), message(49))).toEqual([false, true, true]);
});

test("a new minute, another person or other readers begin a new speech", () => {
  expect(continued(message(0), message(50))).toEqual([false, false]);
  expect(continued(message(0), message(1, { userId: "U2" }), message(2))).toEqual([false, false, false]);
  expect(continued(message(0), message(1, { isEphemeral: true }), message(2))).toEqual([false, false, false]);
});

test("each day has its line before its first message, and nothing is continued across it", () => {
  const rows = rowsOf([message(-86_400), message(0), message(1)], new Date((noon + 60) * 1000));

  expect(rows.map((row) => (row.type === "day" ? row.label : row.isContinued))).toEqual([
    "Yesterday",
    false,
    "Today",
    false,
    true,
  ]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
});

test("without messages there is no day either", () => {
  expect(rowsOf([], new Date())).toEqual([]);
});

test("a day is named as near as it is", () => {
  const now = new Date(2026, 10, 12, 0, 5);

  expect(dayLabel(new Date(2026, 10, 12, 23, 59), now)).toBe("Today");
  expect(dayLabel(new Date(2026, 10, 11, 23, 59), now)).toBe("Yesterday");
  expect(dayLabel(new Date(2026, 10, 5, 8), now)).toBe("Thursday 5 November");
  expect(dayLabel(new Date(2025, 10, 5, 8), now)).toBe("5 November 2025");
});
