import { readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { component, documents, group } from "../../src/testing/descriptor.ts";
import { type CommandEnd, callboard } from "../../src/testing/fake-terminal.ts";
import { type CommitEntry, createGitRepository, type GitRepository } from "../../src/testing/git-repository.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

const team = group("a-team");

/** A folder with a configuration of one trusted git source, `org`, and its repository. */
async function setting(entries: Readonly<Record<string, CommitEntry>>) {
  const cwd = await temporaryFolder();
  const repository = await createGitRepository();
  onTestFinished(() => repository.remove());
  const revision = await repository.commit(entries);
  await configure(cwd, repository);
  return { cwd, repository, revision, run: (...args: string[]) => callboard(args, { cwd }) };
}

async function configure(cwd: string, { path }: Pick<GitRepository, "path">, more = ""): Promise<void> {
  const source = `{ type: git, name: org, url: ${path}, trusted: true, paths: ["*.yaml"] }`;
  await writeFile(join(cwd, "callboard.yaml"), `catalog:\n  sources:\n    - ${source}\n${more}log: { level: error }\n`);
}

function sources({ output }: CommandEnd): readonly Record<string, unknown>[] {
  return JSON.parse(output).sources;
}

/** As many components as a number says, with their team. */
function many(count: number): string {
  const all = Array.from({ length: count }, (_, index) => component(`thing-${index}`));
  return documents(team, ...all);
}

describe("callboard sync", () => {
  test("says what changed, for people and for scripts; problems of the files are no failure", async () => {
    const { repository, revision, run } = await setting({ "a.yaml": documents(team, component("a")) });

    const first = await run("sync");
    const second = await run("sync", "--json");
    const next = await repository.commit({
      "a.yaml": documents(team, component("a", { title: "A" }), component("b", { spec: { owner: "nobody" } })),
      "broken.yaml": "a: [",
    });
    const third = await run("sync", "--json");
    const fourth = await run("sync");

    expect(first).toEqual({ exitCode: 0, output: "✓ 1 source up to date\norg 2 added\n", errors: "" });
    expect(second).toMatchObject({ exitCode: 0, errors: "" });
    const counts = { added: 0, changed: 0, removed: 0, problems: 0 };
    expect(sources(second)).toEqual([{ name: "org", status: "unchanged", revision, ...counts }]);
    expect(sources(third)).toEqual([
      { name: "org", status: "changed", revision: next, ...counts, added: 1, changed: 1, problems: 2 },
    ]);
    expect(fourth.output).toBe("✓ 1 source up to date\norg unchanged · 2 problems\n");
  });

  test("holds too many removals with exit 1, until they are accepted", async () => {
    const { repository, run } = await setting({ "a.yaml": many(10) });
    await run("sync");
    await repository.commit({ "a.yaml": many(2) });

    const held = await run("sync", "--json");
    const accepted = await run("sync", "--json", "--accept", "org");
    const after = await run("sync");

    const message =
      "8 of 11 things would disappear from source org, so nothing of it was changed. If that is right, run sync --accept org.";
    expect(held.exitCode).toBe(1);
    expect(sources(held)).toMatchObject([{ status: "held", removed: 0, message }]);
    expect(accepted.exitCode).toBe(0);
    expect(sources(accepted)).toMatchObject([{ status: "changed", removed: 8 }]);
    expect(after.exitCode).toBe(0);
  });

  test("keeps everything of a repository that has vanished, with exit 3, and follows it once it is back", async () => {
    const { cwd, repository, run } = await setting({ "a.yaml": documents(team, component("a")) });
    await run("sync");
    await rename(repository.path, `${repository.path}-away`);

    const failed = await run("sync", "--json");
    const again = await run("sync");
    await rename(`${repository.path}-away`, repository.path);
    const back = await run("sync", "--json");

    expect(failed.exitCode).toBe(3);
    expect(sources(failed)).toMatchObject([{ name: "org", status: "failed", removed: 0, problems: 1 }]);
    expect(sources(failed)[0]?.["message"]).toContain(`git could not read file://${repository.path}`);
    expect(again.exitCode).toBe(3);
    expect(again.output).toContain("✗ 1 of 1 source not up to date\norg failed: git could not read");
    expect(back).toMatchObject({ exitCode: 0 });
    expect(sources(back)).toMatchObject([{ status: "unchanged", problems: 0 }]);
    expect((await callboard(["ask", "whoowns a"], { cwd })).exitCode).toBe(0);
  });

  test("is not stopped by what a killed sync left behind, and heals what is damaged, without touching other sources", async () => {
    const { cwd, repository, run } = await setting({ "a.yaml": documents(team, component("a")) });
    const other = await createGitRepository({ name: "other" });
    onTestFinished(() => other.remove());
    await other.commit({ "c.yaml": component("c") });
    await configure(cwd, repository, `    - { type: git, name: other, url: ${other.path}, paths: ["*.yaml"] }\n`);
    await run("sync");
    const mirror = join(cwd, "data", "mirrors", "org");
    for (const lock of ["shallow.lock", "index.lock", "HEAD.lock"]) await writeFile(join(mirror, lock), "");
    await writeFile(join(cwd, "data", "catalog.jsonl.1.tmp"), "half");
    await repository.commit({ "b.yaml": component("b") });

    const unstopped = await run("sync", "--json");
    for (const name of await readdir(join(mirror, "objects", "pack"))) await rm(join(mirror, "objects", "pack", name));
    await writeFile(join(cwd, "data", "catalog.jsonl"), '{"format":1}\n{"source":');
    const healed = await run("sync", "--json");

    expect(unstopped.exitCode).toBe(0);
    expect(sources(unstopped)).toMatchObject([
      { name: "org", status: "changed", added: 1 },
      { name: "other", status: "unchanged" },
    ]);
    expect(healed.exitCode).toBe(0);
    expect(sources(healed)).toMatchObject([
      { name: "org", status: "changed", added: 3 },
      { name: "other", status: "changed", added: 1 },
    ]);
    expect((await readdir(join(mirror, "objects", "pack"))).some((name) => name.endsWith(".pack"))).toBe(true);
  });

  test("refuses to accept for a source that does not exist", async () => {
    const { run } = await setting({ "a.yaml": component("a") });

    const end = await run("sync", "--accept", "orgs");

    expect(end).toEqual({ exitCode: 2, output: "", errors: "No source is called “orgs”. There are: org.\n" });
  });
});
