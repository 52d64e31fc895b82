import { expect, test } from "vitest";
import { createParser } from "./parser.ts";

test("smoke", async () => {
  const parser = createParser();
  const files = [{ path: "a.yaml", bytes: Buffer.from("a: 1") }];
  const got = [];
  for await (const f of parser.parse(files, {}, new AbortController().signal)) got.push(f);
  expect(got).toHaveLength(1);
  await parser.close();
});
