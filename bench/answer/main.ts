import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { generateRepository } from "../sync/generate.ts";
import { askInTurns, askOnce, askSteadily, type Questions, type Stretch } from "./asking.ts";
import { goal, load, median, percentile } from "./figures.ts";
import { type ServerProcess, startBot, startServer } from "./server-process.ts";
import { type SlackSink, startSlackSink, userId } from "./slack-sink.ts";
import { signingSecret } from "./slash-command.ts";

/**
 * `npx tsx bench/answer/main.ts [--size 10000] [--rounds 5] [--seconds 4] [--at-once 32] [--steady 30]`: signed `/whoowns`
 * over HTTP on this machine, until its answer is at its response_url, from the whole bot with a generated catalog. Beside it,
 * in turns, a bare Bolt app that acknowledges and posts the same blocks. Then 200 a second for a while, and three times what
 * the bot can do. Exit 1 when a goal is missed.
 */
const wantedRatio = 0.8;
const wantedUnderOverload = 0.8;
const steadyASecond = 200;

/** People take turns and ask for things by name, some of them with spaces or a letter too few. */
function questionsAbout(names: readonly string[]): Questions {
  let count = 0;
  return {
    next() {
      count += 1;
      const name = names[(count * 37) % names.length] ?? "";
      const inWords = count % 10 === 8 ? name.replaceAll("-", " ") : name;
      const text = count % 10 === 9 ? inWords.slice(0, 3) + inWords.slice(4) : inWords;
      return { userId: userId(count), text };
    },
  };
}

async function configure(folder: string, size: number, apiUrl: string, port: number): Promise<void> {
  const repository = join(folder, "catalog.git");
  await generateRepository(repository, size);
  const configuration = `
catalog:
  schedule: "0 0 1 1 *"
  sources: [{ type: git, name: generated, url: ${repository}, paths: ["**/*.yaml"], trusted: true }]
chat: { slack: { botToken: xoxb-bench-token, signingSecret: ${signingSecret}, apiUrl: "${apiUrl}" } }
server: { port: ${port}, metrics: { port: 0 } }
log: { level: error }
`;
  await writeFile(join(folder, "callboard.yaml"), configuration);
}

function row(name: string, stretches: readonly Stretch[]): string {
  const ms = (share: number, of: (stretch: Stretch) => readonly number[]) =>
    median(stretches.map((stretch) => percentile(of(stretch), share))).toFixed(1);
  const cells = [
    median(stretches.map(({ answered, seconds }) => answered / seconds)).toFixed(0),
    ms(0.5, ({ answerMs }) => answerMs),
    ms(0.99, ({ answerMs }) => answerMs),
    ms(0.99, ({ ackMs }) => ackMs),
    median(stretches.map(({ cpuMicros, answerMs }) => cpuMicros / answerMs.length)).toFixed(0),
    stretches.reduce((sum, { errors }) => sum + errors, 0),
  ];
  return name.padEnd(10) + cells.map((cell) => String(cell).padStart(10)).join("");
}

/** The bot and the bare app in turns; what the bot can do in a second. */
async function compare(
  servers: { readonly ours: ServerProcess; readonly bolt: ServerProcess },
  sink: SlackSink,
  options: { questions: Questions; atOnce: number; seconds: number; rounds: number },
): Promise<{ peak: number; isMet: boolean }> {
  const ours: Stretch[] = [];
  const bolt: Stretch[] = [];
  for (let turn = 0; turn < options.rounds; turn += 1) {
    ours.push(await askInTurns(servers.ours, sink, options));
    bolt.push(await askInTurns(servers.bolt, sink, options));
  }
  console.log(`${options.atOnce} people at once, each asking again when answered (${load()})`);
  console.log("            answers/s  p50 ms    p99 ms ack p99 ms    us each    errors");
  console.log(row("callboard", ours));
  console.log(row("bare Bolt", bolt));
  const rate = ({ answered, seconds }: Stretch) => answered / seconds;
  const ratio = median(ours.map((stretch, turn) => rate(stretch) / rate(bolt[turn] ?? stretch)));
  const isMet = goal("answers a second against bare Bolt", ratio, ratio >= wantedRatio, `>= ${wantedRatio}`);
  return { peak: median(ours.map(rate)), isMet };
}

async function steady(server: ServerProcess, sink: SlackSink, questions: Questions, seconds: number): Promise<boolean> {
  const stretch = await askSteadily(server, sink, { questions, aSecond: steadyASecond, seconds });
  console.log(`${steadyASecond} questions a second for ${seconds} s (${load()})`);
  console.log(row("callboard", [stretch]));
  const { delayP99Ms, delayMaxMs, errors, refusedMs } = stretch;
  console.log(`event loop held up: p99 ${delayP99Ms.toFixed(1)} ms, at most ${delayMaxMs.toFixed(0)} ms`);
  const failures = errors + refusedMs.length;
  return goal("questions without an answer", failures, failures === 0, "0");
}

async function overload(server: ServerProcess, sink: SlackSink, questions: Questions, peak: number): Promise<boolean> {
  const aSecond = Math.round(3 * peak);
  const own = monitorEventLoopDelay({ resolution: 5 });
  own.enable();
  const stretch = await askSteadily(server, sink, { questions, aSecond, seconds: 10 });
  own.disable();
  const { answered, seconds, refusedMs, errors, delayMaxMs } = stretch;
  console.log(`${aSecond} questions a second for 10 s, three times what it can do (${load()})`);
  console.log(row("callboard", [stretch]));
  console.log(
    `refused with 503: ${refusedMs.length}, p50 ${percentile(refusedMs, 0.5).toFixed(0)} ms, p99 ${percentile(refusedMs, 0.99).toFixed(0)} ms; asked ${((stretch.ackMs.length + refusedMs.length + errors) / seconds).toFixed(0)}/s; event loop held up at most ${delayMaxMs.toFixed(0)} ms, that of who asks ${(own.max / 1e6).toFixed(0)} ms`,
  );
  const ratio = answered / seconds / peak;
  return goal("answers a second against the peak", ratio, ratio >= wantedUnderOverload, `>= ${wantedUnderOverload}`);
}

const program = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** What the catalog holds, asked as anybody would. */
async function names(folder: string): Promise<readonly string[]> {
  const args = [program("bin/callboard.js"), "ask", "find kind:component", "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 28 });
  const { data } = JSON.parse(stdout) as { data: { items: readonly { entity: string }[] } };
  return data.items.map(({ entity }) => entity.slice(entity.indexOf("/") + 1));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      size: { type: "string", default: "10000" },
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "4" },
      "at-once": { type: "string", default: "32" },
      steady: { type: "string", default: "30" },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), "callboard-bench-"));
  const sink = await startSlackSink();
  const started: ServerProcess[] = [];
  const start = async (starting: Promise<ServerProcess>) => {
    const server = await starting;
    started.push(server);
    return server;
  };
  try {
    const port = await freePort();
    await configure(folder, Number(values.size), sink.apiUrl, port);
    await promisify(execFile)(process.execPath, [program("scripts/build.js"), "--if-stale"]);
    const questions = questionsAbout(await names(folder));
    const ours = await start(startBot(folder, port));
    const answer = await askOnce(ours, sink, questions);
    if (!answer.includes("Team ")) throw new Error(`no owner in ${answer}`);
    await writeFile(join(folder, "answer.json"), answer);
    const bolt = await start(
      startServer([program("bench/answer/bolt.js"), signingSecret, sink.apiUrl, join(folder, "answer.json")]),
    );
    const options = { questions, atOnce: Number(values["at-once"]), seconds: Number(values.seconds) };
    // Slack is asked once about each person, and code is compiled.
    await askInTurns(ours, sink, { ...options, seconds: 15 });
    await askInTurns(bolt, sink, { ...options, seconds: 5 });
    const { peak, isMet } = await compare({ ours, bolt }, sink, { ...options, rounds: Number(values.rounds) });
    const isSteady = await steady(ours, sink, questions, Number(values.steady));
    const isBorne = await overload(ours, sink, questions, peak);
    console.log(load());
    if (!(isMet && isSteady && isBorne)) process.exitCode = 1;
  } finally {
    await Promise.all(started.map((server) => server.stop()));
    await sink.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
