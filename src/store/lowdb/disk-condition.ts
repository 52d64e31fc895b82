import { statfs } from "node:fs/promises";
import type { Clock } from "../../clock.ts";
import { BotError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { systemCode } from "./damaged.ts";

/** Whether anything can be saved now. */
export type Condition = { readonly type: "ok" } | { readonly type: "readonly"; readonly reason: string };

/** Remembers that the disk refused a write, until there is room again. */
export interface DiskCondition {
  current(): Condition;
  /** What the people get whose write was refused. */
  refusal(): BotError;
  /** The disk refused a write: nothing is saved until `recover` succeeds, which is tried every few seconds. */
  failed(error: unknown): void;
  /** Nothing will be saved any more by this process. */
  ended(reason: string): void;
  /** Looks whether there is room, and puts in order what the failed write left. */
  recover(): Promise<boolean>;
  stop(): void;
}

const retryMs = 5_000;
/** What is left free in any case. */
export const spareBytes = 2 ** 20;

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file may not grow",
  EROFS: "the disk can only be read",
  EIO: "the disk reports an error",
};

/** Why the disk refused, for people, with the code of the operating system. */
export const diskReason = (code: string): string => `${reasons[code] ?? "the disk refused it"} (${code})`;

/** How much may still be written to the disk under a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** The condition of the disk under `folder`. `storeBytes` is what snapshot and journal take; `repair` undoes a failed write. */
export function diskCondition(options: {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  storeBytes(): number;
  repair(): Promise<void>;
}): DiskCondition {
  const { folder, clock, log } = options;
  let condition: Condition = { type: "ok" };
  let isFinal = false;
  let cancel = () => {};
  let recovering: Promise<boolean> | undefined;

  /** A snapshot beside the one there is, the journal once more, and some room to breathe. */
  async function hasRoom(): Promise<boolean> {
    return (await freeBytes(folder)) >= 2 * options.storeBytes() + spareBytes;
  }
  async function tryAgain(): Promise<boolean> {
    try {
      if (!(await hasRoom())) return false;
      await options.repair();
    } catch (error) {
      log.warn({ folder, code: systemCode(error) }, "the store's disk still fails");
      return false;
    }
    condition = { type: "ok" };
    cancel();
    log.info({ folder }, "the store can save again");
    return true;
  }
  /** One at a time: a repair must never meet an append. */
  async function recover(): Promise<boolean> {
    if (condition.type === "ok") return true;
    if (isFinal) return false;
    recovering ??= tryAgain().finally(() => {
      recovering = undefined;
    });
    return recovering;
  }
  function retryLater(): void {
    cancel = clock.after(retryMs, () => void recover().then((isOk) => (isOk || isFinal ? undefined : retryLater())));
  }
  return {
    current: () => condition,
    refusal: () =>
      new BotError(
        "unavailable",
        `That was not saved: ${condition.type === "ok" ? "the disk refused it" : condition.reason}. Try again later, and tell who runs Callboard.`,
      ),
    failed(error) {
      const code = systemCode(error) ?? "unknown";
      condition = { type: "readonly", reason: diskReason(code) };
      log.error({ folder, code, err: error }, "the store cannot save; what was saved can be read");
      cancel();
      retryLater();
    },
    ended(reason) {
      if (isFinal) return;
      isFinal = true;
      condition = { type: "readonly", reason };
      cancel();
      log.error({ folder, reason }, "the store cannot save any more");
    },
    recover,
    stop() {
      isFinal = true;
      cancel();
    },
  };
}
