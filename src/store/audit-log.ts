import { z } from "zod";
import type { Audit, AuditEntry, AuditRecord } from "../audit.ts";
import type { Clock } from "../clock.ts";
import { BotError } from "../errors.ts";
import type { Store } from "./store.ts";

const HEAD = "audit-head";
const RECORDS = "audit/";
const BATCH = 100;
const ATTEMPTS = 5;

const auditHead = z.object({ seq: z.int().nonnegative() });
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
 * The audit log in the store, one entry a record. Entries that come while one is written are written together.
 * @param redact takes secrets out of what was typed
 */
export function createAuditLog(parts: { store: Store; clock: Clock; redact?: (text: string) => string }): Audit {
  const { store, clock, redact = (text) => text } = parts;
  const waiting: Waiting[] = [];
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
    isWriting = false;
  }

  return {
    async record(entry) {
      const kept = new Promise<void>((resolve, reject) => {
        waiting.push({ entry: redacted(entry, redact), at: clock.now().toISOString(), kept: resolve, failed: reject });
      });
      if (!isWriting) void writeAll();
      await kept;
    },
    async latest(limit) {
      const { seq } = await lastPlace(store);
      const after = RECORDS + padded(Math.max(seq - limit, 0));
      const found = await store.list(RECORDS, { after, limit });
      return found.flatMap(({ value }) => toRecord(value)).reverse();
    },
  };
}

function redacted(entry: AuditEntry, redact: (text: string) => string): AuditEntry {
  return { ...entry, what: redact(entry.what), ...(entry.reason !== undefined && { reason: redact(entry.reason) }) };
}

async function append(store: Store, batch: readonly Waiting[]): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { seq, headVersion } = await lastPlace(store);
    const records = batch.map(({ entry, at }, index) => {
      const record: AuditRecord = { seq: seq + 1 + index, at, ...entry };
      return { key: RECORDS + padded(record.seq), value: record };
    });
    const expected = [{ key: HEAD, version: headVersion }, ...records.map(({ key }) => ({ key, version: 0 }))];
    const head = { key: HEAD, value: { seq: seq + records.length } };
    if (await store.commit([...records, head], expected)) return;
  }
  throw new BotError("unavailable", "The audit log is written by others at the moment. Try again.");
}

/** The last place that is taken: what the head says, or further where the head was lost or set back. */
async function lastPlace(store: Store): Promise<{ seq: number; headVersion: number }> {
  const head = await store.get(HEAD);
  const read = auditHead.safeParse(head?.value);
  let seq = read.success ? read.data.seq : 0;
  for (;;) {
    const further = await store.list(RECORDS, { after: RECORDS + padded(seq) });
    const last = further.at(-1);
    if (!last) return { seq, headVersion: head?.version ?? 0 };
    seq = Number(last.key.slice(RECORDS.length));
  }
}

/** So that the order of keys is the order of places. */
function padded(seq: number): string {
  return String(seq).padStart(12, "0");
}

/** The record, or none where it is damaged: the gap shows. */
function toRecord(value: unknown): readonly AuditRecord[] {
  const { success, data } = auditRecord.safeParse(value);
  if (!success) return [];
  const { user, reason, ...record } = data;
  return [{ ...record, ...(user !== undefined && { user }), ...(reason !== undefined && { reason }) }];
}
