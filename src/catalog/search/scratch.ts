/**
 * Working memory of a search, by the position of a thing. It belongs to a segment, and a search runs without a pause, so
 * two searches never meet in it. Stamps make clearing needless: a sum counts only under the stamp of its search.
 */
export interface Scratch {
  readonly sums: Float32Array;
  readonly sumStamps: Uint32Array;
  /** What the present typed word has added to the sum. */
  readonly parts: Float32Array;
  readonly partStamps: Uint32Array;
  /** Positions met, `metCount` of them. */
  readonly met: Uint32Array;
  metCount: number;
  stamp: number;
}

/** Working memory for so many things. */
export function createScratch(size: number): Scratch {
  return {
    sums: new Float32Array(size),
    sumStamps: new Uint32Array(size),
    parts: new Float32Array(size),
    partStamps: new Uint32Array(size),
    met: new Uint32Array(size),
    metCount: 0,
    stamp: 0,
  };
}

/** A stamp not used before; starts over, cleared, before numbers run out. */
export function nextStamp(scratch: Scratch): number {
  if (scratch.stamp === 0xffffffff) {
    scratch.sumStamps.fill(0);
    scratch.partStamps.fill(0);
    scratch.stamp = 0;
  }
  return ++scratch.stamp;
}
