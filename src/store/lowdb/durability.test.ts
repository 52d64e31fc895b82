import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { bundleProgram } from "../../testing/bundled-program.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { type TracedCall, tracedCalls } from "../../testing/traced-store.ts";

const strace = "strace";
const traced = "fdatasync,fsync,rename,renameat,renameat2,write,pwrite64,pwritev,unlink";

/** The system calls of a writer that gets 50 answers, one after another, and takes a snapshot every 20 commits. */
async function traceWriter(base: string): Promise<readonly TracedCall[] | undefined> {
  const trace = join(base, "trace");
  try {
    execFileSync(strace, ["-o", trace, "true"], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  const program = await bundleProgram(new URL("../../testing/store-writer.ts", import.meta.url));
  onTestFinished(() => program.remove());
  const command = [strace, "-f", "-y", "-s", "80", "-e", `trace=${traced}`, "-o", trace];
  const child = program.start([join(base, "state"), "1", "50", "20"], command);
  child.stdout?.resume();
  await once(child, "close");
  return tracedCalls(await readFile(trace, "utf8"));
}

test("the disk has a commit before it is answered, and a snapshot before its name", async (context) => {
  const calls = await traceWriter(await temporaryFolder());
  if (calls === undefined) return context.skip("system calls cannot be traced here (strace)");

  const on = (name: RegExp, args: RegExp) => calls.filter((call) => name.test(call.name) && args.test(call.args));
  const first = (list: readonly TracedCall[], holds: (call: TracedCall) => boolean) => list.find(holds);
  const records = on(/^pwrite/, /journal-\d+\.jsonl>, "\[\d+,\\"[0-9a-f]{8}\\",\{\\"seq\\":/);
  const syncs = on(/^fdatasync$/, /journal-\d+\.jsonl>/);
  const answers = on(/^write$/, /"ack 0 \d+\\n"/);
  expect(answers).toHaveLength(50);
  expect(records).toHaveLength(50);
  for (const [index, answer] of answers.entries()) {
    const record = records[index];
    const sync = first(syncs, (call) => record !== undefined && call.began > record.ended);
    expect(sync?.ended, `the sync of answer ${index + 1}`).toBeLessThan(answer.began);
  }

  const snapshots = on(/^rename/, /snapshot-\d+\.json\.tmp/);
  const folderSyncs = on(/^fsync$/, /\/state>/);
  expect(snapshots.length).toBeGreaterThanOrEqual(2);
  for (const renamed of snapshots) {
    const name = /snapshot-\d+\.json/.exec(renamed.args)?.[0] ?? "";
    const written = on(/^p?write/, new RegExp(`${name}\\.tmp>`)).at(-1);
    const synced = first(
      on(/^fsync$/, new RegExp(`${name}\\.tmp>`)),
      (call) => call.began > (written?.ended ?? Infinity),
    );
    expect(synced?.ended, `${name} is synced before it has its name`).toBeLessThan(renamed.began);
    const folderSynced = first(folderSyncs, (call) => call.began > renamed.ended);
    const removed = first(on(/^unlink$/, /(snapshot|journal)-\d+/), (call) => call.began > renamed.ended);
    expect(folderSynced?.ended, `the name ${name} is synced before old files go`).toBeLessThan(
      removed?.began ?? Infinity,
    );
  }
});
