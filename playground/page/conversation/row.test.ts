import { expect, test } from "vitest";
import type { ShownMessage } from "../../desk/protocol.ts";
import { isLong, rowsOf } from "./row.ts";
import { shownMessage } from "./testing/shown-message.ts";

const noon = new Date(2026, 10, 12, 12, 0, 10).getTime() / 1000;

function message(seconds: number, more: Partial<ShownMessage> = {}): ShownMessage {
  return shownMessage(`${noon + seconds}.000100`, more);
}

function continued(...messages: readonly ShownMessage[]): readonly boolean[] {
  return rowsOf(messages, new Date()).map((row) => row.isContinued);
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

  expect(rows.map(({ day, isContinued }) => [day, isContinued])).toEqual([
    ["Yesterday", false],
    ["Today", false],
    [undefined, true],
  ]);
});

test("a day that is farther away has its date", () => {
  expect(rowsOf([message(-7 * 86_400)], new Date(noon * 1000))[0]?.day).toBe("Thursday, November 5th, 2026");
});

test("a text is long by its lines, and by those that it takes", () => {
  expect(isLong("\n".repeat(23))).toBe(false);
  expect(isLong("\n".repeat(24))).toBe(true);
  expect(isLong("a".repeat(2000))).toBe(false);
  expect(isLong("a".repeat(12_000))).toBe(true);
});
