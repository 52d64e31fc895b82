const MAX_LENGTH = 64;
const WIDTH = MAX_LENGTH + 1;

/** How far apart two texts are, and the first text and the nearest beginning of the second. */
export interface Distance {
  readonly whole: number;
  readonly prefix: number;
}

/** Compares two texts. */
export type MeasureDistance = (left: string, right: string) => Distance;

/**
 * Measures edits (insert, delete, replace, swap of neighbours; optimal string alignment). Texts are cut at 64 UTF-16
 * units. The maker owns the working rows, so that a comparison allocates nothing but its result.
 */
export function createDistance(): MeasureDistance {
  let older = new Uint8Array(WIDTH);
  let above = new Uint8Array(WIDTH);
  let row = new Uint8Array(WIDTH);
  return (left, right) => {
    const height = Math.min(left.length, MAX_LENGTH);
    const width = Math.min(right.length, MAX_LENGTH);
    for (let j = 0; j <= width; j++) above[j] = j;
    for (let i = 1; i <= height; i++) {
      fillRow(left, right, i, width, older, above, row);
      const spare = older;
      older = above;
      above = row;
      row = spare;
    }
    let prefix = height;
    for (let j = 0; j <= width; j++) prefix = Math.min(prefix, above[j] as number);
    return { whole: above[width] as number, prefix };
  };
}

function fillRow(
  left: string,
  right: string,
  i: number,
  width: number,
  older: Uint8Array,
  above: Uint8Array,
  row: Uint8Array,
): void {
  const unit = left.charCodeAt(i - 1);
  const before = i > 1 ? left.charCodeAt(i - 2) : -1;
  row[0] = i;
  let leftward = i;
  let diagonal = above[0] as number;
  let previous = -1;
  for (let j = 1; j <= width; j++) {
    const other = right.charCodeAt(j - 1);
    const up = above[j] as number;
    let cost = unit === other ? diagonal : diagonal + 1;
    if (up + 1 < cost) cost = up + 1;
    if (leftward + 1 < cost) cost = leftward + 1;
    if (other === before && previous === unit && unit !== other) {
      const swapped = (older[j - 2] as number) + 1;
      if (swapped < cost) cost = swapped;
    }
    row[j] = cost;
    diagonal = up;
    leftward = cost;
    previous = other;
  }
}
