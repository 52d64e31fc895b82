import { randomBytes } from "node:crypto";
import { open, readdir, readFile, readlink, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import type { Clock } from "../../clock.ts";
import { BotError } from "../../errors.ts";
import { systemCode } from "./damaged.ts";
import { parsedJson } from "./parsed-json.ts";

/** The process that has a store open. */
export interface LockHolder {
  readonly file: string;
  /** Unknown when the lock file cannot be read. */
  readonly pid?: number;
  readonly host?: string;
}

/** The right to write, until `release`. */
export interface Lock {
  /** False once the lock is lost: its file is gone, so another process may write. Asks the disk every few seconds. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

const beatMs = 2_000;
/** A holder that cannot be looked up (another container, another machine) is gone when it has not touched its lock for so long. */
const silentMs = 15_000;

const contentSchema = z.object({
  pid: z.int().positive(),
  /** Since boot, from the kernel: tells a process from a later one with its number. */
  startTicks: z.string().optional(),
  host: z.string(),
  /** Where the number of a process means something: one boot and one namespace. */
  place: z.string(),
  /** The folder's own number: a copied folder is not locked by who holds the original. */
  folder: z.string(),
});
type LockContent = z.infer<typeof contentSchema>;

/**
 * Takes the lock of a folder, waiting up to `waitMs` for a holder to go; then throws `conflict`, naming it. Who wants it
 * creates a file of its own, then looks at everybody else's: of two at the same time at least one sees the other and steps
 * back. So a stale lock needs no taking over that two processes could do at once, and is simply removed by who got in.
 */
export async function acquireLock(folder: string, options: { waitMs: number; clock: Clock }): Promise<Lock> {
  const content = await ownContent(folder);
  const file = join(folder, `lock-${process.pid}-${randomBytes(4).toString("hex")}`);
  // Another process decides how long this takes, so it is the machine's time that counts.
  const deadlineMs = performance.now() + options.waitMs;
  for (;;) {
    const holder = (await liveLocks(folder, content)).live[0] ?? (await tryCreate(file, folder, content));
    if (holder === undefined) return heldLock(file, content, options.clock);
    if (performance.now() >= deadlineMs) throw conflict(folder, holder);
    await setTimeout(20 + Math.random() * 40);
  }
}

/** Who has the store in `folder` open; undefined when nobody has. */
export async function lockHolder(folder: string): Promise<LockHolder | undefined> {
  return (await liveLocks(folder, await ownContent(folder))).live[0];
}

/** Creates our lock file; when somebody else has one too, takes it back and says who. */
async function tryCreate(file: string, folder: string, content: LockContent): Promise<LockHolder | undefined> {
  await writeFile(file, `${JSON.stringify(content)}\n`, { flag: "wx", mode: 0o600 }).catch(async (error) => {
    await rm(file, { force: true });
    throw error;
  });
  const { live, stale } = await liveLocks(folder, content, file);
  if (live[0] !== undefined) {
    await rm(file, { force: true });
    return live[0];
  }
  await Promise.all(stale.map((path) => rm(path, { force: true })));
  return undefined;
}

async function liveLocks(folder: string, us: LockContent, except?: string) {
  const names = (await readdir(folder)).filter((name) => /^lock-\d+-[0-9a-f]+$/.test(name));
  const live: LockHolder[] = [];
  const stale: string[] = [];
  for (const file of names.map((name) => join(folder, name)).filter((path) => path !== except)) {
    const lock = await readLock(file);
    if (lock === "gone") continue;
    if (await isAlive(lock, us))
      live.push({ file, ...(lock.content && { pid: lock.content.pid, host: lock.content.host }) });
    else stale.push(file);
  }
  return { live, stale };
}

interface FoundLock {
  readonly content: LockContent | undefined;
  readonly silentForMs: number;
}

async function readLock(file: string): Promise<FoundLock | "gone"> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, "utf8"), stat(file)]);
    const content = contentSchema.safeParse(parsedJson(text));
    // The file system's time is the machine's, so it is compared with the machine's.
    return { content: content.data, silentForMs: Date.now() - mtimeMs };
  } catch (error) {
    if (systemCode(error) === "ENOENT") return "gone";
    throw error;
  }
}

async function isAlive({ content, silentForMs }: FoundLock, us: LockContent): Promise<boolean> {
  if (content !== undefined && content.folder !== us.folder) return false;
  if (content === undefined || content.place !== us.place) return silentForMs < silentMs;
  const { isRunning, startTicks } = await processState(content.pid);
  return isRunning && (startTicks === undefined || startTicks === (content.startTicks ?? startTicks));
}

function heldLock(file: string, content: LockContent, clock: Clock): Lock {
  let isLost = false;
  let beatAtMs = clock.monotonicMs();
  let cancel = () => {};

  async function beat(): Promise<void> {
    try {
      const handle = await open(file, "r+");
      await handle.write(`${JSON.stringify(content)}\n`, 0).finally(() => handle.close());
    } catch (error) {
      if (systemCode(error) === "ENOENT") isLost = true;
      // Anything else, such as a full disk, says nothing about who holds the lock.
    }
    beatAtMs = clock.monotonicMs();
  }
  function schedule(): void {
    cancel = clock.after(beatMs, () => void beat().then(() => (isLost ? undefined : schedule())));
  }
  schedule();

  return {
    async isHeld() {
      // After a long pause (a stopped process, a sleeping machine) somebody may have taken us for dead.
      if (!isLost && clock.monotonicMs() - beatAtMs > 2 * beatMs) await beat();
      return !isLost;
    },
    async release() {
      isLost = true;
      cancel();
      await rm(file, { force: true });
    },
  };
}

function conflict(folder: string, { pid, host, file }: LockHolder): BotError {
  const who = pid === undefined ? "another process" : `process ${pid}${host === hostname() ? "" : ` on ${host}`}`;
  return new BotError(
    "conflict",
    `The store in ${folder} is in use by ${who} (${file}). Stop it first: only one Callboard may write.`,
  );
}

async function ownContent(folder: string): Promise<LockContent> {
  const { startTicks } = await processState(process.pid);
  const { ino } = await stat(folder);
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  const namespace = await readlink("/proc/self/ns/pid").catch(() => "");
  return {
    pid: process.pid,
    ...(startTicks !== undefined && { startTicks }),
    host: hostname(),
    place: [hostname(), boot.trim(), namespace].join(" "),
    folder: String(ino),
  };
}

/** Whether a process runs and when it started: fields 3 and 22 of its stat, behind the name, which may hold anything. See proc(5). */
async function processState(pid: number): Promise<{ isRunning: boolean; startTicks?: string }> {
  const line = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (line === undefined) return { isRunning: exists(pid) };
  const [state = "", ...fields] = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const startTicks = fields[18];
  return { isRunning: !["Z", "X", "x"].includes(state), ...(startTicks !== undefined && { startTicks }) };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === "EPERM";
  }
}
