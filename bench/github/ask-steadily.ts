import { setTimeout as wait } from "node:timers/promises";

/** What came of questions at a fixed rate. */
export interface AskedStretch {
  /** From when each was due, so that a question that could not even be asked counts as late. */
  readonly answerMs: readonly number[];
  readonly errors: readonly string[];
}

/** Asks about these things in turns, so many times a second, whether the ones before were answered or not. */
export function askSteadily(
  ask: (thing: string) => Promise<void>,
  things: readonly string[],
  aSecond: number,
): { stop(): Promise<AskedStretch> } {
  const answerMs: number[] = [];
  const errors: string[] = [];
  const underWay = new Set<Promise<void>>();
  const startedMs = performance.now();
  let isOver = false;

  async function one(begun: number): Promise<void> {
    const dueMs = startedMs + (begun * 1000) / aSecond;
    try {
      await ask(things[(begun * 37) % things.length] ?? "");
      answerMs.push(performance.now() - dueMs);
    } catch (error) {
      errors.push(error instanceof Error ? error.message : String(error));
    }
  }

  async function askAll(): Promise<void> {
    for (let begun = 0; !isOver; ) {
      const due = Math.floor(((performance.now() - startedMs) / 1000) * aSecond) + 1;
      for (; begun < due; begun += 1) {
        const asked = one(begun).finally(() => underWay.delete(asked));
        underWay.add(asked);
      }
      await wait(1);
    }
  }

  const running = askAll();
  return {
    async stop() {
      isOver = true;
      await running;
      await Promise.all(underWay);
      return { answerMs, errors };
    },
  };
}
