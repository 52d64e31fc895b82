import { expect, test } from "vitest";
import { columnsOf } from "./width.ts";

test.each([
  ["payments-api", 12],
  ["", 0],
  ["café", 4],
  ["cafe\u0301", 4],
  ["· – “x” …", 9],
  ["名前", 4],
  ["한국", 4],
  ["🟢 live", 7],
  ["👩‍💻", 2],
  ["🇩🇪", 2],
  ["↩️", 2],
  ["✓ ✗ !", 5],
  ["\u0301", 0],
])("%j takes %i columns", (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});
