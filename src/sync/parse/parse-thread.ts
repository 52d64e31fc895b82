import type { Worker } from "node:worker_threads";
import type { Clock } from "../../clock.ts";
import type { ParseContext } from "./parse-file.ts";
import type { FileToParse, ParsedFile } from "./parsed-file.ts";
import { createProgress, readProgress } from "./progress.ts";
import { type BatchReply, decodeParsedFile, packBatch } from "./wire.ts";

/** How long the thread may be at one file, and how long it is kept when there is nothing to do. */
export interface ThreadOptions {
  readonly clock: Clock;
  readonly busyMs: number;
  readonly idleMs: number;
  /** Starts the worker that marks its progress in the given memory. */
  readonly start: (progress: Int32Array) => Worker;
}

/** A thread that parses batches in the order given. A file that it hangs or dies at is `document_hostile`, its neighbours are parsed. */
export interface ParseThread {
  run(files: readonly FileToParse[], context: ParseContext): Promise<readonly ParsedFile[]>;
  close(): Promise<void>;
}

interface Batch {
  readonly id: number;
  readonly files: readonly FileToParse[];
  readonly context: ParseContext;
  readonly results: (ParsedFile | undefined)[];
  /** Indexes of the files that the thread has been given, in its order. */
  sent: readonly number[];
  readonly resolve: (files: readonly ParsedFile[]) => void;
  readonly reject: (error: Error) => void;
}

interface State {
  worker: Worker | undefined;
  progress: Int32Array;
  readonly batches: Map<number, Batch>;
  lastId: number;
  /** Deaths of the thread in a row outside any file: then the thread itself is broken. */
  startFailures: number;
  cancelIdle: () => void;
  isWatching: boolean;
}

const tickMs = 100;
const maxStartFailures = 3;
/** As many times its work may a file take in time, where the processor does something else. */
const mostPatience = 20;

/** Creates a thread; it starts with the first batch. */
export function createParseThread(options: ThreadOptions): ParseThread {
  const state: State = {
    worker: undefined,
    progress: createProgress(),
    batches: new Map(),
    lastId: 0,
    startFailures: 0,
    cancelIdle: () => {},
    isWatching: false,
  };
  return {
    run(files, context) {
      return new Promise((resolve, reject) => {
        const id = ++state.lastId;
        const batch = { id, files, context, results: files.map(() => undefined), sent: [], resolve, reject };
        state.batches.set(id, batch);
        post(state, batch, options);
      });
    },
    async close() {
      state.cancelIdle();
      const closed = new Error("the parser was closed");
      for (const batch of state.batches.values()) batch.reject(closed);
      state.batches.clear();
      await stopWorker(state);
    },
  };
}

function post(state: State, batch: Batch, options: ThreadOptions): void {
  state.cancelIdle();
  const worker = state.worker ?? start(state, options);
  worker.ref();
  const open = batch.files
    .map((file, index) => ({ file, index }))
    .filter(({ index }) => batch.results[index] === undefined);
  batch.sent = open.map(({ index }) => index);
  const message = packBatch(
    batch.id,
    open.map(({ file }) => file),
    batch.context,
  );
  worker.postMessage(message, [message.buffer]);
  if (!state.isWatching) watch(state, options, arrived);
}

function start(state: State, options: ThreadOptions): Worker {
  state.progress = createProgress();
  const worker = options.start(state.progress);
  state.worker = worker;
  let cause: Error | undefined;
  worker.on("message", (reply: BatchReply) => {
    if (state.worker === worker) settle(state, reply, options);
  });
  worker.on("error", (error: Error) => {
    cause = error;
  });
  worker.on("exit", () => {
    if (state.worker !== worker) return;
    state.worker = undefined;
    recover(state, options, "it exhausts the memory for reading it", cause);
  });
  return worker;
}

function settle(state: State, reply: BatchReply, options: ThreadOptions): void {
  const batch = state.batches.get(reply.id);
  if (batch === undefined) return;
  state.startFailures = 0;
  for (const [position, index] of batch.sent.entries()) {
    const json = reply.files[position];
    if (json !== undefined) batch.results[index] = decodeParsedFile(json);
  }
  finish(state, batch, options);
}

function finish(state: State, batch: Batch, options: ThreadOptions): void {
  state.batches.delete(batch.id);
  batch.resolve(batch.results.filter((file) => file !== undefined));
  if (state.batches.size > 0) return;
  state.worker?.unref();
  state.cancelIdle();
  state.cancelIdle = options.clock.after(options.idleMs, () => void stopWorker(state));
}

/** How long the thread has been at one file: by what the processor did for it, and by the looks that were taken. */
interface Stay {
  readonly count: number | undefined;
  readonly workedMs: number;
  readonly looks: number;
}

const arrived: Stay = { count: undefined, workedMs: 0, looks: 0 };

/**
 * Looks now and then whether the thread has moved on. What counts is work, not time: neither a machine that slept nor one
 * that has too much else to do makes a file hostile. Work of other threads counts as well, which errs on the side of haste.
 */
function watch(state: State, options: ThreadOptions, last: Stay): void {
  state.isWatching = true;
  const tick = Math.min(tickMs, options.busyMs);
  const before = process.cpuUsage();
  options.clock.after(tick, () => {
    if (state.batches.size === 0) {
      state.isWatching = false;
      return;
    }
    const { user, system } = process.cpuUsage(before);
    const count = readProgress(state.progress)?.count;
    const isSame = count !== undefined && count === last.count;
    const workedMs = isSame ? last.workedMs + Math.min(tick, (user + system) / 1000) : 0;
    const looks = isSame ? last.looks + 1 : 0;
    if (workedMs < options.busyMs && looks * tick < options.busyMs * mostPatience)
      return watch(state, options, { count, workedMs, looks });
    recover(state, options, `it takes longer than ${options.busyMs} ms to read`, undefined);
    watch(state, options, arrived);
  });
}

/** Ends the thread, answers the file that it was at, and gives a new thread what is left. */
function recover(state: State, options: ThreadOptions, reason: string, cause: Error | undefined): void {
  const at = readProgress(state.progress);
  void stopWorker(state);
  const culprit = at === undefined ? undefined : state.batches.get(at.batchId);
  const index = culprit?.sent[at?.fileIndex ?? -1];
  const file = index === undefined ? undefined : culprit?.files[index];
  if (culprit !== undefined && index !== undefined && file !== undefined)
    culprit.results[index] = hostileFile(file, reason);
  state.startFailures = file === undefined ? state.startFailures + 1 : 0;
  for (const batch of [...state.batches.values()]) {
    if (batch.results.every((result) => result !== undefined)) finish(state, batch, options);
    else if (state.startFailures < maxStartFailures) post(state, batch, options);
    else giveUp(state, batch, cause);
  }
}

function giveUp(state: State, batch: Batch, cause: Error | undefined): void {
  state.batches.delete(batch.id);
  batch.reject(new Error("the parsing thread does not start", { cause }));
}

async function stopWorker(state: State): Promise<void> {
  const { worker } = state;
  state.worker = undefined;
  await worker?.terminate();
}

function hostileFile(file: FileToParse, reason: string): ParsedFile {
  const problem = {
    code: "document_hostile" as const,
    severity: "error" as const,
    line: 1,
    message: `The file is not read: ${reason}.`,
    fix: "Write it out more simply, or split it over several files.",
  };
  return { path: file.path, documents: [{ type: "problem", problem }], needs: [] };
}
