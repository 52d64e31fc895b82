import { expect, test } from "vitest";
import { TRIGRAM_CODES, trigramCodes } from "./trigram.ts";

test("a text has a code for each three-letter piece and for its ends, each once", () => {
  expect(trigramCodes("abc")).toHaveLength(3);
  expect(trigramCodes("aaaaaa")).toHaveLength(3);
});

test("texts with a common piece share its code", () => {
  const common = trigramCodes("prometheus").filter((code) => trigramCodes("prometeus").includes(code));

  expect(common.length).toBeGreaterThanOrEqual(6);
});

test("codes of any letters stay in the table", () => {
  for (const code of trigramCodes("zz99日本語éß\ud800\uffff")) {
    expect(code).toBeGreaterThanOrEqual(0);
    expect(code).toBeLessThan(TRIGRAM_CODES);
  }
});
