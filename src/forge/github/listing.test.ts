import { expect, onTestFinished, test } from "vitest";
import { createGitHubBench, type GitHubBench } from "../../testing/github-bench.ts";

const never = new AbortController().signal;
const paths = { paths: ["catalog-info.yaml"] };

async function benchWith(
  repositories: number,
  options?: Parameters<typeof createGitHubBench>[0],
): Promise<GitHubBench> {
  const bench = await createGitHubBench(options);
  onTestFinished(() => bench.dispose());
  for (let index = 0; index < repositories; index += 1)
    await bench.commit(`acme/r${index}`, { "catalog-info.yaml": `${index}` });
  return bench;
}

const pages = ({ requests }: GitHubBench) => requests.filter((request) => request.startsWith("POST /graphql"));

test("a page that is too much is asked for in halves, and no repository is lost or told twice", async () => {
  const bench = await benchWith(55);
  bench.hub.fail("graphql", { status: 502, times: 2 });
  bench.hub.fail("graphql", { error: "went wrong" });

  const { repositories, incomplete } = await bench.forge.list("acme", paths, never);

  expect(incomplete).toBeUndefined();
  expect(new Set(repositories.map(({ slug }) => slug)).size).toBe(55);
  expect(repositories).toHaveLength(55);
  // 50, 25 and 12 failed; four pages of 6, then 12 at a time and on.
  expect(pages(bench).length).toBeLessThanOrEqual(3 + 4 + 4);
});

test("a page that cannot be had however small is an error, and not half a listing", async () => {
  const bench = await benchWith(8);
  bench.hub.fail("graphql", { status: 502, times: 50 });

  await expect(bench.forge.list("acme", paths, never)).rejects.toMatchObject({ code: "unavailable" });
  expect(pages(bench)).toHaveLength(5);
});

test("a repository of which GitHub cannot tell is left out, and the listing says that it is incomplete", async () => {
  const bench = await benchWith(9);
  bench.hub.fail("graphql", { error: "partial", times: 99 });

  const { repositories, incomplete } = await bench.forge.list("acme", paths, never);

  expect(repositories.map(({ slug }) => slug)).toEqual(["acme/r0", "acme/r2", "acme/r4", "acme/r6", "acme/r8"]);
  expect(repositories.every(({ head, files }) => head && files.length === 1)).toBe(true);
  expect(incomplete).toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("acme: 4 could not be told"),
  });

  bench.hub.heal();
  bench.hub.fail("graphql", { error: "partial" });
  const again = await bench.forge.list("acme", paths, never);
  expect([again.repositories.length, again.incomplete]).toEqual([9, undefined]);
});

test("an unchanged organisation costs the pages of its listing", async () => {
  const bench = await benchWith(51);

  await bench.forge.list("acme", paths, never);
  bench.requests.length = 0;
  await bench.forge.list("acme", paths, never);

  expect(bench.requests).toEqual(["POST /graphql 200", "POST /graphql 200"]);
});

test("an App finds where it is installed once, and again when that was undone and done anew", async () => {
  const bench = await benchWith(1);
  await bench.forge.list("acme", paths, never);
  const [installation] = [...bench.hub.world.installations.values()];
  if (!installation) throw new Error("not installed");
  bench.hub.uninstall(installation);

  await expect(bench.forge.list("acme", paths, never)).rejects.toMatchObject({ code: "not_found" });
  bench.hub.install(installation.app, "acme");
  expect((await bench.forge.list("acme", paths, never)).repositories).toHaveLength(1);

  bench.requests.length = 0;
  await Promise.all([bench.forge.list("acme", paths, never), bench.forge.head("acme/r0", paths, never)]);
  expect(bench.requests).toEqual(["POST /graphql 200", "POST /graphql 200"]);
});

test("a tree that is too long says so; a body that breaks off is a fault", async () => {
  const bench = await benchWith(0);
  const id = await bench.commit("acme/a", { "a.yaml": "a", "b.yaml": "b", "c.yaml": "c" });
  bench.hub.setMaxTreeEntries(2);
  expect(await bench.forge.tree("acme/a", id, never)).toBe("truncated");

  bench.hub.fail("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", { error: "truncated", times: 9 });
  await expect(bench.forge.tree("acme/a", id, never)).rejects.toMatchObject({ code: "unavailable" });
});

test("with a token what is somebody's is read the same, with the deliveries of the organisation's webhook", async () => {
  const bench = await benchWith(1);
  bench.hub.addTeam("acme", { slug: "core", members: ["ada"] });
  const acme = bench.hub.world.accounts.get("acme");
  if (acme?.type === "Organization") acme.members.set("ada", "admin");
  const token = bench.hub.createToken({ login: "ada", scopes: ["repo", "read:org", "admin:org_hook"] });
  const forge = bench.forgeWith({ auth: { type: "token", token } });
  await expect(forge.deliveries(new Date(0), never)).rejects.toMatchObject({
    message: expect.stringContaining("No webhook that ends with /webhooks/github is to be seen at acme"),
  });
  const hook = bench.hub.hooks.addOrganisationHook("acme", {
    url: "http://127.0.0.1:9/webhooks/github",
    events: ["push"],
  });
  bench.hub.hooks.addOrganisationHook("acme", { url: "http://127.0.0.1:9/other", events: ["push"] });
  await bench.hub.hooks.deliver(hook, "push", { ref: "refs/heads/main" });

  expect((await forge.list("acme", paths, never)).repositories).toHaveLength(1);
  expect((await forge.people("acme", never)).teams).toMatchObject([{ slug: "core", members: ["ada"] }]);
  const [delivery, ...others] = await forge.deliveries(new Date(0), never);
  expect(others).toEqual([]);
  expect(delivery).toMatchObject({ event: "push", isAccepted: false, id: expect.stringMatching(/^acme\.\d+-\d+$/) });
  expect(await forge.delivery(delivery?.id ?? "", never)).toMatchObject({ payload: { ref: "refs/heads/main" } });
  expect(await forge.cloneAccess("acme/r0", never)).toEqual({ url: `${bench.hub.webUrl}/acme/r0.git`, token });
});

test("deliveries are read page by page until those that are old enough", async () => {
  const bench = await benchWith(0);
  const nowMs = Math.floor(Date.now() / 1000) * 1000;
  for (let index = 0; index < 250; index += 1)
    await bench.putDelivery({
      ...{ guid: `g${index}`, event: "push", at: new Date(nowMs - (250 - index) * 1000), isAccepted: false },
      payload: {},
    });

  const told = await bench.forge.deliveries(new Date(nowMs - 150_000), never);

  expect(told.map(({ guid }) => guid)).toEqual(Array.from({ length: 150 }, (_, index) => `g${index + 100}`));
  expect(bench.requests.filter((request) => request.includes("deliveries"))).toHaveLength(2);
});
