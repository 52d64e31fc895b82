import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { changeOneFile, generateRepository } from "./generate.ts";

/**
 * `npx tsx bench/sync/main.ts [--sizes 1000,10000]`: a generated catalog in a local Git repository, from an empty data folder to
 * the first answer, beside the floor of `git clone --bare`, `git cat-file --batch` and js-yaml in the same process.
 * The goals hold at 10,000 things; exit 1 when one is missed.
 */
const measure = fileURLToPath(new URL("measure.js", import.meta.url));
const callboard = fileURLToPath(new URL("../../bin/callboard.js", import.meta.url));
const goalSize = 10_000;

interface Row {
  readonly what: string;
  readonly value: string;
  readonly goal?: string;
  readonly isMet?: boolean;
}

async function run(
  mode: string,
  repository: string,
  data: string,
  ...more: readonly string[]
): Promise<Record<string, unknown>> {
  const child = spawn(process.execPath, [measure, mode, repository, data, ...more], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`measuring ${mode} ended with ${code}`);
  return JSON.parse(text);
}

/** Commits, then lets a running bot sync, several times. */
async function runChanges(repository: string, data: string): Promise<readonly Record<string, number>[]> {
  const child = spawn(process.execPath, [measure, "change", repository, data], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  for (let round = 1; round <= 7; round += 1) {
    await changeOneFile(repository, round);
    child.stdin.write(`${round}\n`);
    await lines.next();
  }
  child.stdin.write("end\n");
  const { value } = await lines.next();
  return JSON.parse(value).runs;
}

/** A whole `callboard ask` process over the snapshot that the last run kept. */
async function runWarmStart(repository: string, data: string): Promise<number> {
  const config = join(data, "..", "callboard.yaml");
  const source = `{ type: git, name: bench, url: ${repository}, branch: main, trusted: true, paths: ["**/catalog-info.yaml", "org/*.yaml"] }`;
  await writeFile(config, `data: ${data}\ncatalog: { sources: [${source}] }\n`);
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [callboard, "ask", "whoowns changed-thing"], {
      env: { ...process.env, CALLBOARD_CONFIG: config },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const [code] = await once(child, "close");
    if (code !== 0) throw new Error(`callboard ask ended with ${code}`);
    times.push(performance.now() - startedAt);
  }
  return median(times);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function column(runs: unknown, name: string): number[] {
  return (runs as readonly Record<string, number>[]).map((entry) => entry[name] ?? Number.NaN);
}

async function bench(size: number): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "callboard-bench-"));
  const repository = join(folder, "catalog.git");
  const data = join(folder, "data");
  try {
    await generateRepository(repository, size);
    const coldRuns: Record<string, unknown>[] = [];
    for (let round = 0; round < (size > goalSize ? 2 : 8); round += 1) {
      coldRuns.push(await run("cold", repository, data, round % 2 === 0 ? "floor-first" : "floor-last"));
    }
    const memory = await run("memory", repository, data);
    const { runs: unchangedRuns } = await run("unchanged", repository, data);
    const warmMs = await runWarmStart(repository, data);
    const changes = await runChanges(repository, data);
    const ratios = column(coldRuns, "ms").map((ms, index) => ms / (column(coldRuns, "floorMs")[index] ?? Number.NaN));
    const sync = median(column(unchangedRuns, "syncMs"));
    const lsRemote = median(column(unchangedRuns, "lsRemoteMs"));
    const changeMs = median(column(changes, "ms"));
    const isGoal = size === goalSize;
    const goal = (text: string, isMet: boolean) => (isGoal ? { goal: text, isMet } : {});
    return [
      { what: "things", value: String(memory["things"]) },
      { what: "floor: clone --bare, cat-file --batch, js-yaml", value: ms(median(column(coldRuns, "floorMs"))) },
      { what: "cold sync to the first answer", value: ms(median(column(coldRuns, "ms"))) },
      {
        what: "cold sync against the floor",
        value: `${median(ratios).toFixed(2)} x`,
        ...goal("<= 2.5 x", median(ratios) <= 2.5),
      },
      { what: "longest block of the event loop, cold", value: ms(median(column(coldRuns, "blockMs"))) },
      { what: "git ls-remote", value: ms(lsRemote) },
      { what: "unchanged sync", value: ms(sync) },
      {
        what: "unchanged sync against ls-remote",
        value: `${(sync / lsRemote).toFixed(2)} x`,
        ...goal("<= 1.2 x", sync / lsRemote <= 1.2),
      },
      { what: "one file changed, to the new answer", value: ms(changeMs), ...goal("<= 500 ms", changeMs <= 500) },
      { what: "longest block of the event loop, one file changed", value: ms(median(column(changes, "blockMs"))) },
      { what: "warm start: a whole `callboard ask`", value: ms(warmMs), ...goal("<= 1000 ms", warmMs <= 1000) },
      {
        what: "peak memory of a cold sync (RSS)",
        value: `${Number(memory["peakMb"]).toFixed(0)} MB`,
        ...goal("<= 250 MB", Number(memory["peakMb"]) <= 250),
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function ms(value: number): string {
  return `${value.toFixed(value < 100 ? 1 : 0)} ms`;
}

const { values } = parseArgs({ options: { sizes: { type: "string", default: "1000,10000" } } });
let isAllMet = true;
for (const size of values.sizes.split(",").map(Number)) {
  console.log(`\n${size.toLocaleString("en")} things, medians`);
  for (const { what, value, goal, isMet } of await bench(size)) {
    const verdict = goal === undefined ? "" : `   ${goal}   ${isMet ? "met" : "MISSED"}`;
    console.log(`  ${what.padEnd(52)} ${value.padStart(10)}${verdict}`);
    isAllMet &&= isMet ?? true;
  }
}
process.exitCode = isAllMet ? 0 : 1;
