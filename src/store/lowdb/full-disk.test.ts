import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../clock.ts";
import { bundleProgram } from "../../testing/bundled-program.ts";
import { recordedLog } from "../../testing/recorded-log.ts";
import { smallDisk } from "../../testing/small-disk.ts";
import type { FullDiskReport } from "../../testing/store-on-full-disk.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { openLowdbStore } from "./lowdb-store.ts";

const prlimit = "prlimit";

test("a full disk refuses commits, keeps what was saved readable, and is forgotten once there is room", async (context) => {
  const disk = await temporaryFolder();
  const command = smallDisk(disk)?.command;
  if (command === undefined) return context.skip("a small disk cannot be mounted here (unshare, mount)");
  const program = await bundleProgram(new URL("../../testing/store-on-full-disk.ts", import.meta.url));
  onTestFinished(() => program.remove());

  const child = program.start([disk], command);
  const ended = once(child, "close");
  const [output, errors] = await Promise.all([child.stdout, child.stderr].map((stream) => stream && text(stream)));
  await ended;

  expect(errors).toBe("");
  const report: FullDiskReport = JSON.parse(output ?? "");
  expect(report).toMatchObject({
    conditionWhenFull: { type: "readonly", reason: "the disk is full (ENOSPC)" },
    phantoms: 0,
    wasReadonlyWithLittleRoom: true,
    savedAfter: true,
    isSameAfterRestart: true,
  });
  expect(report.readableWhenFull).toBe(report.savedWhenFull);
  expect(report.recoveredAfterMs).toBeLessThanOrEqual(6000);
  for (const { code, message } of report.refused) {
    expect(code).toBe("unavailable");
    expect(message).toMatch(/^That was not saved: the disk is full \(ENOSPC\)\./);
  }
});

test("a file that may not grow refuses commits and what was written of them is gone", async (context) => {
  const folder = join(await temporaryFolder(), "state");
  const options = { folder, clock: systemClock(), log: recordedLog().log };
  const store = await openLowdbStore(options);
  await store.commit([{ key: "k", value: "saved" }]);
  const limit = (bytes: number | "unlimited") =>
    execFileSync(prlimit, ["--pid", String(process.pid), `--fsize=${bytes}:`]);
  const journalBytes = async () => (await stat(join(folder, "journal-0.jsonl"))).size;
  const before = await journalBytes();
  try {
    limit(4096);
  } catch {
    await store.close();
    return context.skip("the size of files cannot be limited here (prlimit)");
  }
  const refused = store.commit([{ key: "k", value: "x".repeat(8000) }]).catch((error: unknown) => error);
  const error = await refused;
  const seen = (await store.get("k"))?.value;
  const condition = store.condition();
  const after = await journalBytes();
  limit("unlimited");

  expect(error).toMatchObject({ code: "unavailable", message: expect.stringContaining("EFBIG") });
  expect(seen).toBe("saved");
  expect(after).toBe(before);
  expect(condition).toEqual({ type: "readonly", reason: "the file may not grow (EFBIG)" });
  expect(await store.commit([{ key: "k", value: "saved again" }])).toBe(true);
  expect(store.condition()).toEqual({ type: "ok" });
  await store.close();
  const again = await openLowdbStore(options);
  expect((await again.get("k"))?.value).toBe("saved again");
  await again.close();
});
