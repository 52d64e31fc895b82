import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { plain } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Forge } from "../../forge/forge.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { component, descriptor, documents, group, user } from "../../testing/descriptor.ts";
import { createMemoryForge, type MemoryForge } from "../../testing/memory-forge.ts";
import { createMemorySource, type FileChanges } from "../../testing/memory-source.ts";
import { createTestBot, type TestBot } from "../../testing/test-bot.ts";

const parser = createParser();
afterAll(() => parser.close());

const org = documents(
  group("storefront", {
    title: "Team Storefront",
    annotations: { "slack.com/bot-notify": "storefront", "github.com/team-slug": "acme/storefront" },
  }),
  group("tax", {
    title: "Team Tax",
    annotations: {
      "slack.com/bot-notify": "tax",
      "callboard.dev/teams-channel": "https://teams.microsoft.com/l/channel/19%3A1%40thread.tacv2/tax",
      "github.com/team-slug": "acme/tax",
    },
  }),
  group("billing", { title: "Team Billing", annotations: { "github.com/team-slug": "acme/billing" } }),
  user("ana.silva", { spec: { profile: { displayName: "Ana Silva" }, memberOf: ["tax"] } }),
  user("tom.berg", { spec: { profile: { displayName: "Tom Berg" }, memberOf: ["tax"] } }),
  user("mia.chen", {
    annotations: { "github.com/user-login": "mia" },
    spec: { profile: { displayName: "Mia Chen", email: "mia@acme.example" }, memberOf: [] },
  }),
);

const shopRules = `# Who reviews what
* @acme/storefront

/src/billing/ @acme/tax
/src/Pages/ @mia
/src/search/ mia@acme.example
/src/mixed/ @jonas @mia @acme/billing @acme/tax
/src/legal/ @acme/legal
/src/ghost/ @ghost
/src/free/
*.tf @acme/billing
/My\\ Docs/ @acme/tax
`;

const shop = component("shop", { spec: { owner: "storefront" } });

interface Repositories {
  readonly [slug: string]: FileChanges;
}

async function botOf(
  repositories: Repositories,
  options: { forges?: ReadonlyMap<string, Forge> } = {},
): Promise<TestBot> {
  const source = createMemorySource("org");
  for (const [name, files] of Object.entries({ "acme/catalog": { "org.yaml": org }, ...repositories })) {
    const [host, slug] = name.startsWith("//") ? name.slice(2).split(/\/(.*)/s) : ["github.com", name];
    const repository = {
      host: host as string,
      slug: slug as string,
      branch: "main",
      webUrl: `https://${host}/${slug}`,
    };
    source.tree(name, { repository, files });
  }
  const bot = createTestBot([source], { parser, ...options });
  await bot.sync();
  return bot;
}

async function lines(bot: TestBot, text: string): Promise<readonly string[]> {
  const { message } = await bot.ask(`whoowns ${text}`);
  const blocks = message.card?.blocks ?? [];
  const rows = blocks.flatMap((block) => (block.type === "list" ? block.rows.map((row) => row.text) : []));
  const texts = blocks.flatMap((block) => (block.type === "text" ? [block.text] : []));
  return [message.card?.title ?? message.text, ...texts, ...rows].map(plain);
}

async function dataOf(bot: TestBot, text: string): Promise<Record<string, unknown>> {
  const said = await bot.ask(`whoowns ${text}`);
  if (said.status === "error") throw new Error(said.error.message);
  return said.data as Record<string, unknown>;
}

async function actionsOf(bot: TestBot, text: string) {
  const { message } = await bot.ask(text);
  const blocks = message.card?.blocks ?? [];
  return blocks.flatMap((block) => (block.type === "actions" ? [...block.main, ...block.more] : []));
}

let bot: TestBot;
beforeAll(async () => {
  bot = await botOf({
    "acme/shop": { "catalog-info.yaml": shop, ".github/CODEOWNERS": shopRules },
    "acme/infra": { CODEOWNERS: "* @acme/billing\n/deploy/ @acme/storefront\n" },
    "acme/bare": { "README.md": "" },
    "acme/ledger": { "catalog-info.yaml": component("ledger", { spec: { owner: "tax" } }) },
    "acme/mono": {
      "catalog-info.yaml": component("mono", { spec: { owner: "storefront" } }),
      "services/web/catalog-info.yaml": component("web", { spec: { owner: "billing" } }),
      "docs/CODEOWNERS": "/services/api/ @acme/tax\n/src/search/ @acme/tax\n",
    },
    "other/tools": { CODEOWNERS: "/ops/ @acme/tax\n" },
    "second/tools": { CODEOWNERS: "/ops2/ @acme/tax\n" },
    "//ghes.acme.example/acme/old": { CODEOWNERS: "/lib/ @acme/tax\n" },
  });
});
afterAll(() => bot.app.stop());

describe("the owner of a file", () => {
  test("is whom the last rule of CODEOWNERS that matches names", async () => {
    expect(await lines(bot, "https://github.com/acme/shop/blob/main/src/billing/tax.ts#L10")).toEqual([
      "Team Tax owns src/billing/tax.ts",
      "#tax · Ana Silva, Tom Berg",
      "CODEOWNERS line 4: /src/billing/",
      "The rest of acme/shop: Team Storefront",
    ]);
    expect(plain((await bot.ask("whoowns acme/shop/src/billing/tax.ts")).message.text)).toBe(
      "Team Tax owns src/billing/tax.ts (#tax)",
    );
  });

  test("comes with buttons to ask them, and to look at the rule", async () => {
    expect(await actionsOf(bot, "whoowns acme/shop/src/billing/tax.ts")).toEqual([
      { type: "form", label: "Ask the team", flow: "ask", state: "component:default/shop group:default/tax" },
      { type: "link", label: "Open line 4", url: "https://github.com/acme/shop/blob/main/.github/CODEOWNERS#L4" },
      { type: "command", label: "Details", command: "show shop" },
    ]);
  });

  test("is told to scripts with the rule", async () => {
    expect(await dataOf(bot, "acme/shop/src/billing/tax.ts")).toEqual({
      entity: "component:default/shop",
      owner: "group:default/tax",
      people: ["user:default/ana.silva", "user:default/tom.berg"],
      channels: { slack: "tax", teams: "https://teams.microsoft.com/l/channel/19%3A1%40thread.tacv2/tax" },
      chain: [],
      file: {
        host: "github.com",
        repository: "acme/shop",
        path: "src/billing/tax.ts",
        line: 4,
        pattern: "/src/billing/",
        owners: ["@acme/tax"],
        url: "https://github.com/acme/shop/blob/main/.github/CODEOWNERS#L4",
      },
    });
  });

  test.each([
    ["src/other.ts", "Team Storefront", ["CODEOWNERS line 2: *"]],
    ["src/Pages/a.ts", "Mia Chen", ["CODEOWNERS line 5: /src/Pages/", "The rest of acme/shop: Team Storefront"]],
    ["src/search/a.ts", "Mia Chen", ["CODEOWNERS line 6: /src/search/", "The rest of acme/shop: Team Storefront"]],
  ])("%s is that of %s", async (path, owner, rest) => {
    expect(await lines(bot, `acme/shop/${path}`)).toEqual([
      `${owner} owns ${path}`,
      ...(owner === "Team Storefront" ? ["#storefront"] : []),
      ...rest,
    ]);
  });

  test("is first a team of the catalog where a rule names several, and the others are named", async () => {
    expect(await lines(bot, "acme/shop/src/mixed/a.ts")).toEqual([
      "Team Billing owns src/mixed/a.ts",
      "CODEOWNERS line 7: /src/mixed/",
      "Also: @jonas, Mia Chen + 1",
      "The rest of acme/shop: Team Storefront",
    ]);
  });

  test("that the catalog does not know is named as the rule does", async () => {
    expect(await lines(bot, "acme/shop/src/ghost/a.ts")).toEqual([
      "@ghost owns src/ghost/a.ts",
      "Not in the catalog",
      "CODEOWNERS line 9: /src/ghost/",
      "The rest of acme/shop: Team Storefront",
    ]);
    expect(await dataOf(bot, "acme/shop/src/ghost/a.ts")).not.toHaveProperty("owner");
    expect((await actionsOf(bot, "whoowns acme/shop/src/ghost/a.ts")).map(({ label }) => label)).toEqual([
      "Open line 9",
      "Show details",
    ]);
  });

  test("is that of the repository where a rule says that there is none", async () => {
    expect(await lines(bot, "acme/shop/src/free/a.ts")).toEqual([
      "Team Storefront owns acme/shop",
      "#storefront",
      "CODEOWNERS line 10 gives src/free/a.ts no owner",
    ]);
  });

  test("is that of the thing whose folder holds it where no rule matches", async () => {
    expect(await lines(bot, "acme/mono/README.md")).toEqual([
      "Team Storefront owns acme/mono",
      "#storefront",
      "No CODEOWNERS rule for README.md",
    ]);
    expect(await lines(bot, "acme/mono/services/web/a.ts")).toEqual([
      "Team Billing owns web",
      "No CODEOWNERS rule for services/web/a.ts",
    ]);
    expect(await dataOf(bot, "acme/mono/services/web/a.ts")).toMatchObject({
      entity: "component:default/web",
      owner: "group:default/billing",
      chain: [{ entity: "group:default/billing", relation: "ownedBy" }],
      file: { repository: "acme/mono", path: "services/web/a.ts" },
    });
  });

  test("is what the catalog says where there is no CODEOWNERS file", async () => {
    expect((await lines(bot, "acme/ledger/src/a.ts"))[0]).toBe("Team Tax owns ledger");
  });

  test("is not known where neither says anything", async () => {
    expect(await lines(bot, "acme/bare/src/a.ts")).toEqual([
      "acme/bare has no catalog-info.yaml",
      "acme/bare has no CODEOWNERS file.",
    ]);
    expect(await lines(bot, "other/tools/src/a.ts")).toEqual([
      "other/tools has no catalog-info.yaml",
      "No CODEOWNERS rule for src/a.ts.",
    ]);
  });

  test("keeps the end of a path that is too long for a line", async () => {
    const [title = ""] = await lines(bot, `acme/shop/src/billing/${"very/".repeat(20)}deep.ts`);

    expect(title).toBe("Team Tax owns …/very/very/very/very/very/very/very/deep.ts");
    expect([...title].length).toBeLessThanOrEqual(60);
  });
});

describe("a file is named by", () => {
  test.each([
    "https://github.com/acme/shop/blob/main/src/billing/tax.ts",
    "https://github.com/acme/shop/blob/main/src/billing/tax.ts?plain=1#L10-L20",
    "https://github.com/acme/shop/blame/main/src/billing/tax.ts",
    "https://github.com/acme/shop/edit/main/src/billing/tax.ts",
    "https://github.com/acme/shop/raw/main/src/billing/tax.ts",
    "https://github.com/acme/shop/raw/refs/heads/main/src/billing/tax.ts",
    "https://github.com/acme/shop/blob/3f0c9b2/src/billing/tax.ts",
    "https://github.com/acme/shop/blob/feature/x/src/billing/tax.ts",
    "https://github.com/acme/shop/blob/dependabot/npm_and_yarn/x-1.2/src/billing/tax.ts",
    "https://github.com/acme/shop/blob/refs/tags/v1/src/billing/tax.ts",
    "https://github.com/Acme/Shop/blob/main/src/billing/tax.ts",
    "https://github.com/acme/shop/blob/main/src/%62illing/tax.ts",
    "https://github.com/acme/shop/-/blob/main/src/billing/tax.ts",
    "https://raw.githubusercontent.com/acme/shop/main/src/billing/tax.ts",
    "https://raw.githubusercontent.com/acme/shop/refs/heads/main/src/billing/tax.ts?token=x",
    "github.com/acme/shop/blob/main/src/billing/tax.ts",
    "github.com/acme/shop/src/billing/tax.ts",
    "https://github.com/acme/shop/src/billing/tax.ts",
    "<https://github.com/acme/shop/blob/main/src/billing/tax.ts|tax.ts>",
    "acme/shop/src/billing/tax.ts",
    "Acme/Shop/src/billing/tax.ts",
    "shop/src/billing/tax.ts",
    "src/billing/tax.ts",
    "./src/billing/tax.ts",
    "/src/billing/tax.ts",
    "src/billing/tax.ts:88",
    "src/billing/tax.ts:88:12",
    "src/billing/tax.ts#L88",
    "`src/billing/tax.ts`",
    "at total (src/billing/tax.ts:88:12)",
    "(src/billing/tax.ts:88:12)",
  ])("%s", async (text) => {
    expect(await dataOf(bot, text)).toMatchObject({
      file: { repository: "acme/shop", path: "src/billing/tax.ts", line: 4 },
    });
  });

  test.each([
    ["https://github.com/acme/shop/tree/main/src/billing", "src/billing/", 4],
    ["https://github.com/acme/shop/tree/main/src/billing/", "src/billing/", 4],
    ["acme/shop/src/billing/", "src/billing/", 4],
    ["https://github.com/acme/shop/blob/main/src/Pages/a.ts", "src/Pages/a.ts", 5],
    ["https://github.com/acme/shop/blob/main/src/pages/a.ts", "src/pages/a.ts", 2],
    ["https://github.com/acme/shop/blob/main/My%20Docs/a.md", "My Docs/a.md", 12],
    ["acme/shop/My%20Docs/a.md", "My Docs/a.md", 12],
    ["https://github.com/acme/shop/blob/main/100%.md", "100%.md", 2],
  ])("%s, as it is written", async (text, path, line) => {
    expect(await dataOf(bot, text)).toMatchObject({ file: { repository: "acme/shop", path, line } });
  });

  test("no address of a page that is of no file", async () => {
    for (const page of ["pull/12", "issues", "actions/runs/7"]) {
      expect(await dataOf(bot, `https://github.com/acme/shop/${page}`)).not.toHaveProperty("file.path", page);
    }
  });

  test("an address at which people open a host that is called differently", async () => {
    const source = createMemorySource("org");
    const webUrl = "http://127.0.0.1:4567/acme/shop";
    const repository = { host: "github.com", slug: "acme/shop", branch: "main", webUrl };
    source.tree("acme/shop", {
      repository,
      files: { "org.yaml": org, CODEOWNERS: shopRules, "catalog-info.yaml": shop },
    });
    const served = createTestBot([source], { parser });
    await served.sync();

    expect(await dataOf(served, `${webUrl}/blob/main/src/billing/tax.ts#L3`)).toMatchObject({
      file: { host: "github.com", repository: "acme/shop", path: "src/billing/tax.ts", line: 4 },
    });
    expect(JSON.stringify(await dataOf(served, webUrl))).toContain("component:default/shop");
  });

  test("an address of another host", async () => {
    for (const text of [
      "https://ghes.acme.example/acme/old/blob/main/lib/a.ts",
      "https://raw.ghes.acme.example/acme/old/main/lib/a.ts",
      "https://ghes.acme.example/raw/acme/old/main/lib/a.ts",
      "acme/old/lib/a.ts",
    ]) {
      expect(await dataOf(bot, text)).toMatchObject({
        file: { host: "ghes.acme.example", repository: "acme/old", line: 1 },
      });
    }
  });

  test("a path in several repositories, which are a choice", async () => {
    expect(await lines(bot, "src/search/a.ts")).toEqual([
      "2 matches for “src/search/a.ts”",
      "acme/mono src/search/a.ts",
      "acme/shop src/search/a.ts",
    ]);
    expect(await dataOf(bot, "src/search/a.ts")).toEqual({
      candidates: ["acme/mono", "acme/shop"].map((repository) => ({
        file: { host: "github.com", repository, path: "src/search/a.ts" },
        score: 1,
      })),
    });
    const { message } = await bot.ask("whoowns src/search/a.ts");
    const list = message.card?.blocks.find((block) => block.type === "list");
    expect(list?.rows[1]?.action).toEqual({
      type: "command",
      label: "Choose",
      command: "whoowns acme/shop/src/search/a.ts",
      replaces: true,
    });
  });

  test("a path of which only rules for everything say something names none", async () => {
    expect(await lines(bot, "src/unheard/of.ts")).toEqual([
      "Nothing here is called “src/unheard/of.ts”",
      "It may have no catalog-info.yaml yet.",
    ]);
  });

  test("a rule for files of its kind, where none names its folder", async () => {
    expect(await lines(bot, "modules/net/main.tf")).toContain("CODEOWNERS line 11: *.tf");
  });

  test("a name that several repositories have and a path is a path without a repository", async () => {
    expect((await bot.ask("whoowns tools/ops/a.ts")).status).toBe("none");
    expect(await dataOf(bot, "ops/a.ts")).toMatchObject({ file: { repository: "other/tools" } });
  });

  test.each([
    "../../etc/passwd",
    "src/../../x",
    "a/b c",
    "C:\\src\\a.ts",
    "/",
    "//",
    "git@github.com:x/y",
    "a/<b>",
    "@/a",
  ])("nothing such as %j", async (text) => {
    expect(JSON.stringify(await dataOf(bot, text))).not.toContain('"file"');
  });
});

describe("a repository", () => {
  test("that has things is what they are", async () => {
    expect((await lines(bot, "acme/shop"))[0]).toBe("Team Storefront owns shop");
    expect((await lines(bot, "https://github.com/acme/shop"))[0]).toBe("Team Storefront owns shop");
  });

  test.each(["acme/infra", "https://github.com/acme/infra", "git@github.com:acme/infra.git"])(
    "that has none is of whom CODEOWNERS names for everything: %s",
    async (text) => {
      expect(await lines(bot, text)).toEqual(["Team Billing owns acme/infra", "CODEOWNERS line 1: *"]);
    },
  );

  test("that has neither says so", async () => {
    expect(await lines(bot, "acme/bare")).toEqual([
      "acme/bare has no catalog-info.yaml",
      "acme/bare has no CODEOWNERS file.",
    ]);
    expect(await lines(bot, "other/tools")).toEqual([
      "other/tools has no catalog-info.yaml",
      "CODEOWNERS names no owner for all of it.",
    ]);
  });
});

describe("a team of GitHub that the catalog does not know", () => {
  const legal = "acme/shop/src/legal/a.ts";
  const shopOnly = { "acme/shop": { "catalog-info.yaml": shop, ".github/CODEOWNERS": shopRules } };

  async function withForge(): Promise<{ readonly bot: TestBot; readonly forge: MemoryForge }> {
    const forge = createMemoryForge({ host: "github.com" });
    forge.putPerson("acme", { login: "mia", name: "M. Chen", email: "mia@private.example" });
    forge.putPerson("acme", { login: "lee", name: "Lee Park", email: "lee@private.example" });
    forge.putPerson("acme", { login: "kim" });
    forge.putTeam("acme", { slug: "legal", members: ["lee", "mia", "kim"] });
    const bot = await botOf(shopOnly, { forges: new Map([["github.com", forge]]) });
    onTestFinished(() => bot.app.stop());
    return { bot, forge };
  }

  test("is named with its members, those of the catalog as it calls them", async () => {
    const { bot } = await withForge();

    expect(await lines(bot, legal)).toEqual([
      "@acme/legal owns src/legal/a.ts",
      "Lee Park, Mia Chen + 1",
      "Not in the catalog; members from GitHub",
      "CODEOWNERS line 8: /src/legal/",
      "The rest of acme/shop: Team Storefront",
    ]);
    expect(await dataOf(bot, legal)).toMatchObject({
      people: ["user:default/mia.chen"],
      file: { owners: ["@acme/legal"] },
    });
    expect(JSON.stringify(await bot.ask(`whoowns ${legal}`))).not.toContain("private.example");
  });

  test("is asked about once in ten minutes", async () => {
    const { bot, forge } = await withForge();
    await lines(bot, legal);
    await lines(bot, legal);
    expect(forge.calls.filter(({ verb }) => verb === "teamMembers")).toHaveLength(1);

    await bot.clock.advance(601_000);
    await lines(bot, legal);

    expect(forge.calls.filter(({ verb }) => verb === "teamMembers")).toHaveLength(2);
  });

  test("is named alone where GitHub fails, and with its members once it does not", async () => {
    const { bot, forge } = await withForge();
    forge.failNext(new BotError("unavailable", "GitHub does not answer."), { verb: "teamMembers" });

    expect((await lines(bot, legal)).slice(0, 2)).toEqual(["@acme/legal owns src/legal/a.ts", "Not in the catalog"]);
    await bot.clock.advance(61_000);
    expect(await lines(bot, legal)).toContain("Not in the catalog; members from GitHub");
  });

  test("is named alone where GitHub does not answer in time", async () => {
    const never = () => new Promise<never>(() => {});
    const forges = new Map([["github.com", { teamMembers: never } as Partial<Forge> as Forge]]);
    const bot = await botOf(shopOnly, { forges });
    onTestFinished(() => bot.app.stop());

    expect((await lines(bot, legal))[1]).toBe("Not in the catalog");
  });
});

describe("an owner that does not exist is guessed to be", () => {
  const lost = (name: string, parts: object = {}) =>
    component(name, { ...parts, spec: { owner: "nobody", system: "till" } });
  const till = descriptor("System", "till", { spec: { owner: "storefront" } });

  async function guessOf(repositories: Repositories, name: string): Promise<string | undefined> {
    const bot = await botOf({ "acme/till": { "a.yaml": till }, ...repositories });
    onTestFinished(() => bot.app.stop());
    return (await lines(bot, name)).find((line) => line.startsWith("Best guess"));
  }

  test.each([
    [
      "whom CODEOWNERS names for its repository",
      { "acme/sync": { "catalog-info.yaml": lost("sync"), CODEOWNERS: "* @acme/tax" } },
    ],
    [
      "whom CODEOWNERS names for the folder of its file",
      { "acme/sync": { "x/catalog-info.yaml": lost("sync"), CODEOWNERS: "* @acme/billing\n/x/ @acme/tax" } },
    ],
    [
      "whom CODEOWNERS names for where its code is",
      {
        "acme/all": {
          "sync.yaml": lost("sync", {
            annotations: { "backstage.io/source-location": "url:https://github.com/acme/code/tree/main/Sync/" },
          }),
          CODEOWNERS: "* @acme/billing",
        },
        "acme/code": { CODEOWNERS: "* @acme/billing\n/Sync/ @acme/tax" },
      },
    ],
    [
      "whom CODEOWNERS names for its project-slug",
      {
        "acme/all": { "sync.yaml": lost("sync", { annotations: { "github.com/project-slug": "acme/code" } }) },
        "acme/code": { CODEOWNERS: "* @acme/tax" },
      },
    ],
  ])("%s", async (_, repositories) => {
    expect(await guessOf(repositories, "sync")).toBe("Best guess: Team Tax (CODEOWNERS)");
  });

  test("whoever owns its system, where CODEOWNERS says no more than whose the rest is", async () => {
    const central = { "acme/all": { "x/sync.yaml": lost("sync"), CODEOWNERS: "* @acme/tax" } };

    expect(await guessOf(central, "sync")).toBe("Best guess: Team Storefront (owner of till)");
  });
});

test("a project-slug is on the host of the thing's own file", async () => {
  const slug = { annotations: { "github.com/project-slug": "acme/code" }, spec: { owner: "tax" } };
  const bot = await botOf({
    "acme/a": { "a.yaml": component("here", slug) },
    "//ghes.acme.example/acme/b": { "b.yaml": component("there", slug) },
  });
  onTestFinished(() => bot.app.stop());

  expect(await dataOf(bot, "https://github.com/acme/code")).toMatchObject({ entity: "component:default/here" });
  expect(await dataOf(bot, "https://ghes.acme.example/acme/code")).toMatchObject({ entity: "component:default/there" });
  expect((await bot.ask("whoowns https://gitlab.acme.example/acme/code")).status).toBe("none");
});

test("a file with no valid owner is opened on its own host, on the branch that is read", async () => {
  const bot = await botOf({
    "//ghes.acme.example/acme/b": { "x y/b.yaml": component("stray", { spec: { owner: "nobody" } }) },
  });
  onTestFinished(() => bot.app.stop());

  expect(await actionsOf(bot, "whoowns stray")).toContainEqual({
    type: "link",
    label: "Open the file",
    url: "https://ghes.acme.example/acme/b/blob/main/x%20y/b.yaml#L1",
  });
});

test("a name of the catalog is meant before a path", async () => {
  const bot = await botOf({
    "acme/shop": {
      "catalog-info.yaml": component("web", { namespace: "src", spec: { owner: "group:default/tax" } }),
      CODEOWNERS: "/src/ @acme/billing",
    },
  });
  onTestFinished(() => bot.app.stop());

  expect(await dataOf(bot, "src/web")).toMatchObject({ entity: "component:src/web" });
  expect(await dataOf(bot, "src/weber")).toMatchObject({ file: { path: "src/weber" } });
});

test("what is foreign in CODEOWNERS and in a path is literal, on one line and short", async () => {
  const long = "x".repeat(200);
  const rules = [
    `/<!channel>/*bold*/ @acme/tax`,
    `/\u202eevil/ @acme/\u202etax`,
    `/${long}/ @acme/${"y".repeat(200)}`,
    `/[link](https://evil.example)/ @acme/tax`,
    `/a/ <!channel>`,
  ].join("\n");
  const bot = await botOf({ "acme/evil": { CODEOWNERS: rules } });
  onTestFinished(() => bot.app.stop());

  for (const path of [
    "%3C!channel%3E/xboldx/a",
    `${long}/a`,
    "a/a",
    "%E2%80%AEevil/a",
    "%3C!here%3E/%F0%9F%94%A5/%0A%0A/a",
  ]) {
    const { message } = await bot.ask(`whoowns https://github.com/acme/evil/blob/main/${path}`);
    const texts = [
      message.card?.title ?? "",
      ...(message.card?.blocks ?? []).flatMap((block) => ("text" in block ? [block.text] : [])),
    ];
    for (const text of texts) {
      expect(plain(text)).not.toMatch(/[\n\u202e]/);
      expect([...plain(text)].length).toBeLessThanOrEqual(100);
      // Markup is made by adapters of spans that we make; none is made of a rule.
      expect(
        typeof text === "string" || text.every(({ type }) => type === "text" || type === "bold" || type === "person"),
      ).toBe(true);
    }
  }
});
