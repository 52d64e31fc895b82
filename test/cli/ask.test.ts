import { mkdtemp, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { component, descriptor, documents, group, user } from "../../src/testing/descriptor.ts";
import { type CommandEnd, callboard } from "../../src/testing/fake-terminal.ts";
import { createGitRepository } from "../../src/testing/git-repository.ts";

const catalog = documents(
  group("company", { spec: { type: "company", children: ["money"] } }),
  group("money", { spec: { parent: "company", children: ["payments"] } }),
  group("payments", {
    title: "Team Payments",
    annotations: { "slack.com/bot-notify": "#pay-help" },
    spec: { parent: "money", members: ["mia"] },
  }),
  group("tax"),
  user("mia", { spec: { profile: { displayName: "Mia Chen", email: "mia@acme.example" }, memberOf: ["payments"] } }),
  user("tom", { spec: { profile: { email: "tom@acme.example" }, memberOf: ["tax"] } }),
  component("payments-api", { spec: { owner: "payments" } }),
  component("payments-web", { spec: { owner: "payments" } }),
  component("tax-api", { spec: { owner: "tax" } }),
);

/** A folder with a configuration of one git source, and its repository. */
async function makeSetting(options: { files?: Readonly<Record<string, string>>; admins?: string } = {}) {
  const { files = { "catalog-info.yaml": catalog }, admins = "[]" } = options;
  const cwd = await mkdtemp(join(tmpdir(), "callboard-test-"));
  const repository = await createGitRepository();
  await repository.commit(files);
  const source = `{ type: git, name: org, url: ${repository.path}, trusted: true }`;
  await writeFile(
    join(cwd, "callboard.yaml"),
    `admins: ${admins}\nlog: { level: error }\ncatalog:\n  sources:\n    - ${source}\n`,
  );
  return {
    cwd,
    ask: (...args: string[]) => callboard(["ask", ...args], { cwd }),
    vanish: () => rename(repository.path, `${repository.path}-away`),
    remove: () => Promise.all([repository.remove(), rm(cwd, { recursive: true, force: true })]),
  };
}

/** One that is removed with the running test. */
async function setting(options?: Parameters<typeof makeSetting>[0]) {
  const made = await makeSetting(options);
  onTestFinished(async () => void (await made.remove()));
  return made;
}

function json({ output }: CommandEnd) {
  return JSON.parse(output);
}

/** Makes what was kept as old as it would be after a day without a sync. */
async function age(cwd: string, hours: number): Promise<void> {
  const path = join(cwd, "data", "catalog-state.json");
  const states: { syncedAt: string }[] = JSON.parse(await readFile(path, "utf8"));
  const syncedAt = new Date(Date.now() - hours * 3_600_000).toISOString();
  await writeFile(path, JSON.stringify(states.map((state) => ({ ...state, syncedAt }))));
  // The configuration is older still.
  await utimes(join(cwd, "callboard.yaml"), 0, 0);
}

describe("callboard ask", () => {
  let shared: Awaited<ReturnType<typeof makeSetting>>;

  beforeAll(async () => {
    shared = await makeSetting({ admins: "[group:default/money]" });
  });

  afterAll(() => shared.remove());

  test("answers people in a few lines, and scripts with one object; nothing found is exit 1", async () => {
    const inWords = await shared.ask("whoowns payments-api");
    const answer = await shared.ask("--json", "whoowns payments-api");
    const none = await shared.ask("--json", "whoowns zebra");
    const wrong = await shared.ask("--json", "find frob:x");

    expect(inWords).toEqual({
      exitCode: 0,
      output: [
        "Team Payments owns payments-api",
        "#pay-help · Mia Chen",
        "Production service",
        "(Set in catalog, synced just now)",
        "Next: show payments-api · deps payments-api",
        "",
      ].join("\n"),
      errors: "",
    });
    expect(answer.exitCode).toBe(0);
    expect(json(answer)).toEqual({
      status: "answer",
      command: "whoowns",
      data: {
        entity: "component:default/payments-api",
        owner: "group:default/payments",
        people: ["user:default/mia"],
        channels: { slack: "#pay-help" },
        chain: [{ entity: "group:default/payments", relation: "ownedBy" }],
        lifecycle: "production",
      },
      message: expect.objectContaining({ text: "Team Payments owns payments-api (#pay-help)" }),
    });
    expect(none.exitCode).toBe(1);
    expect(json(none)).toMatchObject({ status: "none", command: "whoowns", data: { candidates: [] } });
    expect(wrong.exitCode).toBe(2);
    expect(json(wrong)).toMatchObject({ status: "error", command: "find", data: null, error: { code: "usage" } });
    for (const { output } of [answer, none, wrong]) expect(output).toMatch(/^\{.*\}\n$/);
  });

  test("never tells a person's address", async () => {
    const owner = await shared.ask("--json", "whoowns payments-api");
    const person = await shared.ask("--json", "show mia");

    expect(json(owner).message.card.blocks[0].text).toContainEqual({ type: "person", text: "Mia Chen" });
    expect(json(person).data.spec.profile).toEqual({ displayName: "Mia Chen" });
    expect(owner.output + person.output).not.toContain("mia@");
  });

  test("offers a choice, which is no failure", async () => {
    const end = await shared.ask("--json", "show", "api");

    expect(end.exitCode).toBe(0);
    expect(json(end)).toMatchObject({
      status: "choice",
      data: {
        candidates: expect.arrayContaining([{ entity: "component:default/tax-api", score: expect.any(Number) }]),
      },
    });
  });

  test("lets the operator sync, an admin through a nested group, and nobody else", async () => {
    const operator = await shared.ask("sync");
    const admin = await shared.ask("sync", "--as", "MIA@acme.example");
    const member = await shared.ask("--json", "sync", "--as", "tom@acme.example");
    const stranger = await shared.ask("sync", "--as", "ada@example.com");

    expect(operator).toMatchObject({ exitCode: 0, output: expect.stringContaining("1 source up to date") });
    expect(admin).toMatchObject({ exitCode: 0, output: expect.stringContaining("1 source up to date") });
    expect(member.exitCode).toBe(1);
    expect(json(member)).toMatchObject({ status: "error", command: "sync", error: { code: "not_allowed" } });
    expect(stranger).toMatchObject({
      exitCode: 1,
      output: "`sync` is for those who run Callboard. Ask one of its admins.\n",
    });
  });

  test("answers for whoever asks", async () => {
    const mine = await shared.ask("--json", "mine", "--as", "tom@acme.example");
    const nobodys = await shared.ask("mine");

    expect(json(mine).data).toEqual({
      owner: "user:default/tom",
      total: 1,
      items: [{ entity: "component:default/tax-api" }],
    });
    expect(nobodys).toMatchObject({ exitCode: 1, output: expect.stringContaining("`--as <email>`") });
  });

  test.each([["whoowns tax-api"], ["--json", "whoowns tax-api"]])(
    "says so when nobody reads the answer: %s",
    async (...args) => {
      const end = await callboard(["ask", ...args], { cwd: shared.cwd, isUnread: true });

      expect(end).toMatchObject({ exitCode: 3, errors: "Nothing reads the terminal's output any more.\n" });
    },
  );

  test("helps whoever asks nothing", async () => {
    expect(await shared.ask()).toMatchObject({ exitCode: 0, output: expect.stringContaining("Who owns it") });
  });
});

describe("what callboard ask answers from", () => {
  test("is what was kept while that is young, else Git; and what was kept, with its age, when the repository has vanished", async () => {
    const { cwd, ask, vanish } = await setting();
    const first = await ask("whoowns payments-api");
    await age(cwd, 1);
    const read = await ask("whoowns payments-api");
    await vanish();

    const young = await ask("whoowns payments-api");
    await age(cwd, 27);
    const old = await ask("whoowns payments-api");

    expect(first.output).toContain("(Set in catalog, synced just now)\n");
    expect(read).toEqual(first);
    expect(young).toEqual(first);
    expect(old.exitCode).toBe(0);
    expect(old.output).toContain("Team Payments owns payments-api\n");
    expect(old.output).toContain("(Catalog is 27 h old: Git does not answer)\n");
  });

  test("reads a source at once that was added to the configuration since", async () => {
    const { cwd, ask } = await setting();
    await ask("whoowns payments-api");
    await writeFile(join(cwd, "new.yaml"), component("brand-new"));
    const path = join(cwd, "callboard.yaml");
    const config = await readFile(path, "utf8");
    await writeFile(path, `${config}    - { type: folder, name: local, path: ., paths: [new.yaml] }\n`);

    const end = await ask("--json", "show brand-new");

    expect(json(end)).toMatchObject({ status: "answer", data: { origin: { source: "local" } } });
  });

  test("is unavailable while nothing was ever read", async () => {
    const { ask, vanish } = await setting();
    await vanish();

    const end = await ask("--json", "whoowns payments-api");
    const help = await ask("help");

    expect(end.exitCode).toBe(3);
    expect(json(end)).toMatchObject({ status: "error", error: { code: "unavailable" } });
    expect(json(end).error.message).toMatch(/^The catalog could not be read yet\. git could not read file:/);
    expect(help.exitCode).toBe(0);
  });

  test("never breaks on what a catalog holds", async () => {
    const hostile = "<!channel> \u001b[31mred\u0007 @here <at>x</at> [a](javascript:alert(1)) \u202egnp";
    const { ask } = await setting({
      files: {
        "catalog-info.yaml": documents(
          component("constructor", { title: hostile, description: hostile, spec: { owner: "toString" } }),
          descriptor("__proto__", "x"),
          `{"apiVersion":"backstage.io/v1alpha1","kind":"Component","metadata":{"name":"evil","annotations":{"__proto__":"x"}},"spec":{"__proto__":{"polluted":true},"type":"service","lifecycle":"production","owner":"a"}}\n`,
        ),
      },
    });

    const ends = [
      await ask("whoowns constructor"),
      await ask("show constructor"),
      await ask("deps constructor"),
      await ask("find constructor"),
      await ask("gaps files"),
      await ask("whoowns evil"),
      await ask("whoowns __proto__"),
    ];

    for (const { output, errors } of ends) {
      expect(output).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
      expect(output).not.toContain("Something went wrong");
      expect(errors).toBe("");
    }
    expect(ends.slice(0, 4).map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
