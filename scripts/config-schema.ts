// Writes docs/callboard.schema.json, which editors use to check and complete callboard.yaml.
import { readFile, writeFile } from "node:fs/promises";
import { configJsonSchema } from "../src/config/json-schema.ts";

const file = new URL("../docs/callboard.schema.json", import.meta.url);
const current = await readFile(file, "utf8").catch(() => "");
const next = configJsonSchema();

if (current === next) console.log("docs/callboard.schema.json is current");
else {
  await writeFile(file, next);
  console.log("docs/callboard.schema.json written");
}
