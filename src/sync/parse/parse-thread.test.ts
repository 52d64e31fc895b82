import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { systemClock } from "../../clock.ts";
import { createParseThread, type ParseThread } from "./parse-thread.ts";
import type { FileToParse } from "./parsed-file.ts";

// A worker that keeps the protocol and does what a file's name says.
const code = `
  const { parentPort, workerData } = require("node:worker_threads");
  parentPort.on("message", ({ id, files }) => {
    const done = files.map(({ path }, index) => {
      Atomics.store(workerData, 0, id);
      Atomics.store(workerData, 1, index);
      Atomics.add(workerData, 2, 1);
      if (path.startsWith("hang")) for (;;) {}
      if (path.startsWith("starve")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
      if (path.startsWith("die")) throw new Error("died");
      return JSON.stringify({ path, documents: [], needs: [] });
    });
    Atomics.store(workerData, 0, 0);
    parentPort.postMessage({ id, files: done });
  });
`;

async function withThread(
  run: (thread: ParseThread, started: () => number) => Promise<void>,
  options: { source?: string; idleMs?: number } = {},
): Promise<void> {
  let started = 0;
  const start = (progress: Int32Array) => {
    started++;
    return new Worker(options.source ?? code, { eval: true, workerData: progress, stderr: true });
  };
  const thread = createParseThread({ clock: systemClock(), busyMs: 200, idleMs: options.idleMs ?? 60_000, start });
  try {
    await run(thread, () => started);
  } finally {
    await thread.close();
  }
}

const files = (...paths: string[]): FileToParse[] => paths.map((path) => ({ path, bytes: new Uint8Array(1) }));

const hostile = (path: string, reason: string) => ({
  path,
  documents: [
    { type: "problem", problem: { code: "document_hostile", line: 1, message: expect.stringContaining(reason) } },
  ],
});

test("a file that waits for the processor is not hostile", () =>
  withThread(async (thread, started) => {
    expect(await thread.run(files("starve", "a"), {})).toMatchObject([
      { path: "starve", documents: [] },
      { path: "a", documents: [] },
    ]);
    expect(started()).toBe(1);
  }));

test("a file that keeps the thread busy is hostile, and its neighbours in all batches are parsed", () =>
  withThread(async (thread, started) => {
    const batches = await Promise.all([
      thread.run(files("a", "hang1", "b", "hang2"), {}),
      thread.run(files("c"), {}),
      thread.run(files("hang3"), {}),
    ]);

    expect(batches[0]).toMatchObject([
      { path: "a", documents: [] },
      hostile("hang1", "200 ms"),
      { path: "b" },
      hostile("hang2", "200 ms"),
    ]);
    expect(batches[1]).toMatchObject([{ path: "c", documents: [] }]);
    expect(batches[2]).toMatchObject([hostile("hang3", "200 ms")]);
    expect(started()).toBe(3);
  }));

test("a file that the thread dies of is hostile, and its neighbours are parsed", () =>
  withThread(async (thread) => {
    expect(await thread.run(files("a", "die", "b"), {})).toMatchObject([
      { path: "a" },
      hostile("die", "memory"),
      { path: "b", documents: [] },
    ]);
    expect(await thread.run(files("c"), {})).toMatchObject([{ path: "c", documents: [] }]);
  }));

test("a thread that does not start rejects instead of trying for ever", () =>
  withThread(
    async (thread, started) => {
      await expect(thread.run(files("a"), {})).rejects.toThrow("the parsing thread does not start");
      expect(started()).toBe(3);
    },
    { source: "throw new Error('broken')" },
  ));

test("an idle thread ends, and the next batch starts another", () =>
  withThread(
    async (thread, started) => {
      await thread.run(files("a"), {});
      await new Promise((resolve) => setTimeout(resolve, 100));
      await thread.run(files("b"), {});

      expect(started()).toBe(2);
    },
    { idleMs: 10 },
  ));

test("a thread in use is kept", () =>
  withThread(async (thread, started) => {
    await thread.run(files("a"), {});
    await thread.run(files("b"), {});

    expect(started()).toBe(1);
  }));

test("closing rejects what is under way", () =>
  withThread(async (thread) => {
    const run = thread.run(files("hang"), {});
    const closed = thread.close();

    await expect(run).rejects.toThrow("closed");
    await closed;
  }));
