import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openConnection } from "../answer/connection.ts";
import { goal, load, median } from "../answer/figures.ts";
import { bundled, type ServerProcess, startServer } from "../answer/server-process.ts";
import { startSlackSink } from "../answer/slack-sink.ts";
import { signingSecret, slashCommandRequest } from "../answer/slash-command.ts";

/**
 * `npx tsx bench/store/main.ts [--rounds 5] [--seconds 2] [--at-once 1,16,64]`: acknowledgements a second, each durable before it is sent, over
 * HTTP on this machine, beside a bare node:http server that checks the signature and appends the same bytes to one journal.
 * Each server has a process of its own and this one asks them, in turns. Exit 1 when the goal is missed.
 */
const wantedRatio = 0.5;

let asked = 0;

/** What one server did in one round. */
interface Round {
  readonly aSecond: number;
  /** Processor time of the server, which is less at the mercy of what else the machine does. */
  readonly cpuMicrosEach: number;
}

async function round(server: ServerProcess, concurrency: number, seconds: number): Promise<Round> {
  const before = await server.ask("cpu");
  const untilMs = performance.now() + seconds * 1000;
  let acknowledged = 0;
  const asking = Array.from({ length: concurrency }, async () => {
    const connection = openConnection(server.port);
    while (performance.now() < untilMs) {
      asked += 1;
      const request = slashCommandRequest({
        id: `${process.pid}.${asked}`,
        userId: "U0BENCH",
        text: "payments api",
        responseUrl: "https://hooks.slack.com/commands/T0BENCH/1/unused",
      });
      const { status } = await connection.send(request);
      if (status !== 200) throw new Error(`a server answered ${status}`);
      acknowledged += 1;
    }
    connection.close();
  });
  await Promise.all(asking);
  const after = await server.ask("cpu");
  const cpuMicros = (after["cpuMicros"] ?? 0) - (before["cpuMicros"] ?? 0);
  return { aSecond: acknowledged / seconds, cpuMicrosEach: cpuMicros / acknowledged };
}

function row(
  concurrency: number,
  pairs: readonly { readonly ours: Round; readonly bare: Round }[],
  ratio: number,
): string {
  const cells = [
    concurrency,
    median(pairs.map(({ ours }) => ours.aSecond)).toFixed(0),
    median(pairs.map(({ bare }) => bare.aSecond)).toFixed(0),
    ratio.toFixed(2),
    median(pairs.map(({ ours }) => ours.cpuMicrosEach)).toFixed(0),
    median(pairs.map(({ bare }) => bare.cpuMicrosEach)).toFixed(0),
  ];
  return cells.map((cell) => String(cell).padStart(9)).join("");
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "2" },
      "at-once": { type: "string", default: "1,16,64" },
    },
  });
  const seconds = Number(values.seconds);
  const folder = await mkdtemp(join(tmpdir(), "callboard-bench-"));
  const [ourFolder, bareFolder] = [join(folder, "ours"), join(folder, "bare")];
  await mkdir(bareFolder);
  const sink = await startSlackSink();
  const ours = await startServer([await bundled(new URL("receiver.ts", import.meta.url)), ourFolder, sink.apiUrl]);
  const bare = await startServer([fileURLToPath(new URL("bare.js", import.meta.url)), bareFolder, signingSecret]);
  let isMet = true;
  try {
    for (const server of [ours, bare]) await round(server, 64, 2 * seconds);
    console.log(`durable acknowledgements a second (${load()})`);
    console.log("  at once     ours     bare    ratio  ours us  bare us");
    for (const concurrency of values["at-once"].split(",").map(Number)) {
      const pairs: { ours: Round; bare: Round }[] = [];
      for (let turn = 0; turn < Number(values.rounds); turn += 1) {
        pairs.push({ ours: await round(ours, concurrency, seconds), bare: await round(bare, concurrency, seconds) });
      }
      const ratio = median(pairs.map((pair) => pair.ours.aSecond / pair.bare.aSecond));
      console.log(row(concurrency, pairs, ratio));
      const isWanted = ratio >= wantedRatio;
      isMet = goal(`against the bare server, ${concurrency} at once`, ratio, isWanted, `>= ${wantedRatio}`) && isMet;
    }
    console.log(load());
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
    await sink.stop();
    await rm(folder, { recursive: true, force: true });
  }
  if (!isMet) process.exitCode = 1;
}

await main();
