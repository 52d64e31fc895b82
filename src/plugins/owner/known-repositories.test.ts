import { expect, test } from "vitest";
import type { RepositoryState } from "../../catalog/snapshot.ts";
import { repositoryKey } from "../../event/delivery-event.ts";
import { snapshotOf } from "../../testing/snapshot-of.ts";
import { filesCalled } from "./file-owner.ts";
import { repositoryIndex } from "./known-repositories.ts";

const lines = 100_000;

/** Repositories with CODEOWNERS files as long as they may be. */
function known(count: number) {
  const all = Array.from({ length: count }, (_, index): RepositoryState => {
    const text = `/p${index} @mia\n`.repeat(lines);
    const codeOwners = { path: "CODEOWNERS", text };
    return { host: "github.com", slug: `acme/r${index}`, branch: "main", revision: "1", codeOwners };
  });
  const repositories = new Map(all.map((repository) => [repositoryKey(repository), repository]));
  return repositoryIndex()(snapshotOf({ repositories }));
}

test("of very long files only some stay read, and those that stay are not read again", () => {
  const { all, rulesOf } = known(8);
  const first = all.map(rulesOf);
  const again = [...all].reverse().map(rulesOf).reverse();

  expect(again.map((rules) => rules?.rules.length)).toEqual(all.map(() => lines));
  expect(all.map((_, index) => again[index] === first[index])).toEqual([
    ...Array(3).fill(false),
    ...Array(5).fill(true),
  ]);
});

test("others are answered between two long files", async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  const found = await filesCalled(known(6), "p3/x.ts");
  clearInterval(timer);

  expect(found.map(({ repository }) => repository.slug)).toEqual(["acme/r3"]);
  expect(turns).toBeGreaterThan(3);
});
