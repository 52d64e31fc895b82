import { setImmediate } from "node:timers/promises";
import type { Change } from "./state.ts";

/** A commit that waits for its turn. */
export interface Request {
  readonly changes: readonly Change[];
  /** The changes as the journal has them. */
  readonly json: string;
  readonly expect: readonly { readonly key: string; readonly version: number }[];
}

/** What becomes of the requests of a group. */
export interface Verdict {
  readonly accepted: readonly { readonly request: Request; readonly seq: number }[];
  readonly refused: readonly Request[];
}

const maxGroupChars = 8 * 2 ** 20;

/**
 * Decides in order which requests hold, each after those before it. `seq` is the number of the last change;
 * `savedVersion` is the version of a key as saved (0: absent). A request without writes gets no number of its own.
 */
export function decide(
  group: readonly Request[],
  saved: { readonly seq: number; versionOf(key: string): number },
): Verdict {
  const written = new Map<string, number>();
  const accepted: { request: Request; seq: number }[] = [];
  const refused: Request[] = [];
  let seq = saved.seq;
  for (const request of group) {
    const holds = request.expect.every(({ key, version }) => (written.get(key) ?? saved.versionOf(key)) === version);
    if (!holds) {
      refused.push(request);
      continue;
    }
    if (request.changes.length > 0) seq += 1;
    accepted.push({ request, seq });
    for (const { key, json } of request.changes) written.set(key, json === undefined ? 0 : seq);
  }
  return { accepted, refused };
}

/** A queue that hands over what has gathered, one group at a time. */
export interface CommitQueue {
  /** Resolves with the answer that `settle` gives for this request. */
  add(request: Request): Promise<boolean>;
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>;
}

/** Answers the requests of a group: `true` saved, `false` an expectation did not hold, or why it failed. Never throws. */
export type Settle = (group: readonly Request[]) => Promise<(request: Request) => boolean | Error>;

/**
 * Gathers requests while a group is being saved, so that one write to the disk serves many callers. `between` runs after
 * a group was answered, before the next.
 */
export function commitQueue(settle: Settle, between: () => Promise<void>): CommitQueue {
  interface Waiting {
    readonly request: Request;
    answer(result: boolean | Error): void;
  }
  let waiting: Waiting[] = [];
  let draining: Promise<void> | undefined;

  function takeGroup(): readonly Waiting[] {
    let chars = 0;
    const end = waiting.findIndex(({ request }, index) => {
      chars += request.json.length;
      return index > 0 && chars > maxGroupChars;
    });
    const group = end === -1 ? waiting : waiting.slice(0, end);
    waiting = end === -1 ? [] : waiting.slice(end);
    return group;
  }
  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      await setImmediate(); // those who were just answered may have more, which then goes into the same group
      const group = takeGroup();
      const resultOf = await settle(group.map(({ request }) => request));
      for (const { request, answer } of group) answer(resultOf(request));
      await between();
    }
    draining = undefined;
  }
  return {
    add: (request) =>
      new Promise((resolve, reject) => {
        waiting.push({ request, answer: (result) => (result instanceof Error ? reject(result) : resolve(result)) });
        draining ??= drain();
      }),
    idle: () => draining ?? Promise.resolve(),
  };
}
