import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { benchReal } from "./bench-real.ts";
import { benchSize } from "./bench-size.ts";
import type { Goal } from "./goals.ts";

const USAGE = `npx tsx bench/search/main.ts [data folder, default ../shared/data] [--sizes 1000,10000,100000] [--without-fuse]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sizes: { type: "string", default: "1000,10000" }, "without-fuse": { type: "boolean", default: false } },
});
const data = resolve(positionals[0] ?? "../shared/data");
process.exitCode = existsSync(join(data, "fuzzy", "queries.jsonl")) ? await bench() : missing();

async function bench(): Promise<number> {
  const sizes = values.sizes.split(",").map(Number);
  const goals: Goal[] = [];
  for (const things of sizes) goals.push(...(await benchSize({ data, things, withFuse: !values["without-fuse"] })));
  goals.push(...(await benchReal(data)));
  console.log("\nGoals");
  for (const { name, isMet, is, mustBe } of goals)
    console.log(`  ${isMet ? "met   " : "MISSED"} ${name}: ${is}, ${mustBe}`);
  return goals.every(({ isMet }) => isMet) ? 0 : 1;
}

function missing(): number {
  console.error(`No data in ${data}: there is no fuzzy/queries.jsonl. Name the folder: ${USAGE}`);
  return 2;
}
