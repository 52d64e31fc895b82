import { expect, test } from "vitest";
import { createBestFew } from "./best-few.ts";

test("the best few are kept in order, of equals the earlier", () => {
  const best = createBestFew(3, () => true);
  for (const [position, score] of [3, 9, 1, 9, 5].entries()) best.offer(position, score);

  const kept: number[] = [];
  best.each((position) => kept.push(position));

  expect(kept).toEqual([1, 3, 4]);
});

test("only what is good enough is asked about", () => {
  const asked: number[] = [];
  const best = createBestFew(1, (position) => {
    asked.push(position);
    return position !== 0;
  });
  for (const [position, score] of [5, 4, 1].entries()) best.offer(position, score);

  expect(asked).toEqual([0, 1]);
});
