import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { load, median, percentile } from "../answer/figures.ts";
import type { BotCommands, SyncFigures } from "./bot.ts";
import { createGitCount, type GitCount } from "./git-count.ts";
import type { Calls, HubCommands, HubHello } from "./hub.ts";
import { lsRemoteAll, readThroughRest } from "./plain-readers.ts";
import { bundlePrograms, type Program, startProgram } from "./program.ts";
import { atMost, print, type Row, short } from "./table.ts";

/**
 * `npx tsx bench/github/main.ts [--repositories 1000] [--changed 10] [--pushes 200] [--latency 0] [--check]`: an organisation
 * on the simulated GitHub, which has a process of its own, read by the bot's real parts with a `github` source: the first sync,
 * one of what did not change, one of a few changes, both while questions are asked, and pushes until the new answer. Beside it,
 * in the same run, what plain readers take. With `--latency` GitHub waits so many milliseconds before each answer. With
 * `--check` it exits with 1 when a goal is missed.
 */
const questionsASecond = 200;
const stretchMs = 10_000;
const burst = 10;

const { values } = parseArgs({
  options: {
    repositories: { type: "string", default: "1000" },
    changed: { type: "string", default: "10" },
    pushes: { type: "string", default: "200" },
    latency: { type: "string", default: "0" },
    check: { type: "boolean", default: false },
  },
});
const [repositories, changed, pushes] = [values.repositories, values.changed, values.pushes].map(Number) as [
  number,
  number,
  number,
];

/** The goals of a thousand, and in proportion of more. */
const [mostCallsUnchanged, mostCallsChanged] = [40, 50].map((most) => most * Math.max(1, repositories / 1000)) as [
  number,
  number,
];

/** The two processes, and what is counted beside them. */
interface Bench {
  readonly hub: Program<HubCommands>;
  readonly bot: Program<BotCommands>;
  readonly git: GitCount;
  readonly hello: HubHello;
  readonly dataFolder: string;
}

interface MeasuredSync extends SyncFigures {
  readonly calls: Calls;
  readonly gitProcesses: number;
}

async function measuredSync({ hub, bot, git }: Bench): Promise<MeasuredSync> {
  const figures = await bot.ask("sync");
  const [calls, gitProcesses] = [await hub.ask("takeCalls"), await git.take()];
  if (calls.refused.length > 0) console.log(`  refused: ${calls.refused.slice(0, 5).join("; ")}`);
  for (const said of figures.said) if (!/: (un)?changed$/.test(said)) console.log(`  ${said}`);
  return { ...figures, calls, gitProcesses };
}

function kinds({ byKind }: Calls): string {
  return Object.entries(byKind)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name.replace(/^graphql /, "")}`)
    .join(", ");
}

async function firstSync(bench: Bench): Promise<boolean> {
  const { ms, cpuMs, blockMs, things, calls, gitProcesses } = await measuredSync(bench);
  await bench.bot.ask("settle");
  const peakMb = await bench.bot.ask("peakMb");
  const kbEach = (await bytesOnDisk(bench.dataFolder)) / 1024 / repositories;
  const points = await graphqlPoints(bench.hello);
  await bench.hub.ask("takeCalls");
  const plain = await readThroughRest(bench.hello);
  const plainCalls = (await bench.hub.ask("takeCalls")).api;
  const beside = `REST, 4 at once: ${short(plain.seconds)} s`;
  return print(`First sync: ${things} things of ${repositories} repositories (${load()})`, [
    { ...atMost("until it is answered from", ms / 1000, 600, " s"), plain: beside },
    { what: "API calls", value: String(calls.api), plain: `${plainCalls}, no $text, no CODEOWNERS` },
    { what: `  ${kinds(calls)}`, value: "" },
    { what: "points of GraphQL's 5,000 an hour", value: String(points) },
    atMost("git processes", gitProcesses, 4),
    atMost("on disk, a repository", kbEach, 200, " KB"),
    { what: "processor time of the bot", value: `${short(cpuMs / 1000)} s` },
    { what: "peak memory (RSS)", value: `${peakMb.toFixed(0)} MB` },
    { what: "longest block of the event loop", value: `${blockMs.toFixed(0)} ms` },
  ]);
}

async function unchangedSync(bench: Bench): Promise<boolean> {
  const runs: MeasuredSync[] = [];
  for (let round = 0; round < 5; round += 1) runs.push(await measuredSync(bench));
  const lsRemote = await lsRemoteAll(bench.hello);
  await bench.hub.ask("takeCalls");
  const most = worst(runs);
  return print(`Nothing changed, five times (${load()})`, [
    {
      ...{ what: "seconds, median", value: short(most.seconds) },
      plain: `ls-remote, 4 at once: ${short(lsRemote)} s`,
    },
    { ...atMost("API calls", most.calls, mostCallsUnchanged), plain: "none" },
    { what: `  ${kinds(most.last.calls)}`, value: "" },
    { ...atMost("git processes", most.git, 0), plain: String(bench.hello.slugs.length) },
    { what: "processor time of the bot, median", value: `${short(most.cpuSeconds)} s` },
    { what: "longest block of the event loop", value: `${most.blockMs.toFixed(0)} ms` },
  ]);
}

/** A sync of what some commits changed, told by nobody; the new owners are answered after it. */
async function changedSync(bench: Bench): Promise<MeasuredSync> {
  const owners = await bench.hub.ask("change", changed);
  const figures = await measuredSync(bench);
  const seen = await bench.bot.ask("watch", owners);
  if (seen.includes(undefined)) throw new Error("a change was not answered after a sync");
  return figures;
}

async function changedSyncs(bench: Bench): Promise<boolean> {
  const runs: MeasuredSync[] = [];
  for (let round = 0; round < 5; round += 1) runs.push(await changedSync(bench));
  const most = worst(runs);
  const title = `${changed} repositories changed, half of them their catalog file, five times (${load()})`;
  return print(title, [
    atMost("seconds, median", most.seconds, 60),
    atMost("API calls", most.calls, mostCallsChanged),
    { what: `  ${kinds(most.last.calls)}`, value: "" },
    { what: "git processes", value: String(most.git) },
    { what: "processor time of the bot, median", value: `${short(most.cpuSeconds)} s` },
    { what: "longest block of the event loop", value: `${most.blockMs.toFixed(0)} ms` },
  ]);
}

function worst(runs: readonly MeasuredSync[]) {
  const [first] = runs;
  if (first === undefined) throw new Error("nothing was measured");
  return {
    seconds: median(runs.map(({ ms }) => ms / 1000)),
    cpuSeconds: median(runs.map(({ cpuMs }) => cpuMs / 1000)),
    calls: Math.max(...runs.map(({ calls }) => calls.api)),
    git: Math.max(...runs.map(({ gitProcesses }) => gitProcesses)),
    blockMs: Math.max(...runs.map(({ blockMs }) => blockMs)),
    last: runs.at(-1) ?? first,
  };
}

/** Questions while syncs of a kind follow each other. */
async function whileAsked(
  bench: Bench,
  what: string,
  mostCalls = 0,
  sync?: () => Promise<MeasuredSync>,
): Promise<readonly Row[]> {
  const things = bench.hello.slugs.slice(1).map((slug) => slug.slice(slug.indexOf("/") + 1));
  await bench.bot.ask("startAsking", things, questionsASecond);
  const startedMs = performance.now();
  const runs: MeasuredSync[] = [];
  if (sync === undefined) await new Promise((resolve) => setTimeout(resolve, stretchMs));
  else
    do runs.push(await sync());
    while (performance.now() - startedMs < stretchMs);
  const { answerMs, errors, delayP99Ms } = await bench.bot.ask("stopAsking");
  if (errors.length > 0) console.log(`  ${errors.slice(0, 3).join("; ")}`);
  const syncs = runs.length === 0 ? "" : `, ${runs.length} syncs, median ${short(worst(runs).seconds)} s`;
  return [
    { what: `${what}: ${answerMs.length} answers${syncs}`, value: "" },
    { what: "  answered, p50", value: `${short(percentile(answerMs, 0.5))} ms` },
    atMost("  answered, p99", percentile(answerMs, 0.99), 1000, " ms"),
    atMost("  without an answer", errors.length, 0),
    atMost("  event loop held up, p99", delayP99Ms, 50, " ms"),
    ...(runs.length === 0 ? [] : [atMost("  API calls of a sync", worst(runs).calls, mostCalls)]),
  ];
}

async function questions(bench: Bench): Promise<boolean> {
  const rows = [
    ...(await whileAsked(bench, "no sync")),
    ...(await whileAsked(bench, "nothing changed", mostCallsUnchanged, () => measuredSync(bench))),
    ...(await whileAsked(bench, `${changed} changed`, mostCallsChanged, () => changedSync(bench))),
  ];
  return print(`${questionsASecond} questions a second meanwhile (${load()})`, rows);
}

/** From just before each commit at GitHub until the new owner is answered. */
async function pushed(bench: Bench, count: number): Promise<readonly number[]> {
  const watching = bench.bot.ask("watch", await bench.hub.ask("upcoming", count));
  const sent = await bench.hub.ask("push", count);
  const seen = await watching;
  return sent.map(({ sentAt }, at) => (seen[at] ?? Number.POSITIVE_INFINITY) - sentAt);
}

async function pushesUntilAnswered(bench: Bench): Promise<boolean> {
  await bench.hub.ask("setWebhook", `http://127.0.0.1:${await bench.bot.ask("listen")}/webhooks/github`);
  await pushed(bench, 1);
  await bench.hub.ask("takeCalls");
  const single: number[] = [];
  for (let round = 0; round < pushes; round += 1) single.push(...(await pushed(bench, 1)));
  const calls = await bench.hub.ask("takeCalls");
  const bursts: number[] = [];
  for (let round = 0; round < Math.max(1, pushes / burst); round += 1) bursts.push(...(await pushed(bench, burst)));
  const burstCalls = await bench.hub.ask("takeCalls");
  const refused = [...calls.refused, ...burstCalls.refused];
  if (refused.length > 0) console.log(`  refused: ${refused.slice(0, 5).join("; ")}`);
  return print(`A push until the new answer (${load()})`, [
    { what: kinds(calls), value: "" },
    { what: `${single.length} pushes one after another, p50`, value: `${short(median(single))} ms` },
    atMost("  p99", percentile(single, 0.99), 2000, " ms"),
    { what: "  slowest", value: `${short(Math.max(...single))} ms` },
    { what: "  API calls a push", value: short(calls.api / single.length) },
    { what: `${burst} at once, ${bursts.length} in all, p50`, value: `${short(median(bursts))} ms` },
    atMost("  p99", percentile(bursts, 0.99), 2000, " ms"),
    { what: "  API calls a push", value: short(burstCalls.api / bursts.length) },
    atMost("git processes", await bench.git.take(), 0),
    atMost("refused or failed", refused.length, 0),
  ]);
}

async function graphqlPoints({ apiUrl, installationToken }: HubHello): Promise<number> {
  const headers = { authorization: `Bearer ${installationToken}`, "user-agent": "bench" };
  const answer = await fetch(`${apiUrl}/rate_limit`, { headers });
  const { resources } = (await answer.json()) as { resources: { graphql: { used: number } } };
  return resources.graphql.used;
}

async function bytesOnDisk(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(entries.map(async (entry) => (await stat(join(folder, entry))).blocks * 512));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function run(folder: string): Promise<boolean> {
  const programs = await bundlePrograms();
  const hub = startProgram<HubCommands>(programs.hub);
  const git = await createGitCount(join(folder, "git"));
  const bot = startProgram<BotCommands>(programs.bot, git.folder);
  try {
    const hello = await hub.ask("start", repositories, Number(values.latency));
    const dataFolder = join(folder, "data");
    await bot.ask("open", hello, dataFolder);
    const bench = { hub, bot, git, hello, dataFolder };
    const isMet: boolean[] = [];
    for (const part of [firstSync, unchangedSync, changedSyncs, questions, pushesUntilAnswered])
      isMet.push(await part(bench));
    await bot.ask("close");
    return isMet.every(Boolean);
  } finally {
    await bot.stop();
    await hub.ask("stop").catch(() => undefined);
    await hub.stop();
    programs.remove();
  }
}

const folder = await mkdtemp(join(tmpdir(), "callboard-bench-github-"));
try {
  const isMet = await run(folder);
  if (values.check && !isMet) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
