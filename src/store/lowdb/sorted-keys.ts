/** Keys in the order of their characters. Adding and removing costs a part of one block, in whatever order keys come. */
export interface SortedKeys {
  /** Adds a key that is not there yet. */
  add(key: string): void;
  remove(key: string): void;
  /** The keys from `start` on, `start` included if it is one. Nothing may be added or removed meanwhile. */
  from(start: string): Generator<string>;
}

const blockSize = 512;

/** An index of these keys. */
export function sortedKeys(keys: Iterable<string>): SortedKeys {
  const sorted = [...keys].sort();
  /** Blocks of sorted keys, none of them empty. */
  const blocks: string[][] = [];
  for (let at = 0; at < sorted.length; at += blockSize) blocks.push(sorted.slice(at, at + blockSize));

  /** The last block that starts at or before `key`, else the first. */
  const blockOf = (key: string) => Math.max(lowest(blocks.length, (index) => (blocks[index]?.[0] ?? "") > key) - 1, 0);

  return {
    add(key) {
      const index = blockOf(key);
      const block = blocks[index];
      if (block === undefined) {
        blocks.push([key]);
        return;
      }
      block.splice(position(block, key), 0, key);
      if (block.length > 2 * blockSize) blocks.splice(index + 1, 0, block.splice(blockSize));
    },
    remove(key) {
      const index = blockOf(key);
      const block = blocks[index];
      const at = block === undefined ? 0 : position(block, key);
      if (block?.[at] !== key) return;
      block.splice(at, 1);
      if (block.length === 0) blocks.splice(index, 1);
    },
    *from(start) {
      const first = blockOf(start);
      for (let index = first; index < blocks.length; index += 1) {
        const block = blocks[index] ?? [];
        for (let at = index === first ? position(block, start) : 0; at < block.length; at += 1) yield block[at] ?? "";
      }
    },
  };
}

/** Where `key` is in a sorted block, or would be. */
const position = (block: readonly string[], key: string) => lowest(block.length, (at) => (block[at] ?? "") >= key);

/** The lowest index below `end` at which `holds` is true, else `end`; once true it stays true. */
function lowest(end: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
