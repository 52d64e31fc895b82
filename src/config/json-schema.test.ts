import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { configJsonSchema } from "./json-schema.ts";

test("docs/callboard.schema.json is what `npm run schema` writes", async () => {
  const committed = await readFile(new URL("../../docs/callboard.schema.json", import.meta.url), "utf8");

  expect(committed).toBe(configJsonSchema());
});
