/**
 * What the parsing thread is at, in memory that both threads see: a thread that loops for ever or dies of its input
 * cannot send a message about it. Three numbers: id of the batch (0: none), index of the file, a count of files begun.
 */
export function createProgress(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
}

/** Says that the thread begins with a file. */
export function markBusy(progress: Int32Array, batchId: number, fileIndex: number): void {
  Atomics.store(progress, 0, batchId);
  Atomics.store(progress, 1, fileIndex);
  Atomics.add(progress, 2, 1);
}

/** Says that the thread is through with a batch. */
export function markIdle(progress: Int32Array): void {
  Atomics.store(progress, 0, 0);
}

/** The file that the thread is at; undefined between batches. `count` differs from file to file. */
export function readProgress(progress: Int32Array): { batchId: number; fileIndex: number; count: number } | undefined {
  const batchId = Atomics.load(progress, 0);
  if (batchId === 0) return undefined;
  return { batchId, fileIndex: Atomics.load(progress, 1), count: Atomics.load(progress, 2) };
}
