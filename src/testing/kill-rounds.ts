import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { startSlack } from "../../playground/slack/simulated-slack.ts";
import type { Installation } from "./installation.ts";
import { type Asked, loadPopulation, mistakesOf, mixedLoad, saysRepeat } from "./mixed-load.ts";
import { seededRandom } from "./seeded-random.ts";
import { plainSecrets, type ServingBot, slackHome, startServing } from "./slack-process.ts";

/** What came of killing a bot many times. */
export interface KillReport {
  readonly kills: number;
  readonly asked: number;
  readonly acknowledged: number;
  /** Answers that say that they may be repeats. */
  readonly repeats: number;
  readonly mistakes: readonly string[];
  /** Rules of the platform that were broken. */
  readonly violations: readonly unknown[];
  /** Lines of the log that say that a run met something it cannot explain. */
  readonly complaints: readonly string[];
  /** From the start of each process on the data of a killed one until it was ready, the quickest first. */
  readonly readyMs: readonly number[];
}

/** How a bot is used, and what came of it. */
export interface KillStage {
  readonly dataFolder: string;
  readonly start: () => Promise<ServingBot>;
  /** One round of load. */
  readonly round: () => readonly Asked[];
  readonly messages: () => readonly unknown[];
  readonly violations: () => readonly unknown[];
  /** How often the bot asked the platform for something. */
  readonly calls: () => number;
}

/** What a run is to be like. */
export interface KillOptions {
  readonly kills: number;
  /** At least five a kill. */
  readonly things: number;
  readonly isSocket?: boolean;
  /** Tells runs apart that begin at the same time. */
  readonly lane?: number;
}

type SetStage = (installation: Installation, options: KillOptions) => Promise<KillStage>;

const onSlack: SetStage = async (installation, { things, isSocket }) => {
  const slack = await startSlack({ ...plainSecrets, ...loadPopulation, retryScale: 0.0001 });
  onTestFinished(() => slack.stop());
  const home = await slackHome(slack, { secrets: plainSecrets, things, ...(isSocket && { isSocket }) });
  return {
    dataFolder: home.dataFolder,
    start: () => startServing(installation, home, slack),
    round: mixedLoad(slack, things).round,
    messages: () => slack.messages,
    violations: () => slack.violations,
    calls: () => slack.calls.length,
  };
};

/**
 * Kills a bot under mixed load, again and again, up to 400 ms after something was acknowledged, and lets the next one on the
 * same data deal with what was left. The seed is printed: `PROPERTY_SEED=1 npx vitest run <file>` has the same moments again.
 */
export async function killRounds(
  installation: Installation,
  options: KillOptions,
  setStage: SetStage = onSlack,
): Promise<KillReport> {
  const seed = Number(process.env["PROPERTY_SEED"] ?? Date.now() % 2 ** 31) + (options.lane ?? 0);
  process.stderr.write(`kill seed ${seed}\n`);
  const random = seededRandom(seed);
  const stage = await setStage(installation, options);
  const all: Asked[] = [];
  const complaints: string[] = [];
  const readyMs: number[] = [];
  let bot = await stage.start();
  // Killed before that, the next one has nothing to answer from yet, and says so: no answer of these.
  await untilKept(stage.dataFolder);

  for (let kill = 0; kill < options.kills; kill += 1) {
    const round = stage.round();
    all.push(...round);
    await Promise.race(round.map(({ settled }) => settled));
    await wait(random() * 400);
    await bot.kill();
    complaints.push(...complaintsOf(bot));
    bot = await stage.start();
    readyMs.push(bot.readyMs);
    await Promise.all(round.map(({ settled }) => settled));
    await untilRight(round, stage);
  }
  await bot.end();
  complaints.push(...complaintsOf(bot));
  return {
    kills: options.kills,
    asked: all.length,
    acknowledged: all.filter(({ wasAcknowledged }) => wasAcknowledged()).length,
    repeats: stage.messages().filter(saysRepeat).length,
    mistakes: mistakesOf(all),
    violations: stage.violations(),
    complaints,
    readyMs: readyMs.toSorted((a, b) => a - b),
  };
}

/** Several at once, each with a bot and a Slack of its own: most of the time a kill takes is waiting. */
export async function killInLanes(
  installation: Installation,
  { kills, lanes, ...options }: KillOptions & { readonly lanes: number },
  setStage: SetStage = onSlack,
): Promise<KillReport> {
  const each = { ...options, kills: Math.ceil(kills / lanes) };
  const reports = await Promise.all(
    Array.from({ length: lanes }, (_, lane) => killRounds(installation, { ...each, lane }, setStage)),
  );
  const sum = (of: (report: KillReport) => number): number => reports.reduce((total, report) => total + of(report), 0);
  return {
    kills: sum((report) => report.kills),
    asked: sum((report) => report.asked),
    acknowledged: sum((report) => report.acknowledged),
    repeats: sum((report) => report.repeats),
    mistakes: reports.flatMap(({ mistakes }) => mistakes),
    violations: reports.flatMap(({ violations }) => violations),
    complaints: reports.flatMap(({ complaints }) => complaints),
    readyMs: reports.flatMap(({ readyMs }) => readyMs).toSorted((a, b) => a - b),
  };
}

/** The catalog that was read is kept for the next start. */
async function untilKept(dataFolder: string): Promise<void> {
  const path = join(dataFolder, "catalog-state.json");
  const deadlineMs = performance.now() + 15_000;
  while (!existsSync(path)) {
    if (performance.now() > deadlineMs) throw new Error(`${path} is not written`);
    await wait(25);
  }
}

/** Nothing is missing and the bot asks the platform for nothing any more; or 15 seconds are over, and the mistakes stay. */
async function untilRight(round: readonly Asked[], stage: KillStage): Promise<void> {
  const deadlineMs = performance.now() + 15_000;
  for (let calls = -1; performance.now() < deadlineMs; ) {
    const isRight = mistakesOf(round).length === 0;
    if (isRight && stage.calls() === calls) return;
    calls = stage.calls();
    await wait(isRight ? 100 : 25);
  }
}

function complaintsOf(bot: ServingBot): readonly string[] {
  return (
    bot
      .errors()
      .split("\n")
      .filter((line) => /"level":(50|60)|unhandled/.test(line))
      // Of what was killed twice; had it been acknowledged, it would be among the mistakes.
      .filter((line) => !line.includes("is put away"))
  );
}
