import { setTimeout as wait } from "node:timers/promises";
import { type Connection, openConnection } from "./connection.ts";
import type { ServerProcess } from "./server-process.ts";
import type { SlackSink } from "./slack-sink.ts";
import { slashCommandRequest } from "./slash-command.ts";

/** What became of the questions of one stretch of time. */
export interface Stretch {
  readonly seconds: number;
  readonly ackMs: readonly number[];
  /** From the first byte of the question to the answer at its response_url. */
  readonly answerMs: readonly number[];
  /** Answers that came while it was still being asked, or within its time. */
  readonly answered: number;
  /** How long it took to be told with a 503 that there is too much to do. */
  readonly refusedMs: readonly number[];
  /** Lost connections, other statuses, answers that did not come. */
  readonly errors: number;
  readonly cpuMicros: number;
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
}

/** Whoever asks and what for; people take turns, since nobody may ask more than two a second for long. */
export interface Questions {
  next(): { readonly userId: string; readonly text: string };
}

const patienceMs = 15_000;

/** Asks one question and waits for its answer. */
function createAsker(sink: SlackSink, questions: Questions) {
  const ackMs: number[] = [];
  const answerMs: number[] = [];
  const refusedMs: number[] = [];
  let errors = 0;
  let count = 0;

  async function ask(connection: Connection): Promise<string | undefined> {
    const { responseUrl, arrived } = sink.expect();
    count += 1;
    const id = `${process.pid}.${performance.now()}.${count}`;
    const request = slashCommandRequest({ id, responseUrl, ...questions.next() });
    const startedMs = performance.now();
    try {
      const { status, ms } = await connection.send(request);
      if (status === 503) {
        refusedMs.push(ms);
        return undefined;
      }
      if (status !== 200) throw new Error(`status ${status}`);
      ackMs.push(ms);
      const answer = await Promise.race([arrived, wait(patienceMs, undefined, { ref: false })]);
      if (answer === undefined) throw new Error("no answer");
      answerMs.push(performance.now() - startedMs);
      return answer;
    } catch {
      errors += 1;
      return undefined;
    }
  }

  return { ask, result: () => ({ ackMs, answerMs, refusedMs, errors }) };
}

/** One question, for its answer. */
export async function askOnce(server: ServerProcess, sink: SlackSink, questions: Questions): Promise<string> {
  const connection = openConnection(server.port);
  const answer = await createAsker(sink, questions).ask(connection);
  connection.close();
  if (answer === undefined) throw new Error("the first question was not answered");
  return answer;
}

/** As many people as `atOnce`, each asking again as soon as they are answered. */
export async function askInTurns(
  server: ServerProcess,
  sink: SlackSink,
  { questions, atOnce, seconds }: { questions: Questions; atOnce: number; seconds: number },
): Promise<Stretch> {
  const asker = createAsker(sink, questions);
  const before = await server.ask("figures");
  const startedMs = performance.now();
  const people = Array.from({ length: atOnce }, async () => {
    const connection = openConnection(server.port);
    while (performance.now() - startedMs < seconds * 1000) await asker.ask(connection);
    connection.close();
  });
  await Promise.all(people);
  return stretch(server, asker.result(), { before, startedMs });
}

/** Questions at a fixed rate, whether the ones before were answered or not. */
export async function askSteadily(
  server: ServerProcess,
  sink: SlackSink,
  { questions, aSecond, seconds }: { questions: Questions; aSecond: number; seconds: number },
): Promise<Stretch> {
  const asker = createAsker(sink, questions);
  const idle: Connection[] = [];
  const asking = new Set<Promise<void>>();
  const before = await server.ask("figures");
  const startedMs = performance.now();
  const total = aSecond * seconds;
  for (let begun = 0; begun < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - startedMs) / 1000) * aSecond));
    for (; begun < due; begun += 1) {
      const connection = idle.pop() ?? openConnection(server.port);
      const one = asker.ask(connection).then(() => {
        idle.push(connection);
        asking.delete(one);
      });
      asking.add(one);
    }
    await wait(1);
  }
  const askedMs = performance.now() - startedMs;
  const answered = asker.result().answerMs.length;
  await Promise.all(asking);
  for (const connection of idle) connection.close();
  const whole = await stretch(server, asker.result(), { before, startedMs });
  return { ...whole, seconds: askedMs / 1000, answered };
}

async function stretch(
  server: ServerProcess,
  result: Pick<Stretch, "ackMs" | "answerMs" | "refusedMs" | "errors">,
  { before, startedMs }: { before: Record<string, number>; startedMs: number },
): Promise<Stretch> {
  const seconds = (performance.now() - startedMs) / 1000;
  const after = await server.ask("figures");
  const cpuMicros = (after["cpuMicros"] ?? 0) - (before["cpuMicros"] ?? 0);
  const { delayP99Ms = Number.NaN, delayMaxMs = Number.NaN } = after;
  return { ...result, seconds, answered: result.answerMs.length, cpuMicros, delayP99Ms, delayMaxMs };
}
