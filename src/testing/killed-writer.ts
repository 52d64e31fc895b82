import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { systemClock } from "../clock.ts";
import { openLowdbStore } from "../store/lowdb/lowdb-store.ts";
import type { Store } from "../store/store.ts";
import type { BundledProgram } from "./bundled-program.ts";
import { recordedLog } from "./recorded-log.ts";

const kept = 20;

/** What a series of kills did to a store. */
export interface KillReport {
  readonly acknowledged: number;
  /** Sentences; none when all is well. */
  readonly wrong: readonly string[];
}

/** Lets a writer write into `folder`, kills it at a random moment after its first answer, and looks at what is there; `kills` times. */
export async function killWriters(
  program: BundledProgram,
  folder: string,
  { kills, maxMs, random }: { kills: number; maxMs: number; random: () => number },
): Promise<KillReport> {
  const wrong: string[] = [];
  let acknowledged = 0;
  const heads = new Map<number, number>();
  for (let round = 0; round < kills && wrong.length === 0; round += 1) {
    const callers = 8 + Math.floor(random() * 25);
    const { acks, errors } = await killOne(program.start([folder, String(callers)]), random() * maxMs);
    if (errors !== "") wrong.push(`round ${round}: ${errors}`);
    for (const [caller, number] of acks) {
      acknowledged += 1;
      if (number !== (heads.get(caller) ?? number - 1) + 1)
        wrong.push(`round ${round}: caller ${caller} jumped to ${number}`);
      heads.set(caller, number);
    }
    const store = await openLowdbStore({ folder, clock: systemClock(), log: recordedLog().log });
    for (const [caller, number] of heads) {
      const { head, problems } = await lookAt(store, caller, number);
      wrong.push(...problems.map((problem) => `round ${round}: ${problem}`));
      heads.set(caller, head);
    }
    await store.close();
  }
  return { acknowledged, wrong };
}

/** Kills a writer `afterMs` after its first answer; resolves with all that it answered. */
async function killOne(child: ChildProcess, afterMs: number): Promise<{ acks: [number, number][]; errors: string }> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("the process has no output");
  const acks: [number, number][] = [];
  const errors = text(stderr);
  const ended = once(child, "close");
  for await (const line of createInterface({ input: stdout })) {
    if (acks.length === 0) setTimeout(() => child.kill("SIGKILL"), afterMs);
    const match = /^ack (\d+) (\d+)$/.exec(line);
    if (match !== null) acks.push([Number(match[1]), Number(match[2])]);
  }
  await ended;
  return { acks, errors: await errors };
}

async function lookAt(store: Store, caller: number, acknowledged: number) {
  const head = Number((await store.get(`head/${caller}`))?.value ?? 0);
  const numbers = (await store.list(`log/${caller}/`)).map(({ value }) => (value as { number: number }).number);
  const expected = Array.from({ length: Math.min(head, kept) }, (_, index) => head - Math.min(head, kept) + index);
  const problems: string[] = [];
  if (head < acknowledged) problems.push(`caller ${caller} was told ${acknowledged}, and ${head} is there`);
  if (head > acknowledged + 1) problems.push(`caller ${caller} was told ${acknowledged}, and already ${head} is there`);
  if (numbers.sort((a, b) => a - b).join() !== expected.join()) {
    problems.push(`caller ${caller} has the entries ${numbers.join()} and not ${expected.join()}`);
  }
  return { head, problems };
}
