import { expect, onTestFinished, test } from "vitest";
import { createGitHubBench, type GitHubBench } from "../../testing/github-bench.ts";

const never = new AbortController().signal;

/** The App is given the private acme/a alone, of two. */
async function selectedBench(): Promise<GitHubBench & { readonly selectBoth: () => void }> {
  const bench = await createGitHubBench();
  onTestFinished(() => bench.dispose());
  const { hub } = bench;
  for (const name of ["a", "b"]) hub.createRepository({ owner: "acme", name, isPrivate: true });
  const [installation] = [...hub.world.installations.values()];
  if (installation === undefined) throw new Error("no installation");
  hub.selectRepositories(installation, ["acme/a"]);
  return { ...bench, selectBoth: () => hub.selectRepositories(installation, ["acme/a", "acme/b"]) };
}

const listed = async ({ forge }: GitHubBench) =>
  (await forge.list("acme", { paths: [] }, never)).repositories.map(({ slug }) => slug).sort();

test("repositories that the App is given later are seen once the owner's credentials are forgotten", async () => {
  const bench = await selectedBench();
  const before = await listed(bench);
  bench.selectBoth();
  const kept = await listed(bench);
  bench.forge.forget("ACME");

  expect([before, kept]).toEqual([["acme/a"], ["acme/a"]]);
  expect(await listed(bench)).toEqual(["acme/a", "acme/b"]);
});

test("a token that was being made while its owner was forgotten is not kept", async () => {
  const bench = await selectedBench();
  const asked = () => bench.requests.filter((request) => request.includes("access_tokens")).length;
  const first = listed(bench);
  bench.forge.forget("acme");
  bench.selectBoth();
  await first;
  const made = asked();
  await listed(bench);
  await listed(bench);

  expect([made, asked()]).toEqual([1, 2]);
});
