import { type Clock, systemClock } from "../../clock.ts";
import type { ParseContext } from "./parse-file.ts";
import { createParseThread, type ParseThread } from "./parse-thread.ts";
import type { FileToParse, ParsedFile } from "./parsed-file.ts";
import { startWorker } from "./start-worker.ts";

/** Parses catalog files away from the main thread. */
export interface Parser {
  /**
   * One result for each file, in their order. Files are read from the iterable as the parsing gets on, never far ahead.
   * Never throws for what a file holds; rejects when `signal` aborts, when `files` throws or when the parser is closed.
   */
  parse(
    files: Iterable<FileToParse> | AsyncIterable<FileToParse>,
    context: ParseContext,
    signal: AbortSignal,
  ): AsyncIterable<ParsedFile>;
  /** Starts the thread, which takes a while, so that it is ready when the first file comes. */
  warmUp(): void;
  /** Ends the thread. What is under way rejects. */
  close(): Promise<void>;
}

const maxBatchFiles = 64;
const maxBatchBytes = 256 * 1024;
// One that the thread works at, one that waits for it, one that is being read.
const maxInFlight = 3;

/**
 * Creates a parser. Its one thread starts with the first file and is kept for `idleMs` after the last. A file that
 * keeps it busy for `busyMs` or makes it die becomes a `document_hostile` problem.
 */
export function createParser(options: { clock?: Clock; busyMs?: number; idleMs?: number } = {}): Parser {
  const { clock = systemClock(), busyMs = 1000, idleMs = 60_000 } = options;
  const thread = createParseThread({ clock, busyMs, idleMs, start: startWorker });
  let isClosed = false;
  return {
    parse(files, context, signal) {
      if (isClosed) throw new Error("the parser was closed");
      return parseAll(thread, files, context, signal);
    },
    warmUp() {
      // Should it not start, the first file will say so.
      if (!isClosed) thread.run([oneOfEachCommonKind()], {}).catch(() => {});
    },
    async close() {
      isClosed = true;
      await thread.close();
    },
  };
}

/** Backstage's validators are compiled with the first document of their kind, which takes longer than many documents. */
function oneOfEachCommonKind(): FileToParse {
  const kinds = ["Component", "API", "Resource", "System", "Group", "User"];
  const texts = kinds.map((kind) =>
    JSON.stringify({ apiVersion: "backstage.io/v1alpha1", kind, metadata: { name: "a" }, spec: {} }),
  );
  return { path: "warm-up.yaml", bytes: Buffer.from(texts.join("\n---\n")) };
}

async function* parseAll(
  thread: ParseThread,
  files: Iterable<FileToParse> | AsyncIterable<FileToParse>,
  context: ParseContext,
  signal: AbortSignal,
): AsyncGenerator<ParsedFile> {
  const aborted = whenAborted(signal);
  const inFlight: Promise<readonly ParsedFile[]>[] = [];
  try {
    for await (const batch of toBatches(files)) {
      signal.throwIfAborted();
      const result = thread.run(batch, context);
      // It is awaited in its turn; until then a rejection is not unhandled.
      result.catch(() => {});
      inFlight.push(result);
      if (inFlight.length === maxInFlight) yield* await Promise.race([inFlight.shift() ?? [], aborted.promise]);
    }
    for (const result of inFlight) yield* await Promise.race([result, aborted.promise]);
  } finally {
    aborted.forget();
  }
}

async function* toBatches(
  files: Iterable<FileToParse> | AsyncIterable<FileToParse>,
): AsyncGenerator<readonly FileToParse[]> {
  let batch: FileToParse[] = [];
  let bytes = 0;
  for await (const file of files) {
    batch.push(file);
    bytes += file.bytes.byteLength;
    if (batch.length < maxBatchFiles && bytes < maxBatchBytes) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

function whenAborted(signal: AbortSignal): { promise: Promise<never>; forget: () => void } {
  let forget = () => {};
  const promise = new Promise<never>((_, reject) => {
    const onAbort = () => reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    forget = () => signal.removeEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  // A race may be over before the signal comes.
  promise.catch(() => {});
  return { promise, forget };
}
