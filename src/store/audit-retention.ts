import type { Clock } from "../clock.ts";
import { auditHeadKey, auditRecords, lastPlace, placeIn } from "./audit-place.ts";
import type { Store, Stored } from "./store.ts";

/** How much the audit log keeps. */
export interface AuditLimits {
  readonly records: number;
  readonly ageMs: number;
}

/** As docs/state.md says. The store keeps every value in memory, so there must be an end. */
const usual: AuditLimits = { records: 100_000, ageMs: 180 * 24 * 3_600_000 };
/** As many go at once: the one entry too many must not cost a removal each time. */
const mostAtOnce = 1_000;
/** Also the most that a clock which was set wrong can cost in an hour: by age no more than one batch goes. */
const lookEveryMs = 3_600_000;

/** Removes what is too much or too old, the oldest first. */
export interface AuditRetention {
  /** Never rejects: what stays too long goes another time. */
  enforce(): Promise<void>;
}

/** @param parts.limits others than the usual ones, for tests */
export function createAuditRetention(parts: { store: Store; clock: Clock; limits?: AuditLimits }): AuditRetention {
  const { store, clock, limits = usual } = parts;
  const batch = Math.min(mostAtOnce, Math.ceil(limits.records / 10));
  let lookedAtMs = Number.NEGATIVE_INFINITY;

  async function oldest(): Promise<readonly Stored[]> {
    return store.list(auditRecords, { limit: batch });
  }

  async function tooOld(): Promise<readonly Stored[]> {
    if (clock.monotonicMs() - lookedAtMs < lookEveryMs) return [];
    lookedAtMs = clock.monotonicMs();
    const before = clock.now().getTime() - limits.ageMs;
    const records = await oldest();
    const firstYoung = records.findIndex(({ value }) => !(timeOf(value) < before));
    return firstYoung === -1 ? records : records.slice(0, firstYoung);
  }

  async function drop(records: readonly Stored[]): Promise<void> {
    const last = records.at(-1);
    if (last === undefined) return;
    const { seq, headVersion } = await lastPlace(store);
    const head = { key: auditHeadKey, value: { seq, first: placeIn(last.key) + 1 } };
    // Where somebody else writes just now, the next entry brings it here again.
    await store.commit(
      [...records.map(({ key }) => ({ key, value: undefined })), head],
      [{ key: auditHeadKey, version: headVersion }],
    );
  }

  return {
    async enforce() {
      try {
        const { seq, first } = await lastPlace(store);
        await drop(seq - first + 1 > limits.records ? await oldest() : await tooOld());
      } catch {
        // The entries themselves are kept, and whoever wrote them was told so.
      }
    },
  };
}

/** Not a number for a damaged record, which stays until there are too many. */
function timeOf(value: unknown): number {
  const { at } = (value ?? {}) as { at?: unknown };
  return typeof at === "string" ? Date.parse(at) : Number.NaN;
}
