import { z } from "zod";
import type { Audit, AuditEntry, AuditRecord } from "../audit.ts";
import type { Clock } from "../clock.ts";
import { BotError } from "../errors.ts";
import { type AuditHead, auditHeadKey, auditRecords, lastPlace, placeKey } from "./audit-place.ts";
import { type AuditLimits, createAuditRetention } from "./audit-retention.ts";
import { createRefusals } from "./refusals.ts";
import type { Store } from "./store.ts";

const BATCH = 100;
const ATTEMPTS = 5;

const auditRecord = z.object({
  seq: z.int().positive(),
  at: z.string(),
  who: z.string(),
  user: z.string().optional(),
  what: z.string(),
  where: z.string(),
  result: z.enum(["done", "refused", "failed"]),
  reason: z.string().optional(),
});

/** An entry that waits for its place, and whoever waits for it. */
interface Waiting {
  readonly entry: AuditEntry;
  readonly at: string;
  kept(): void;
  failed(error: unknown): void;
}

/**
 * The audit log in the store, one entry a record. Entries that come while one is written are written together; equal
 * refusals of one person within an hour are one entry; what is too old or too much goes, the oldest first.
 *
 * @param redact takes secrets out of what was typed
 */
export function createAuditLog(parts: {
  store: Store;
  clock: Clock;
  redact?: (text: string) => string;
  limits?: AuditLimits;
}): Audit {
  const { store, clock, redact = (text) => text } = parts;
  const waiting: Waiting[] = [];
  const refusals = createRefusals(clock);
  const retention = createAuditRetention(parts);
  let isWriting = false;

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      try {
        await append(store, batch);
        for (const { kept } of batch) kept();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    await retention.enforce();
    isWriting = false;
    if (waiting.length > 0) void writeAll();
  }

  function write(entry: AuditEntry): Promise<void> {
    const kept = new Promise<void>((resolve, reject) => {
      waiting.push({ entry, at: clock.now().toISOString(), kept: resolve, failed: reject });
    });
    if (!isWriting) void writeAll();
    return kept;
  }

  return {
    async record(entry) {
      const clean = redacted(entry, redact);
      await (entry.result === "refused" ? refusals.once(clean, () => write(clean)) : write(clean));
    },
    async latest(limit) {
      const { seq } = await lastPlace(store);
      const found = await store.list(auditRecords, { after: placeKey(Math.max(seq - limit, 0)), limit });
      return found.flatMap(({ value }) => toRecord(value)).reverse();
    },
  };
}

function redacted(entry: AuditEntry, redact: (text: string) => string): AuditEntry {
  return { ...entry, what: redact(entry.what), ...(entry.reason !== undefined && { reason: redact(entry.reason) }) };
}

async function append(store: Store, batch: readonly Waiting[]): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { seq, first, headVersion } = await lastPlace(store);
    const records = batch.map(({ entry, at }, index) => {
      const record: AuditRecord = { seq: seq + 1 + index, at, ...entry };
      return { key: placeKey(record.seq), value: record };
    });
    const expected = [{ key: auditHeadKey, version: headVersion }, ...records.map(({ key }) => ({ key, version: 0 }))];
    const head: AuditHead = { seq: seq + records.length, first };
    if (await store.commit([...records, { key: auditHeadKey, value: head }], expected)) return;
  }
  throw new BotError("unavailable", "The audit log is written by others at the moment. Try again.");
}

/** The record, or none where it is damaged: the gap shows. */
function toRecord(value: unknown): readonly AuditRecord[] {
  const { success, data } = auditRecord.safeParse(value);
  if (!success) return [];
  const { user, reason, ...record } = data;
  return [{ ...record, ...(user !== undefined && { user }), ...(reason !== undefined && { reason }) }];
}
