/** The best few of many, kept while they are offered. */
export interface BestFew {
  /** An offer that is as good as the least of a full list does not get in: of equals the earlier stays. */
  offer(position: number, score: number): void;
  each(give: (position: number) => void): void;
}

/** Keeps at most `size`. `accepts` is asked only about what is good enough, for it may be slow. */
export function createBestFew(size: number, accepts: (position: number) => boolean): BestFew {
  const positions = new Uint32Array(size);
  const scores = new Float64Array(size);
  let count = 0;
  return {
    offer(position, score) {
      if (count === size && score <= (scores[size - 1] as number)) return;
      if (!accepts(position)) return;
      let place = count === size ? size - 1 : count++;
      for (; place > 0 && (scores[place - 1] as number) < score; place--) {
        positions[place] = positions[place - 1] as number;
        scores[place] = scores[place - 1] as number;
      }
      positions[place] = position;
      scores[place] = score;
    },
    each(give) {
      for (let place = 0; place < count; place++) give(positions[place] as number);
    },
  };
}
