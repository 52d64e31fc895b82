import type { Pause } from "./pause.ts";

/** Lists of numbers by group number in two flat arrays: group `g` is `values[starts[g]]` to before `values[starts[g + 1]]`. */
export interface Groups {
  readonly starts: Uint32Array;
  readonly values: Uint32Array;
}

/** Collects (group, value) pairs in any order. */
export interface GroupBuilder {
  add(group: number, value: number): void;
  /** Values of a group come in the order in which they were added. */
  finish(groupCount: number, pause: Pause): Promise<Groups>;
}

/** An empty collection; off the JavaScript heap, four bytes a number. */
export function createGroupBuilder(): GroupBuilder {
  let pairs = new Uint32Array(1024);
  let length = 0;
  return {
    add(group, value) {
      if (length === pairs.length) {
        const larger = new Uint32Array(length * 2);
        larger.set(pairs);
        pairs = larger;
      }
      pairs[length++] = group;
      pairs[length++] = value;
    },
    finish: (groupCount, pause) => collect(pairs.subarray(0, length), groupCount, pause),
  };
}

/** How many values a group has. */
export function groupSize(groups: Groups, group: number): number {
  return (groups.starts[group + 1] as number) - (groups.starts[group] as number);
}

async function collect(pairs: Uint32Array, groupCount: number, pause: Pause): Promise<Groups> {
  const starts = new Uint32Array(groupCount + 1);
  for (let i = 0; i < pairs.length; i += 2) {
    const next = (pairs[i] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
    if ((i & 0xfff) === 0 && pause.isDue()) await pause.take();
  }
  for (let g = 0; g < groupCount; g++) starts[g + 1] = (starts[g + 1] as number) + (starts[g] as number);
  const cursor = starts.slice();
  const values = new Uint32Array(pairs.length / 2);
  for (let i = 0; i < pairs.length; i += 2) {
    const group = pairs[i] as number;
    const place = cursor[group] as number;
    values[place] = pairs[i + 1] as number;
    cursor[group] = place + 1;
    if ((i & 0xfff) === 0 && pause.isDue()) await pause.take();
  }
  return { starts, values };
}
