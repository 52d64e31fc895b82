import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../clock.ts";
import { createFakeClock } from "../../testing/fake-clock.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { acquireLock, type Lock, lockHolder } from "./lock.ts";

const isLinux = process.platform === "linux";
if (!isLinux) process.stderr.write("two cases of stale locks are not tried: they need /proc, which is Linux's\n");

const acquire = (folder: string, waitMs = 0): Promise<Lock> => acquireLock(folder, { waitMs, clock: systemClock() });

const locksIn = async (folder: string) => (await readdir(folder)).filter((name) => name.startsWith("lock-"));

/** A folder with the lock file that we would have written, changed by `change`. */
async function foundLock(change: (content: Record<string, unknown>) => Record<string, unknown>) {
  const folder = await temporaryFolder();
  const lock = await acquire(folder);
  const [name = ""] = await locksIn(folder);
  const content = JSON.parse(await readFile(join(folder, name), "utf8"));
  await lock.release();
  const file = join(folder, "lock-1-00000000");
  await writeFile(file, JSON.stringify(change(content)));
  return { folder, file };
}

/** The number of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn("true");
  await once(child, "exit");
  return child.pid ?? 0;
}

test("a lock that is held refuses within its time, naming process and file, until it is released", async () => {
  const folder = await temporaryFolder();
  const first = await acquire(folder);
  const [name = ""] = await locksIn(folder);
  const startedMs = performance.now();

  await expect(acquire(folder, 300)).rejects.toMatchObject({
    code: "conflict",
    message: `The store in ${folder} is in use by process ${process.pid} (${join(folder, name)}). Stop it first: only one Callboard may write.`,
  });

  expect(performance.now() - startedMs).toBeLessThan(1000);
  expect(await lockHolder(folder)).toEqual({ file: join(folder, name), pid: process.pid, host: hostname() });
  await first.release();
  expect(await lockHolder(folder)).toBeUndefined();
  await (await acquire(folder)).release();
  expect(await locksIn(folder)).toEqual([]);
});

test("who waits gets the lock that is released meanwhile", async () => {
  const folder = await temporaryFolder();
  const first = await acquire(folder);

  const second = acquire(folder, 5000);
  await first.release();

  await (await second).release();
});

test("of many that want it at the same time one gets it at a time", async () => {
  const { folder } = await foundLock((content) => ({ ...content, startTicks: "1" }));
  let held = 0;

  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const lock = await acquire(folder, 20_000);
      held += 1;
      expect(await lock.isHeld()).toBe(true);
      for (let round = 0; round < 5; round += 1) await locksIn(folder); // the others get their turn
      expect(held).toBe(1);
      held -= 1;
      await lock.release();
    }),
  );

  expect(await locksIn(folder)).toEqual([]);
});

describe("a lock is stale and taken over", () => {
  test("when its process is gone", async () => {
    const pid = await deadPid();
    const { folder } = await foundLock((content) => ({ ...content, pid }));

    expect(await lockHolder(folder)).toBeUndefined();
    await acquire(folder);

    expect(await locksIn(folder)).toHaveLength(1);
    expect(await lockHolder(folder)).toMatchObject({ pid: process.pid });
  });

  test.skipIf(!isLinux)("when its process is ended and not yet collected", async () => {
    // The shell ends its child and does not wait for it.
    const shell = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 20"], { stdio: ["ignore", "pipe", "ignore"] });
    onTestFinished(() => void shell.kill("SIGKILL"));
    const [chunk] = await once(shell.stdout, "data");
    const pid = Number(String(chunk));
    const { folder } = await foundLock(({ startTicks: _, ...content }) => ({ ...content, pid }));

    await expect.poll(() => lockHolder(folder)).toBeUndefined();
  });

  test.skipIf(!isLinux)("when another process has its number now", async () => {
    const { folder } = await foundLock((content) => ({ ...content, startTicks: "1" }));

    await (await acquire(folder)).release();
  });

  test("when it came with a copy of the folder of a running store", async () => {
    const folder = join(await temporaryFolder(), "state");
    await mkdir(folder);
    const lock = await acquire(folder);
    const copy = `${folder}-copy`;
    await cp(folder, copy, { recursive: true });

    await (await acquire(copy)).release();
    await lock.release();
  });
});

describe("the lock of a process that cannot be looked up", () => {
  test.each([
    ["in another container", (content: Record<string, unknown>) => ({ ...content, place: "elsewhere", pid: 1 })],
    ["with an unreadable file", () => ({})],
  ])("%s counts while it is touched", async (_, change) => {
    const { folder, file } = await foundLock(change);

    await expect(acquire(folder)).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining(file) });

    const before = new Date(Date.now() - 16_000);
    await utimes(file, before, before);
    await (await acquire(folder)).release();
  });
});

test("a holder touches its lock, and notices when it is gone", async () => {
  const folder = await temporaryFolder();
  const clock = createFakeClock();
  const lock = await acquireLock(folder, { waitMs: 0, clock });
  const file = join(folder, (await locksIn(folder))[0] ?? "");
  const before = new Date(Date.now() - 60_000);
  await utimes(file, before, before);

  await clock.advance(60_000);
  expect(await lock.isHeld()).toBe(true);
  await rm(file);
  await clock.advance(60_000);

  expect(await lock.isHeld()).toBe(false);
});
