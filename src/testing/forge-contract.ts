import { expect, onTestFinished, test } from "vitest";
import type { Forge, ForgePerson, PullRequest, RepositoryPermission } from "../forge/forge.ts";
import type { DeliveryPut, TeamPut } from "./memory-forge.ts";
import type { CommitEntries, CommitOptions } from "./memory-repository.ts";
import { blobId, file, pathsIn, repository, slugs } from "./told-repository.ts";

type MaybePromise<T> = T | Promise<T>;

/** A forge under test that has the owner `acme` and nothing else, and the means to change what is there. */
export interface ForgeSubject {
  readonly forge: Forge;
  /** Commits on the default branch `main`, or another; makes the repository where there is none. Gives the commit's id. */
  commit(slug: string, entries: CommitEntries, options?: CommitOptions): MaybePromise<string>;
  put(slug: string, options?: { isArchived?: boolean; isFork?: boolean }): MaybePromise<void>;
  rename(slug: string, to: string): MaybePromise<void>;
  remove(slug: string): MaybePromise<void>;
  putPerson(owner: string, person: Omit<ForgePerson, "webUrl">): MaybePromise<void>;
  putTeam(owner: string, team: TeamPut): MaybePromise<void>;
  /** `login` is a person that `putPerson` made. */
  permit(slug: string, login: string, permission: RepositoryPermission): MaybePromise<void>;
  /** From `feature`, the head of which is the commit. `author` and `mergedBy` are people that `putPerson` made. */
  putPullRequest(slug: string, commit: string, pullRequest: Omit<PullRequest, "url">): MaybePromise<void>;
  putDelivery(delivery: DeliveryPut): MaybePromise<unknown>;
  /** From now on every answer is a limit of some minutes, or a fault; or nothing answers at all. */
  fail(how: "limited" | "faulty" | "unreachable"): MaybePromise<void>;
  dispose(): MaybePromise<void>;
}

const never = new AbortController().signal;
const noPaths = { paths: [] };
const nowhere = "0123456789abcdef0123456789abcdef01234567";

/** The contract of `Forge`, as tests; `create` makes a fresh subject for each of them. */
export function describeForgeContract(create: () => Promise<ForgeSubject>): void {
  async function fresh(): Promise<ForgeSubject> {
    const subject = await create();
    onTestFinished(() => subject.dispose());
    return subject;
  }

  test("a listing has every repository with its head and the files asked for, in the order asked", async () => {
    const { forge, commit, put } = await fresh();
    const a = await commit("acme/a", { "catalog-info.yaml": "kind: A", "docs/CODEOWNERS": "* @acme/a", "x.txt": "" });
    const b = await commit("acme/b", { "README.md": "b" });
    await put("acme/old", { isArchived: true });
    await put("acme/copy", { isFork: true });

    const { repositories, incomplete } = await forge.list(
      "acme",
      { paths: ["docs/CODEOWNERS", "nothing.yaml", "catalog-info.yaml"] },
      never,
    );

    expect(incomplete).toBeUndefined();
    expect(repositories.toSorted((x, y) => (x.slug < y.slug ? -1 : 1))).toEqual([
      {
        ...repository(forge, "acme/a", a),
        files: [file("docs/CODEOWNERS", "* @acme/a"), file("catalog-info.yaml", "kind: A")],
      },
      repository(forge, "acme/b", b),
      { ...repository(forge, "acme/copy"), isFork: true },
      { ...repository(forge, "acme/old"), isArchived: true },
    ]);
  });

  test("symlinks, submodules and folders are no files, whatever asks", async () => {
    const { forge, commit } = await fresh();
    const id = await commit("acme/a", {
      "real.yaml": "real",
      "run.sh": { mode: "100755", content: "#!" },
      "link.yaml": { symlink: "real.yaml" },
      "module.yaml": { submodule: nowhere },
      "folder.yaml/in.yaml": "in",
    });
    const paths = ["link.yaml", "module.yaml", "folder.yaml", "run.sh", "real.yaml"];
    const both = [file("run.sh", "#!"), file("real.yaml", "real")];

    expect((await forge.list("acme", { paths }, never)).repositories[0]?.files).toEqual(both);
    expect((await forge.head("acme/a", { paths }, never))?.files).toEqual(both);
    expect(await forge.find("acme/a", id, paths, never)).toEqual(both);
    expect(await pathsIn(forge.tree("acme/a", id, never))).toEqual(["folder.yaml/in.yaml", "real.yaml", "run.sh"]);
  });

  test("one repository is told as the listing tells it, whatever its letters' case; one that is not there is undefined", async () => {
    const { forge, commit } = await fresh();
    const id = await commit("acme/Shop", { "catalog-info.yaml": "kind: A" });
    const told = { ...repository(forge, "acme/Shop", id), files: [file("catalog-info.yaml", "kind: A")] };

    expect(await forge.head("acme/Shop", { paths: ["catalog-info.yaml"] }, never)).toEqual(told);
    expect(await forge.head("ACME/shop", { paths: ["catalog-info.yaml"] }, never)).toEqual(told);
    expect(await forge.head("acme/none", noPaths, never)).toBeUndefined();
    expect(await forge.head("nobody/none", noPaths, never)).toBeUndefined();
  });

  test("a renamed repository is found by its old name under its new one, a deleted one no more", async () => {
    const { forge, commit, rename, remove } = await fresh();
    const id = await commit("acme/before", { "a.yaml": "a" });
    await rename("acme/before", "acme/after");

    expect(await forge.head("acme/before", noPaths, never)).toEqual(repository(forge, "acme/after", id));
    expect(await slugs(forge)).toEqual(["acme/after"]);

    await remove("acme/after");

    expect(await forge.head("acme/after", noPaths, never)).toBeUndefined();
    expect(await slugs(forge)).toEqual([]);
  });

  test("what there is of an owner is still told once it was forgotten, also of one that is not there", async () => {
    const { forge, commit } = await fresh();
    await commit("acme/a", { "a.yaml": "a" });
    expect(await slugs(forge)).toEqual(["acme/a"]);
    forge.forget("ACME");
    forge.forget("nobody");

    expect(await slugs(forge)).toEqual(["acme/a"]);
  });

  test("an owner that is not there is an error that says so; one without repositories has a whole, empty listing", async () => {
    const { forge } = await fresh();

    expect(await forge.list("acme", noPaths, never)).toEqual({ repositories: [] });
    await expect(forge.list("nobody", noPaths, never)).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("nobody"),
    });
  });

  test("an older commit still has its files; one that is not there is an error, never an empty tree", async () => {
    const { forge, commit } = await fresh();
    const first = await commit("acme/a", { "a.yaml": "1", "b.yaml": "b" });
    const second = await commit("acme/a", { "a.yaml": "2", "b.yaml": undefined });

    expect(await forge.tree("acme/a", first, never)).toEqual([file("a.yaml", "1"), file("b.yaml", "b")]);
    expect(await forge.tree("acme/a", second, never)).toEqual([file("a.yaml", "2")]);
    expect(await forge.find("acme/a", first, ["b.yaml", "a.yaml"], never)).toEqual([
      file("b.yaml", "b"),
      file("a.yaml", "1"),
    ]);
    expect(await forge.find("acme/a", second, ["b.yaml"], never)).toEqual([]);
    for (const asked of [
      forge.tree("acme/a", nowhere, never),
      forge.find("acme/a", nowhere, ["a.yaml"], never),
      forge.tree("acme/none", first, never),
      forge.find("acme/none", first, ["a.yaml"], never),
    ])
      await expect(asked).rejects.toMatchObject({ code: "not_found" });
  });

  test("names with spaces, umlauts, quotes and colons are found as they are", async () => {
    const { forge, commit } = await fresh();
    const names = ["a b.yaml", "ü/😀.yaml", 'q"uote.yaml', "c:olon.yaml", "back\\slash.yaml", "100%.yaml", "#1?.yaml"];
    const id = await commit("acme/a", Object.fromEntries(names.map((name) => [name, name])));
    const files = names.map((name) => file(name, name));

    expect((await forge.head("acme/a", { paths: names }, never))?.files).toEqual(files);
    expect(await forge.find("acme/a", id, names, never)).toEqual(files);
    expect((await pathsIn(forge.tree("acme/a", id, never))).toSorted()).toEqual(names.toSorted());
  });

  test("contents come in the order asked and are exactly what git has, text or not", async () => {
    const { forge, commit } = await fresh();
    const odd = {
      "text.yaml": Buffer.from("kind: Ä\r\n"),
      "empty.yaml": Buffer.from(""),
      "bom.yaml": Buffer.from("\ufeffkind: A"),
      "latin.yaml": Buffer.from([0x6b, 0xe4, 0x0a]),
      "binary.yaml": Buffer.from([0, 1, 2, 0xff]),
      "large.yaml": Buffer.alloc(700_000, "0123456789\n"),
    };
    await commit("acme/a", odd);
    await commit("acme/b", { "b.yaml": "b" });
    const asked = [
      { slug: "acme/b", blobId: blobId("b") },
      ...Object.values(odd).map((bytes) => ({ slug: "acme/a", blobId: blobId(bytes) })),
      { slug: "acme/a", blobId: nowhere },
      { slug: "acme/none", blobId: blobId("b") },
      { slug: "acme/b", blobId: blobId("b") },
    ];

    const contents = await forge.read(asked, { maxBytes: 1_000_000 }, never);

    expect(contents.map((each) => (typeof each === "string" ? each : Buffer.from(each).toString("base64")))).toEqual([
      Buffer.from("b").toString("base64"),
      ...Object.values(odd).map((bytes) => bytes.toString("base64")),
      "absent",
      "absent",
      Buffer.from("b").toString("base64"),
    ]);
  });

  test("contents may have just as many bytes as are allowed", async () => {
    const { forge, commit } = await fresh();
    await commit("acme/a", { "a.yaml": "12345", "b.yaml": "123456", "c.yaml": "äää" });
    const asked = ["12345", "123456", "äää"].map((text) => ({ slug: "acme/a", blobId: blobId(text) }));

    const [exact, longer, wide] = await forge.read(asked, { maxBytes: 5 }, never);
    expect(Buffer.from(exact as Uint8Array).toString()).toBe("12345");
    expect([longer, wide]).toEqual(["too_large", "too_large"]);
  });

  test("many contents of many repositories come whole", async () => {
    const { forge, commit } = await fresh();
    const asked: { slug: string; blobId: string }[] = [];
    for (const slug of Array.from({ length: 23 }, (_, index) => `acme/r${index}`)) {
      const texts = Array.from({ length: 5 }, (_, index) => `${slug} ${index}`);
      await commit(slug, Object.fromEntries(texts.map((text, index) => [`${index}.yaml`, text])));
      asked.push(...texts.map((text) => ({ slug, blobId: blobId(text) })));
    }

    const contents = await forge.read(asked, { maxBytes: 100 }, never);

    const texts = contents.map((each) => Buffer.from(each as Uint8Array).toString());
    expect(texts.map(blobId)).toEqual(asked.map((each) => each.blobId));
  });

  test("git gets an address of this host without a secret in it", async () => {
    const { forge, commit } = await fresh();
    await commit("acme/a", { "a.yaml": "a" });

    const { url } = await forge.cloneAccess("acme/a", never);

    expect(url).toBe(`${forge.webUrl}/acme/a.git`);
  });

  test("a comparison tells commits, oldest first, and paths", async () => {
    const { forge, commit } = await fresh();
    const first = await commit("acme/a", { "a.yaml": "1", "b.yaml": "1" });
    const second = await commit("acme/a", { "a.yaml": "2" }, { subject: "Second" });
    const third = await commit("acme/a", { "b.yaml": undefined, "c.yaml": "3" }, { subject: "Third" });

    const ahead = await forge.compare("acme/a", first, third, never);
    const behind = await forge.compare("acme/a", third, first, never);
    const same = await forge.compare("acme/a", first, first, never);

    expect(ahead).toMatchObject({ status: "ahead", isComplete: true });
    expect(ahead?.commits.map(({ id, subject }) => [id, subject])).toEqual([
      [second, "Second"],
      [third, "Third"],
    ]);
    expect(ahead?.paths.toSorted()).toEqual(["a.yaml", "b.yaml", "c.yaml"]);
    expect(ahead?.url).toMatch(/^https?:\/\//);
    expect(behind).toMatchObject({ status: "behind", commits: [], paths: [] });
    expect(same).toMatchObject({ status: "identical", commits: [], paths: [] });
    expect(await forge.compare("acme/a", first, nowhere, never)).toBeUndefined();
    expect(await forge.compare("acme/none", first, third, never)).toBeUndefined();
  });

  test("the pull requests of a commit are told, merged ones first", async () => {
    const { forge, commit, putPerson, putPullRequest } = await fresh();
    await commit("acme/a", { "a.yaml": "1" });
    const id = await commit("acme/a", { "a.yaml": "2" }, { branch: "feature" });
    await putPerson("acme", { login: "ada" });
    await putPerson("acme", { login: "bo" });
    const open = { number: 1, title: "Open", state: "open", author: "ada" } as const;
    const merged = { number: 2, title: "Merged", state: "merged", author: "ada", mergedBy: "bo" } as const;
    await putPullRequest("acme/a", id, open);
    await putPullRequest("acme/a", id, merged);

    const told = await forge.pullRequestsOf("acme/a", id, never);

    expect(told).toEqual(
      [merged, open].map((each) => ({ ...each, url: `${forge.webUrl}/acme/a/pull/${each.number}` })),
    );
    expect(await forge.pullRequestsOf("acme/a", nowhere, never)).toEqual([]);
    expect(await forge.pullRequestsOf("acme/none", id, never)).toEqual([]);
  });

  test("each permission is told; whoever has none, or is not there, has none", async () => {
    const { forge, commit, putPerson, permit } = await fresh();
    await commit("acme/a", { "a.yaml": "1" });
    for (const permission of ["read", "triage", "write", "maintain", "admin"] as const) {
      await putPerson("acme", { login: permission });
      await permit("acme/a", permission, permission);

      expect(await forge.permission("acme/a", permission, never)).toBe(permission);
    }
    expect(await forge.permission("acme/a", "nobody", never)).toBe("none");
    expect(await forge.permission("acme/none", "admin", never)).toBe("none");
  });

  test("an organisation's teams have their own members and the team above; people have what they show of themselves", async () => {
    const { forge, putPerson, putTeam } = await fresh();
    await putPerson("acme", { login: "ada", name: "Ada L.", email: "ada@example.com" });
    await putPerson("acme", { login: "bo" });
    await putTeam("acme", { slug: "platform", name: "Platform", description: "Runs it" });
    await putTeam("acme", { slug: "storage", name: "Storage", parent: "platform", members: ["ada", "bo"] });

    const { teams, people } = await forge.people("acme", never);

    expect(teams.toSorted((a, b) => (a.slug < b.slug ? -1 : 1))).toEqual([
      { slug: "platform", name: "Platform", description: "Runs it", members: [], webUrl: expect.any(String) },
      {
        ...{ slug: "storage", name: "Storage", parent: "platform", members: ["ada", "bo"] },
        webUrl: `${forge.webUrl}/orgs/acme/teams/storage`,
      },
    ]);
    const ada = { login: "ada", name: "Ada L.", email: "ada@example.com", webUrl: `${forge.webUrl}/ada` };
    const bo = { login: "bo", webUrl: `${forge.webUrl}/bo` };
    expect(people.toSorted((a, b) => (a.login < b.login ? -1 : 1))).toEqual([ada, bo]);
    expect(await forge.teamMembers("acme", "storage", never)).toEqual([ada, bo]);
    // Whoever is in a team is in those above.
    expect(await forge.teamMembers("acme", "platform", never)).toEqual([ada, bo]);
    expect(await forge.teamMembers("acme", "none", never)).toBeUndefined();
    expect(await forge.teamMembers("nobody", "storage", never)).toBeUndefined();
  });

  test("what was delivered since is told oldest first, each with what it carried", async () => {
    const { forge, putDelivery } = await fresh();
    // A host keeps them for some days only.
    const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;
    const at = (minute: number) => new Date(startMs + minute * 60_000);
    const push = { event: "push", payload: { ref: "refs/heads/main" } };
    await putDelivery({ ...push, guid: "old", at: at(0), isAccepted: true });
    await putDelivery({ ...push, guid: "failed", at: at(10), isAccepted: false });
    await putDelivery({
      event: "repository",
      action: "renamed",
      payload: {},
      guid: "kept",
      at: at(20),
      isAccepted: true,
    });

    const told = await forge.deliveries(at(10), never);

    expect(told.map(({ id: _, ...rest }) => rest)).toEqual([
      { guid: "failed", event: "push", at: at(10), isAccepted: false },
      { guid: "kept", event: "repository", action: "renamed", at: at(20), isAccepted: true },
    ]);
    expect(await forge.delivery(told[0]?.id ?? "", never)).toEqual({ guid: "failed", ...push });
    expect(await forge.delivery("app-999999", never)).toBeUndefined();
  });

  test.each([
    ["limited", "rate_limited"],
    ["faulty", "unavailable"],
    ["unreachable", "unavailable"],
  ] as const)("a host that is %s is told as such, and never taken for one that lacks something", async (how, code) => {
    const { forge, commit, fail } = await fresh();
    const id = await commit("acme/a", { "a.yaml": "a" });
    await fail(how);

    for (const asked of [
      () => forge.list("acme", noPaths, never),
      () => forge.head("acme/a", noPaths, never),
      () => forge.tree("acme/a", id, never),
      () => forge.read([{ slug: "acme/a", blobId: blobId("a") }], { maxBytes: 9 }, never),
    ])
      await expect(asked()).rejects.toMatchObject({ code });
  });

  test("whoever no longer waits is told at once", async () => {
    const { forge } = await fresh();
    const stopped = AbortSignal.abort();

    await expect(forge.list("acme", noPaths, stopped)).rejects.toThrow();
    await expect(forge.head("acme/a", noPaths, stopped)).rejects.toThrow();
  });
}
