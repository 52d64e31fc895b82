import { describe, expect, test } from "vitest";
import { BotError } from "../../errors.ts";
import { githubSourceOf } from "../../testing/github-source-subject.ts";
import { createMemoryForge, type MemoryForge } from "../../testing/memory-forge.ts";
import { describeSourceContract, texts } from "../../testing/source-contract.ts";
import type { EntitySource, Root, RootState } from "../source.ts";

const never = new AbortController().signal;
const info = "catalog-info.yaml";
const limited = new BotError("rate_limited", "The budget of GitHub is used up.");

function acme(repositories: Readonly<Record<string, Readonly<Record<string, string>>>>): MemoryForge {
  const forge = createMemoryForge();
  forge.putOwner("acme");
  for (const [name, files] of Object.entries(repositories)) forge.commit(`acme/${name}`, files);
  return forge;
}

function rootsOf(states: readonly RootState[]): readonly Root[] {
  return states.flatMap((state) => (state.type === "changed" ? [state.root] : []));
}

/** What a source says, each root with its name without the host. */
async function said(
  source: EntitySource,
  known: ReadonlyMap<string, string> = new Map(),
  only?: readonly string[],
): Promise<Record<string, RootState["type"]>> {
  const { roots } = await source.read(
    known,
    never,
    only?.map((slug) => ({ host: "github.com", slug })),
  );
  const id = (state: RootState) => (state.type === "changed" ? state.root.id : state.rootId);
  return Object.fromEntries(roots.map((state) => [id(state).replace("https://github.com/", ""), state.type]));
}

async function knownOf(source: EntitySource): Promise<ReadonlyMap<string, string>> {
  const { roots } = await source.read(new Map(), never);
  return new Map(rootsOf(roots).map(({ id, revision }) => [id, revision]));
}

async function contentOf(root: Root, path = info): Promise<readonly string[]> {
  const found = root.find === undefined ? [] : await root.find([path], never);
  return texts(root, found);
}

function countOf({ calls }: MemoryForge, verb: string): number {
  return calls.filter((call) => call.verb === verb).length;
}

describe("a repository of an organisation", () => {
  describeSourceContract(async () => {
    const forge = acme({});
    forge.commit("acme/only", { "README.md": "" });
    forge.commit("acme/only", { "README.md": undefined });
    const unreachable = new BotError("unavailable", "GitHub does not answer.");
    return {
      source: await githubSourceOf({ forge, paths: ["**/*.yaml"] }),
      write: async (changes) => void forge.commit("acme/only", changes),
      setReachable: async (isReachable) => forge.fail(isReachable ? undefined : unreachable),
      dispose: async () => {},
    };
  });

  test("is a root with its address, its branch and its name", async () => {
    const forge = acme({});
    forge.put("acme/Payments", { branch: "trunk" });
    const commit = forge.commit("acme/Payments", { [info]: "a" });

    const [root] = rootsOf((await (await githubSourceOf({ forge })).read(new Map(), never)).roots);

    expect(root).toMatchObject({
      id: "https://github.com/acme/Payments",
      name: "acme/Payments",
      revision: commit,
      repository: {
        host: "github.com",
        slug: "acme/Payments",
        branch: "trunk",
        webUrl: "https://github.com/acme/Payments",
      },
    });
  });
});

describe("the listing", () => {
  test("is all that unchanged repositories cost", async () => {
    const forge = acme({ a: { [info]: "a" }, b: { [info]: "b" }, c: {} });
    const source = await githubSourceOf({ forge });
    const known = await knownOf(source);
    const before = forge.calls.length;

    expect(await said(source, known)).toEqual({ "acme/a": "unchanged", "acme/b": "unchanged", "acme/c": "unchanged" });
    expect(forge.calls.slice(before).map(({ verb }) => verb)).toEqual(["list"]);
  });

  test("tells which files there are, so that finding literal paths and either ending costs nothing", async () => {
    const forge = acme({ a: { "catalog-info.yml": "a", "docs/CODEOWNERS": "* @a", "x.yaml": "x" } });
    const [root] = rootsOf((await (await githubSourceOf({ forge })).read(new Map(), never)).roots);

    const found = await root?.find?.(["CODEOWNERS", "docs/CODEOWNERS", info, "catalog-info.yml"], never);
    const findsBefore = countOf(forge, "find");
    const others = await root?.find?.(["x.yaml", "none.yaml", "catalog-info.yml"], never);

    expect(found?.map(({ path }) => path)).toEqual(["catalog-info.yml", "docs/CODEOWNERS"]);
    expect(findsBefore).toBe(0);
    expect(others?.map(({ path }) => path)).toEqual(["catalog-info.yml", "x.yaml"]);
    expect([countOf(forge, "find"), countOf(forge, "tree")]).toEqual([1, 0]);
  });

  test("leaves out archived repositories, forks and what the names do not allow; what was known of them is gone", async () => {
    const forge = acme({ a: {}, old: {}, fork: {}, "sandbox-1": {}, ".github": {} });
    const known = await knownOf(await githubSourceOf({ forge }));
    forge.put("acme/old", { isArchived: true });
    forge.put("acme/fork", { isFork: true });
    forge.put("acme/empty");
    const exclude = ["SANDBOX-*"];

    expect(await said(await githubSourceOf({ forge, exclude }), known)).toEqual({
      "acme/a": "unchanged",
      "acme/.github": "unchanged",
      "acme/old": "gone",
      "acme/fork": "gone",
      "acme/sandbox-1": "gone",
    });
    expect(await said(await githubSourceOf({ forge, exclude, withArchived: true, withForks: true }))).toEqual({
      "acme/a": "changed",
      "acme/.github": "changed",
      "acme/old": "changed",
      "acme/fork": "changed",
    });
    expect(await said(await githubSourceOf({ forge, include: ["*"], exclude: [".*", "a"] }))).toEqual({
      "acme/sandbox-1": "changed",
    });
  });

  test("does not mention what is not in it, and hands on why it lacks some", async () => {
    const forge = acme({ a: {}, b: {} });
    const source = await githubSourceOf({ forge });
    const known = await knownOf(source);

    forge.partial(["acme/a"]);
    const reading = await source.read(known, never);
    forge.partial();
    forge.remove("acme/b");

    expect(reading).toMatchObject({
      roots: [{ type: "unchanged" }],
      incomplete: { code: "unavailable", message: "github.com told of 1 of 2 repositories." },
    });
    expect(await said(source, known)).toEqual({ "acme/a": "unchanged" });
  });

  test("that fails fails the whole reading", async () => {
    const forge = acme({ a: {} });
    const source = await githubSourceOf({ forge });
    forge.failNext(limited, { verb: "list" });

    await expect(source.read(new Map(), never)).rejects.toThrow(limited);
  });

  test("that names a repository twice, in other letters, gives one root; one that is written differently now is the same", async () => {
    const forge = acme({ a: {} });
    const twice: typeof forge.list = async (...args) => {
      const listing = await forge.list(...args);
      return { repositories: listing.repositories.flatMap((each) => [each, { ...each, slug: "acme/A" }]) };
    };
    const source = await githubSourceOf({ forge: { ...forge, list: twice } });

    expect(await said(source)).toEqual({ "acme/A": "changed" });
    expect(await said(source, new Map([["https://github.com/acme/a", "1"]]))).toEqual({
      "acme/a": "gone",
      "acme/A": "changed",
    });
  });

  test("notices another default branch at the same commit", async () => {
    const forge = acme({ a: { [info]: "a" } });
    const source = await githubSourceOf({ forge });
    const known = await knownOf(source);
    const renamed: typeof forge.list = async (...args) => {
      const { repositories } = await forge.list(...args);
      return {
        repositories: repositories.map((each) => ({
          ...each,
          ...(each.head && { head: { ...each.head, branch: "trunk" } }),
        })),
      };
    };
    const same = await said(source, known);
    const spied = { ...forge, list: forge.list };
    const other = await githubSourceOf({ forge: spied });
    await other.read(new Map(), never);
    spied.list = renamed;

    expect(same).toEqual({ "acme/a": "unchanged" });
    expect(await said(other, known)).toEqual({ "acme/a": "changed" });
    expect(await said(other, known)).toEqual({ "acme/a": "unchanged" });
  });
});

describe("contents", () => {
  test("of many repositories come in one request, when the first of them is asked for", async () => {
    const names = Array.from({ length: 120 }, (_, index) => `r${String(index).padStart(3, "0")}`);
    const forge = acme(
      Object.fromEntries(names.map((name) => [name, { [info]: `in ${name}`, CODEOWNERS: `* @${name}` }])),
    );
    const roots = rootsOf((await (await githubSourceOf({ forge })).read(new Map(), never)).roots);

    for (const root of roots) expect(await contentOf(root)).toEqual([root.name.replace("acme/", "in ")]);
    for (const root of roots.slice(0, 3)) expect(await contentOf(root, "CODEOWNERS")).toHaveLength(1);

    expect(countOf(forge, "read")).toBeLessThanOrEqual(8);
  });

  test("are not fetched ahead where they are what they were", async () => {
    const forge = acme({ a: { [info]: "a" }, b: { [info]: "b" } });
    const asked: string[][] = [];
    const read: typeof forge.read = (blobs, ...rest) => {
      asked.push(blobs.map(({ slug }) => slug));
      return forge.read(blobs, ...rest);
    };
    const source = await githubSourceOf({ forge: { ...forge, read } });
    const known = await knownOf(source);
    forge.commit("acme/a", { [info]: "new" });
    forge.commit("acme/b", { "README.md": "new" });

    const [a] = rootsOf((await source.read(known, never)).roots);

    expect(a && (await contentOf(a))).toEqual(["new"]);
    expect(asked).toEqual([["acme/a"]]);
  });

  test("that cannot be had fail their own root alone, and can be had the next time", async () => {
    const forge = acme({ a: { [info]: "a" }, b: { [info]: "b" } });
    const [a, b] = rootsOf((await (await githubSourceOf({ forge })).read(new Map(), never)).roots);
    forge.failNext(new BotError("unavailable", "GitHub does not answer."), { verb: "read" });

    await expect(a && contentOf(a)).rejects.toThrow("GitHub does not answer.");

    expect(b && (await contentOf(b))).toEqual(["b"]);
    expect(a && (await contentOf(a))).toEqual(["a"]);
  });

  test("are not waited for a thousand times where the host is down", async () => {
    const forge = acme(
      Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`r${index}`, { "x.yaml": `${index}` }])),
    );
    const source = await githubSourceOf({ forge, paths: ["*.yaml"] });
    const roots = rootsOf((await source.read(new Map(), never)).roots);
    forge.fail(new BotError("unavailable", "GitHub does not answer."), ["tree"]);

    for (const root of roots) await expect(root.list(never)).rejects.toThrow("GitHub does not answer.");

    expect(countOf(forge, "tree")).toBe(5);
  });
});

describe("some repositories alone", () => {
  test("are asked for one by one, and no other is mentioned", async () => {
    const forge = acme({ a: { [info]: "a" }, b: {}, c: {} });
    const source = await githubSourceOf({ forge });
    const known = await knownOf(source);
    forge.commit("acme/a", { [info]: "new" });
    forge.put("acme/c", { isArchived: true });
    const listings = countOf(forge, "list");

    expect(await said(source, known, ["acme/A", "acme/b", "acme/c", "acme/none"])).toEqual({
      "acme/a": "changed",
      "acme/b": "unchanged",
      "acme/c": "gone",
    });
    expect(countOf(forge, "list")).toBe(listings);
  });

  test("under another name now are gone under the old one; at another owner they are not mentioned", async () => {
    const forge = acme({ a: {}, b: {} });
    const source = await githubSourceOf({ forge });
    const known = await knownOf(source);
    forge.rename("acme/a", "acme/renamed");
    forge.rename("acme/b", "elsewhere/b");

    expect(await said(source, known, ["acme/a", "acme/renamed", "acme/b"])).toEqual({
      "acme/a": "gone",
      "acme/renamed": "changed",
    });
    expect(await said(source, known)).toEqual({ "acme/renamed": "changed" });
  });

  test("fail one by one, all at once when the budget is used up", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `acme/more-${index}`);
    const forge = acme({ a: {}, b: {}, ...Object.fromEntries(names.map((name) => [name.slice("acme/".length), {}])) });
    const source = await githubSourceOf({ forge });
    const known = await knownOf(source);
    forge.failNext(new BotError("unavailable", "GitHub does not answer."), { verb: "head" });
    const one = await said(source, known, ["acme/a", "acme/b"]);
    forge.fail(limited, ["head"]);
    const heads = countOf(forge, "head");

    expect(one).toEqual({ "acme/a": "failed", "acme/b": "unchanged" });
    expect(await said(source, known, names)).toEqual(Object.fromEntries(names.map((name) => [name, "failed"])));
    // No more than were under way when the first was refused.
    expect(countOf(forge, "head")).toBe(heads + 16);
  });

  test("are asked for a few at a time and given in the order asked, whoever answers first", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `more-${index}`);
    const forge = acme(Object.fromEntries(names.map((name) => [name, {}])));
    let [underWay, most] = [0, 0];
    const head: MemoryForge["head"] = async (slug, ...rest) => {
      underWay += 1;
      most = Math.max(most, underWay);
      // The first takes longest.
      for (let turns = slug === "acme/more-0" ? 50 : 1; turns > 0; turns -= 1) await Promise.resolve();
      const found = await forge.head(slug, ...rest);
      underWay -= 1;
      return found;
    };
    const source = await githubSourceOf({ forge: { ...forge, head } });

    const { roots } = await source.read(
      new Map(),
      never,
      names.map((name) => ({ host: "github.com", slug: `acme/${name}` })),
    );

    expect(rootsOf(roots).map(({ name }) => name)).toEqual(names.map((name) => `acme/${name}`));
    expect(most).toBe(16);
  });

  test("are covered by host, owner and name", async () => {
    const source = await githubSourceOf({ forge: createMemoryForge(), exclude: ["sandbox-*"] });
    const covered = (host: string, slug: string) => source.covers({ host, slug });

    expect(covered("github.com", "Acme/payments")).toBe(true);
    expect(covered("GitHub.com", "acme/payments")).toBe(true);
    expect(covered("ghe.example.com", "acme/payments")).toBe(false);
    expect(covered("github.com", "acme-labs/payments")).toBe(false);
    expect(covered("github.com", "acme/Sandbox-1")).toBe(false);
  });
});
