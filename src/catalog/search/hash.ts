import type { Groups } from "./groups.ts";

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** FNV-1a over UTF-16 units, skipping the unit at `without` (-1 skips none). An unsigned 32-bit number. */
export function hashWithout(text: string, without: number, seed = OFFSET): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    if (i !== without) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** A number of buckets for so many entries: a power of two, so that `hash & (buckets - 1)` is a bucket. */
export function bucketCount(entries: number): number {
  return 1 << Math.max(4, Math.ceil(Math.log2(entries + 1)));
}

/** Where the bucket of a hash lies in `values`. Holds strangers too: the caller compares what it finds. */
export function bucketRange(table: Groups, hash: number): readonly [start: number, end: number] {
  const bucket = hash & (table.starts.length - 2);
  return [table.starts[bucket] as number, table.starts[bucket + 1] as number];
}
