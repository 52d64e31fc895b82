import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plain } from "../../chat/text.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { component, descriptor, documents, group, user } from "../../testing/descriptor.ts";
import { createMemorySource } from "../../testing/memory-source.ts";
import { createTestBot, type TestBot } from "../../testing/test-bot.ts";

const parser = createParser();
const teamsLink = "https://teams.microsoft.com/l/channel/19%3Ahelp%40thread.tacv2/platform%20help?groupId=g";
let bot: TestBot;

beforeAll(async () => {
  const source = createMemorySource("org");
  const withEmail = (name: string, email: string, memberOf: readonly string[]) =>
    user(name, { spec: { profile: { email, displayName: name.toUpperCase() }, memberOf } });
  const all = documents(
    group("company", { spec: { children: ["money"] } }),
    group("money", { title: "Money", spec: { children: ["payments"], parent: "company" } }),
    group("payments", {
      title: "Team Payments",
      description: "Takes the money",
      annotations: { "slack.com/bot-notify": "#pay-help" },
      spec: { parent: "money", members: ["zoe", "mia"] },
    }),
    group("circle", { spec: { parent: "circle", children: ["circle"] } }),
    group("idle"),
    withEmail("mia", "mia@acme.example", ["payments"]),
    user("zoe", { spec: { jobTitle: "Engineer" } }),
    withEmail("leaf", "leaf@acme.example", ["money"]),
    withEmail("one", "shared@acme.example", ["payments"]),
    withEmail("two", "shared@acme.example", ["payments"]),
    withEmail("lonely", "lonely@acme.example", []),
    component("api", { spec: { owner: "payments" } }),
    component("books", { spec: { owner: "money" } }),
    component("notes", { spec: { owner: "user:mia" } }),
    descriptor("Domain", "finance", { spec: { owner: "company" } }),
  );
  source.tree("acme/catalog", { files: { "all.yaml": all } });
  bot = createTestBot([source], { parser, admins: ["group:default/company"] });
  await bot.sync();
});

afterAll(async () => {
  await bot.app.stop();
  await parser.close();
});

async function names(text: string, email?: string): Promise<readonly string[]> {
  const outcome = await bot.ask(text, email);
  if (outcome.status === "error") throw new Error(outcome.error.message);
  return (outcome.data as { items: { entity: string }[] }).items.map(({ entity }) => entity.split("/")[1] ?? "");
}

describe("owned", () => {
  test.each([
    ["owned payments", ["api"]],
    ["owned money", ["api", "books"]],
    ["owned company", ["api", "books", "finance"]],
    ["owned mia", ["api", "notes"]],
    ["owned user:default/mia", ["api", "notes"]],
    ["owned leaf", ["api", "books"]],
    ["owned circle", []],
    ["owned idle", []],
  ])("%s", async (text, owned) => {
    expect(await names(text)).toEqual(owned);
  });

  test("and mine are what the asker owns, when nobody else is named", async () => {
    expect(await names("mine", "mia@acme.example")).toEqual(["api", "notes"]);
    expect(await names("owned", "MIA@acme.example")).toEqual(["api", "notes"]);
    expect(await names("mine --all", "lonely@acme.example")).toEqual([]);
    expect((await bot.ask("mine", "lonely@acme.example")).message.text).toBe("LONELY owns nothing in the catalog");
  });

  test.each(["ada@example.com", "shared@acme.example"])(
    "by %s, whom the catalog cannot tell, is an error",
    async (email) => {
      expect(await bot.ask("mine", email)).toMatchObject({
        status: "error",
        error: { code: "not_found", message: expect.stringContaining(email) },
      });
    },
  );

  test.each([
    [{ "slack.com/bot-notify": "platform-help" }, "#platform-help"],
    [{ "callboard.dev/teams-channel": teamsLink }, "“platform help in Teams”"],
  ])("by somebody whom the catalog does not know says where to be added: %o", async (annotations, where) => {
    const source = createMemorySource("org");
    const admins = group("platform", { annotations });
    source.tree("acme/catalog", { files: { "all.yaml": admins } });
    const helped = createTestBot([source], { parser, admins: ["group:default/platform"] });
    await helped.sync();

    const outcome = await helped.ask("mine", "ada@example.com");
    await helped.app.stop();

    expect(plain(outcome.message.text)).toBe(
      `Your account matches nobody in the catalog (ada@example.com). Ask in ${where} to be added.`,
    );
  });

  test("looks among teams and people only", async () => {
    expect(await bot.ask("owned books")).not.toMatchObject({ data: { owner: "component:default/books" } });
    expect(await bot.ask("owned zebra")).toMatchObject({ status: "none", command: "owned" });
  });
});

describe("team", () => {
  test("says who is in it, how to reach it, what it is part of and what it owns", async () => {
    const outcome = await bot.ask("team money");

    expect(outcome).toMatchObject({
      status: "answer",
      data: {
        entity: "group:default/money",
        channels: {},
        people: ["user:default/leaf"],
        parents: ["group:default/company"],
        subTeams: ["group:default/payments"],
        owns: 2,
      },
    });
  });

  test("lists its people in its own order first", async () => {
    const outcome = await bot.ask("team payments");

    expect(outcome).toMatchObject({
      data: {
        people: ["user:default/zoe", "user:default/mia", "user:default/one", "user:default/two"],
        channels: { slack: "#pay-help" },
      },
    });
    expect(JSON.stringify(outcome.message)).toContain("zoe, Engineer");
  });

  test("may be empty, and may be in a circle", async () => {
    expect(await bot.ask("team idle")).toMatchObject({ data: { people: [], subTeams: [], owns: 0 } });
    expect(await bot.ask("team circle")).toMatchObject({ status: "answer", data: { people: [] } });
  });

  test("needs a name, of a team", async () => {
    expect(await bot.ask("team")).toMatchObject({ status: "error", error: { code: "usage" } });
    expect(await bot.ask("team zebra")).toMatchObject({ status: "none" });
  });
});

describe("help", () => {
  const commands = async (text: string, email?: string) => {
    const outcome = await bot.ask(text, email);
    return (outcome as { data: { items: { name: string }[] } }).data.items.map(({ name }) => name);
  };

  test("lists what the asker may run", async () => {
    expect(await commands("help")).toContain("sync");
    expect(await commands("help", "leaf@acme.example")).toContain("sync");
    expect(await commands("help", "lonely@acme.example")).not.toContain("sync");
    expect(await commands("help all", "ada@example.com")).not.toContain("sync");
  });

  test("speaks of things that the asker owns", async () => {
    expect(JSON.stringify((await bot.ask("help", "mia@acme.example")).message)).toContain("whoowns api");
    expect(JSON.stringify((await bot.ask("help", "lonely@acme.example")).message)).toContain("whoowns payments-api");
  });

  test.each(["help find", "help search", "find help", "find --help"])("explains one command: %s", async (text) => {
    expect(await bot.ask(text)).toMatchObject({ command: "help", data: { command: { name: "find" } } });
  });

  test("says for whom a command is, and that there is no such command", async () => {
    expect(await bot.ask("help sync", "lonely@acme.example")).toMatchObject({
      error: { code: "usage", message: "No command “sync” for you. It is for those who run Callboard." },
    });
    expect(await bot.ask("help __proto__")).toMatchObject({
      error: { code: "usage", message: "There is no command “__proto__”. `help all` lists them." },
    });
  });

  test.each([
    ["help all", 1],
    ["help all 2", 2],
    ["help all 99", "last"],
    ["help all -1", 1],
  ])("%s is page %s", async (text, page) => {
    const pages = Math.ceil(bot.app.commands().length / 5);

    expect((await bot.ask(text)).message.text).toContain(`page ${page === "last" ? pages : page} of ${pages}`);
  });

  test("works before the catalog does", async () => {
    const young = createTestBot([createMemorySource("org")], { parser });

    const outcome = await young.ask("help");
    await young.app.stop();

    expect(outcome.status).toBe("answer");
  });
});
