import type { AuditEntry } from "../audit.ts";
import type { Address, ChatUser } from "../chat/event.ts";
import { oneLine } from "../chat/text.ts";
import type { Clock } from "../clock.ts";
import { BotError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Asker, Permission } from "./command.ts";
import { isFailure } from "./outcome.ts";
import { createRecentUsers } from "./recent-users.ts";

/** Who wants what done, and where. */
export interface Errand {
  readonly user: ChatUser;
  readonly address: Address;
  /** As the audit log shows it, such as `sync --accept org`. */
  readonly what: string;
  /** As a refusal calls it, such as `This form`. */
  readonly label: string;
  readonly needs?: Permission;
}

/** Who may pass, and the record of it. */
export interface Gate {
  /** @throws BotError `not_allowed` for an account that the configuration bars */
  bar(errand: Pick<Errand, "user" | "address" | "what">): Promise<void>;
  /** @throws BotError `not_allowed` when the asker may not do it */
  check(errand: Errand, asker: Asker): Promise<void>;
  /**
   * Does `work`. When it needs an operator it is recorded before, and once more when it failed; `whyFailed` tells from
   * its result, by default whether it is a Failure.
   *
   * @throws BotError `unavailable`, and nothing is done, when it cannot be recorded
   */
  record<T>(
    errand: Errand,
    asker: Asker,
    work: () => Promise<T>,
    whyFailed?: (result: T) => string | undefined,
  ): Promise<T>;
}

const recordBarredEveryMs = 3_600_000;
const rememberedUsers = 10_000;

/** What the gate asks and where it writes. */
export interface GateOptions {
  may(asker: Asker, permission: Permission): boolean;
  audit(entry: AuditEntry): Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A gate that asks `may` and writes to `audit`. */
export function createGate({ may, audit, clock, log }: GateOptions): Gate {
  const barredAtMs = createRecentUsers<number>(rememberedUsers);

  /** A refusal stands also when it cannot be recorded. */
  async function refused(entry: Omit<AuditEntry, "result">): Promise<void> {
    try {
      await audit({ ...entry, result: "refused" });
    } catch (error) {
      log.error({ err: error, who: entry.who, what: entry.what }, "refusal not recorded");
    }
  }

  return {
    async bar(errand) {
      const { user } = errand;
      if (user.barred === undefined) return;
      const nowMs = clock.monotonicMs();
      const lastMs = barredAtMs.get(user);
      if (lastMs === undefined || nowMs - lastMs >= recordBarredEveryMs) {
        barredAtMs.set(user, nowMs);
        await refused({ ...entryOf(errand), reason: user.barred });
      }
      const text = "Callboard answers members of this organisation only. Ask a member to look it up.";
      throw new BotError("not_allowed", text);
    },
    async check(errand, asker) {
      const { needs, label } = errand;
      const lacks = (["ask", needs] as const).find((one) => one !== undefined && !may(asker, one));
      if (lacks === undefined) return;
      if (needs !== undefined) await refused({ ...entryOf(errand, asker), reason: `may not ${lacks}` });
      throw notAllowed(label, lacks);
    },
    async record(errand, asker, work, whyFailed = messageOfFailure) {
      if (errand.needs !== "operate") return work();
      const entry = entryOf(errand, asker);
      try {
        await audit({ ...entry, result: "done" });
      } catch (error) {
        const text = "The audit log cannot be written, so nothing was done. Mend that first; `doctor` says more.";
        throw new BotError("unavailable", text, { cause: error });
      }
      const result = await work();
      const reason = whyFailed(result);
      if (reason !== undefined) await recordFailure(entry, reason);
      return result;
    },
  };

  async function recordFailure(entry: Omit<AuditEntry, "result">, reason: string): Promise<void> {
    try {
      await audit({ ...entry, result: "failed", reason });
    } catch (error) {
      log.error({ err: error, who: entry.who, what: entry.what, reason }, "failure not recorded");
    }
  }
}

function messageOfFailure(result: unknown): string | undefined {
  return isFailure(result) ? result.error.message : undefined;
}

function notAllowed(label: string, lacks: Permission): BotError {
  return lacks === "operate"
    ? new BotError("not_allowed", `${label} is for those who run Callboard. Ask one of its admins.`)
    : new BotError("not_allowed", "Callboard answers members only. Ask a member to look it up.");
}

function entryOf(
  { user, address, what }: Pick<Errand, "user" | "address" | "what">,
  asker?: Asker,
): Omit<AuditEntry, "result"> {
  return {
    who: user.isOperator ? "terminal" : named(user, user.id),
    ...(asker?.ref !== undefined && { user: asker.ref }),
    what: line(what, 200),
    where: named(address, address.channel),
  };
}

function named({ platform, tenant }: { platform: string; tenant: string }, id: string): string {
  return `${line(platform, 40)}:${line(tenant, 80)}/${line(id, 200)}`;
}

/** One line that any store keeps as it is: half a surrogate pair is no character. */
function line(text: string, max: number): string {
  return oneLine(text.slice(0, 2000).replace(/\p{Cs}/gu, "\ufffd"), max);
}
