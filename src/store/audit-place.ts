import { z } from "zod";
import type { Store } from "./store.ts";

/** Where it is kept how far the audit log goes. */
export const auditHeadKey = "audit-head";
/** What the keys of all records start with. */
export const auditRecords = "audit/";

const auditHead = z.object({ seq: z.int().nonnegative(), first: z.int().positive().exactOptional() });

/** The first and the last place: what is missing before the first was removed by age or number, and by nobody. */
export interface AuditHead {
  readonly seq: number;
  readonly first: number;
}

/** What the head says; the last place is further where records go further, as the head was lost or set back. */
export async function lastPlace(store: Store): Promise<AuditHead & { readonly headVersion: number }> {
  const head = await store.get(auditHeadKey);
  const read = auditHead.safeParse(head?.value);
  let seq = read.success ? read.data.seq : 0;
  for (;;) {
    const further = await store.list(auditRecords, { after: placeKey(seq), limit: 1000 });
    const last = further.at(-1);
    if (!last) return { seq, first: read.data?.first ?? (await firstKept(store)), headVersion: head?.version ?? 0 };
    seq = placeIn(last.key);
  }
}

async function firstKept(store: Store): Promise<number> {
  const [first] = await store.list(auditRecords, { limit: 1 });
  return first === undefined ? 1 : placeIn(first.key);
}

/** The key of a place; padded, so that the order of keys is the order of places. */
export function placeKey(seq: number): string {
  return auditRecords + String(seq).padStart(12, "0");
}

/** The place that a key is of. */
export function placeIn(key: string): number {
  return Number(key.slice(auditRecords.length));
}
