import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { plain } from "../../chat/text.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { catalogBot } from "../../testing/catalog-bot.ts";
import { component, descriptor, documents, group, user } from "../../testing/descriptor.ts";
import { createMemorySource } from "../../testing/memory-source.ts";
import { createTestBot, type TestBot } from "../../testing/test-bot.ts";

const parser = createParser();

afterAll(() => parser.close());

/** A bot whose catalog is these documents. */
function botOf(...all: readonly string[]): Promise<TestBot> {
  return catalogBot({ "all.yaml": documents(...all) }, { parser });
}

/** The `data` of an answer. */
async function ownerOf(bot: TestBot, name: string) {
  const outcome = await bot.ask(`whoowns ${name}`);
  if (outcome.status === "error") throw new Error(outcome.error.message);
  return outcome.data as Record<string, unknown>;
}

/** The lines of a card, its buttons left out. */
async function linesOf(bot: TestBot, text: string): Promise<readonly string[]> {
  const { message } = await bot.ask(text);
  const { title = message.text, blocks = [] } = message.card ?? {};
  return [title, ...blocks.flatMap((block) => ("text" in block ? [block.text] : []))].map(plain);
}

/** The labels of an answer's buttons. */
async function buttons(bot: TestBot, text: string, email?: string): Promise<readonly string[]> {
  const { message } = await bot.ask(text, email);
  const blocks = message.card?.blocks ?? [];
  return blocks
    .flatMap((block) => (block.type === "actions" ? [...block.main, ...block.more] : []))
    .map(({ label }) => label);
}

const people = documents(
  user("mia", { spec: { profile: { displayName: "Mia Chen" }, memberOf: ["payments"] } }),
  user("jonas", { spec: { memberOf: ["payments"] } }),
);
const payments = group("payments", {
  title: "Team Payments",
  annotations: {
    "slack.com/bot-notify": "pay-help",
    "callboard.dev/teams-channel": "https://teams.microsoft.com/l/channel/19%3A1%40thread.tacv2",
  },
  spec: { members: ["jonas", "mia"] },
});

describe("what is understood", () => {
  const shop = [
    payments,
    people,
    group("mobile", { title: "Team Mobile" }),
    component("payments-api", {
      title: "Charges",
      annotations: { "callboard.dev/aliases": "till" },
      spec: { owner: "payments" },
    }),
    component("adrift", { spec: { owner: "nobody" } }),
    descriptor("System", "checkout", { spec: { owner: "payments" } }),
    descriptor("Vendor", "mail-carrier", { spec: { system: "checkout" } }),
  ];

  test.each([
    ["whoowns paymnets-api", "Closest to “paymnets-api” · set in acme/catalog, synced just now"],
    ["who owns the paymnets api?", "Closest to “the paymnets api” · set in acme/catalog, synced just now"],
    ["whoowns team mobil", "Closest to “team mobil” · set in acme/catalog, synced just now"],
    ["whoowns mail-carier", "Closest to “mail-carier” · owner of its system checkout; the vendor names none"],
    ["whoowns adrfit", "Closest to “adrfit” · acme/catalog/all.yaml:36"],
    ["show paymnets-api", "Closest to “paymnets-api” · acme/catalog/all.yaml:26"],
    ["deps paymnets-api", "Closest to “paymnets-api”"],
  ])("is said where it is not what was typed: %s", async (question, note) => {
    const bot = await botOf(...shop);

    expect((await linesOf(bot, question)).at(-1)?.replace(/:\d+$/, "")).toBe(note.replace(/:\d+$/, ""));
  });

  test.each([
    "payments-api",
    "Payments API",
    "paymentsapi",
    "payments_api",
    "charges",
    "till",
    "component:payments-api",
  ])("is not said of the very name, title or alias, however it is written: %s", async (name) => {
    const bot = await botOf(...shop);

    for (const command of ["whoowns", "show", "deps"]) {
      expect((await linesOf(bot, `${command} ${name}`)).join()).not.toContain("Closest");
    }
  });

  test("is said beside that the catalog is old", async () => {
    const bot = await botOf(...shop);
    await bot.clock.advance(3 * 3_600_000);

    expect((await linesOf(bot, "deps paymnets-api")).at(-1)).toBe(
      "Closest to “paymnets-api” · catalog is 3 h old: no sync since",
    );
  });

  test("of a long text is its beginning", async () => {
    const bot = await botOf(...shop);
    const lines = await linesOf(bot, "hello, who is responsible for the paymnets api these days?");

    expect([...(lines.at(-1) ?? "")].length).toBeLessThanOrEqual(100);
  });
});

describe("a name that nothing has", () => {
  const bello = user("aisha.bello", { title: "Aisha Bello", spec: { profile: { displayName: "Aisha Bello" } } });

  test("is not said to be near a person's that is just a little like it", async () => {
    const bot = await botOf(payments, people, bello);

    expect(await linesOf(bot, "whoowns hello")).toEqual([
      "Nothing here is called “hello”",
      "It may have no catalog-info.yaml yet.",
    ]);
    expect(await buttons(bot, "whoowns hello")).toEqual(["Search everything"]);
  });

  test("is near a person's for whoever asks what people own, or nearly spells it", async () => {
    const bot = await botOf(payments, people, bello);

    expect(await buttons(bot, "owned hello")).toEqual(["Aisha Bello"]);
    expect((await linesOf(bot, "whoowns aisha belo")).at(-1)).toContain("Closest to “aisha belo”");
  });
});

describe("whoowns", () => {
  test("gives scripts the owner, its people and channels, and how that is known", async () => {
    const bot = await botOf(
      payments,
      people,
      component("web", { spec: { owner: "payments", lifecycle: "deprecated" } }),
    );

    expect(await ownerOf(bot, "web")).toEqual({
      entity: "component:default/web",
      owner: "group:default/payments",
      people: ["user:default/jonas", "user:default/mia"],
      channels: { slack: "pay-help", teams: "https://teams.microsoft.com/l/channel/19%3A1%40thread.tacv2" },
      chain: [{ entity: "group:default/payments", relation: "ownedBy" }],
      lifecycle: "deprecated",
    });
  });

  test.each([
    ["API", "charges", { type: "openapi", lifecycle: "production", definition: "x" }],
    ["Resource", "orders-db", { type: "database" }],
    ["System", "checkout", {}],
    ["Domain", "shopping", {}],
    ["Template", "service", { type: "service", steps: [] }],
    ["Vendor", "card-acquirer", {}],
  ])("knows the owner of a thing of kind %s", async (kind, name, spec) => {
    const bot = await botOf(payments, descriptor(kind, name, { spec: { ...spec, owner: "payments" } }));

    const data = await ownerOf(bot, name);

    expect(data).toMatchObject({ entity: `${kind.toLowerCase()}:default/${name}`, owner: "group:default/payments" });
    expect(data).not.toHaveProperty("problem");
  });

  test("of a thing that names nobody is the owner of what it is part of, however far away", async () => {
    const bot = await botOf(
      payments,
      descriptor("Suite", "tools", { spec: { owner: "payments" } }),
      descriptor("Shelf", "upper", { spec: { system: "suite:default/tools" } }),
      descriptor("Vendor", "acquirer", { spec: { system: "shelf:default/upper" } }),
    );

    expect(await ownerOf(bot, "acquirer")).toMatchObject({
      owner: "group:default/payments",
      chain: [
        { entity: "shelf:default/upper", relation: "partOf" },
        { entity: "suite:default/tools", relation: "partOf" },
        { entity: "group:default/payments", relation: "ownedBy" },
      ],
    });
    expect(await linesOf(bot, "whoowns acquirer")).toEqual([
      "Team Payments owns acquirer",
      "#pay-help",
      "Vendor in upper",
      "Owner of its suite tools; the vendor names none",
    ]);
  });

  test("of a thing in a circle that names nobody ends", async () => {
    const bot = await botOf(
      descriptor("Vendor", "left", { spec: { system: "vendor:default/right" } }),
      descriptor("Vendor", "right", { spec: { system: "vendor:default/left" } }),
    );

    expect(await ownerOf(bot, "left")).toMatchObject({ problem: "unowned", people: [], channels: {} });
    expect(await linesOf(bot, "whoowns left")).toEqual([
      "left has no valid owner",
      "Its file names none.",
      "acme/catalog/all.yaml:1",
    ]);
  });

  test("that does not exist is a guess by name, and called a guess", async () => {
    const bot = await botOf(payments, component("web", { spec: { owner: "payment" } }));

    const data = await ownerOf(bot, "web");

    expect(data).toEqual({
      entity: "component:default/web",
      people: [],
      channels: {},
      chain: [],
      lifecycle: "production",
      problem: "dangling",
    });
    expect(await linesOf(bot, "whoowns web")).toEqual([
      "web has no valid owner",
      "Its file names payment, which does not exist.",
      "Best guess: Team Payments (nearest name)",
      "acme/catalog/all.yaml:3",
    ]);
  });

  test.each([
    ["an e-mail address", "payments@acme.example"],
    ["text that is no reference", "group:default/"],
    ["a thing that is no team", "component:default/payments"],
  ])("that is %s is still guessed by its name", async (_, owner) => {
    const bot = await botOf(payments, component("web", { spec: { owner } }));

    expect(await ownerOf(bot, "web")).toMatchObject({ problem: "dangling" });
    const [title, ...lines] = await linesOf(bot, "whoowns web");
    expect(title).toBe("web has no valid owner");
    if (owner !== "group:default/") expect(lines).toContain("Best guess: Team Payments (nearest name)");
  });

  test("that does not exist is guessed to be the owner of the system, before any name", async () => {
    const bot = await botOf(
      payments,
      group("tax"),
      descriptor("System", "books", { title: "The books", spec: { owner: "tax" } }),
      component("web", { spec: { owner: "payment", system: "books" } }),
    );

    expect(await linesOf(bot, "whoowns web")).toContain("Best guess: tax (owner of The books)");
  });

  test("says whose file names an owner that does not exist", async () => {
    const bot = await botOf(
      descriptor("System", "books", { spec: { owner: "nobody" } }),
      descriptor("Vendor", "bank", { spec: { system: "books" } }),
    );

    expect(await ownerOf(bot, "bank")).toMatchObject({
      problem: "unowned",
      chain: [{ entity: "system:default/books", relation: "partOf" }],
    });
    expect(await linesOf(bot, "whoowns bank")).toContain("Its system books names nobody, which does not exist.");
  });

  test("can be a person", async () => {
    const bot = await botOf(payments, people, component("web", { spec: { owner: "user:mia" } }));

    expect(await ownerOf(bot, "web")).toMatchObject({
      owner: "user:default/mia",
      people: ["user:default/mia"],
      channels: {},
    });
    expect(await linesOf(bot, "whoowns web")).toEqual([
      "Mia Chen owns web",
      "Production service",
      "Set in acme/catalog, synced just now",
    ]);
    expect(await linesOf(bot, "whoowns user:mia")).toEqual([
      "Mia Chen is a person",
      "Owns 1 thing",
      "Set in acme/catalog, synced just now",
    ]);
  });

  test("tells two things of one name in two namespaces apart", async () => {
    const bot = await botOf(
      payments,
      group("payments", { namespace: "eu" }),
      component("web", { spec: { owner: "payments" } }),
      component("web", { namespace: "eu", spec: { owner: "payments" } }),
    );

    expect((await bot.ask("whoowns web")).status).toBe("choice");
    expect(await ownerOf(bot, "eu/web")).toMatchObject({ owner: "group:eu/payments" });
    expect(await ownerOf(bot, "component:default/web")).toMatchObject({ owner: "group:default/payments" });
    expect((await linesOf(bot, "whoowns eu/web"))[0]).toBe("payments owns eu/web");
  });

  test("prefers a channel of the thing's own to that of its team", async () => {
    const bot = await botOf(
      payments,
      component("web", { annotations: { "slack.com/bot-notify": "C0G9QF9GZ" }, spec: { owner: "payments" } }),
    );

    expect(await ownerOf(bot, "web")).toMatchObject({ channels: { slack: "C0G9QF9GZ" } });
    expect((await linesOf(bot, "whoowns web"))[1]).toBe("C0G9QF9GZ");
  });

  test("names a Teams channel where there is no other", async () => {
    const bot = await botOf(
      group("a-team", {
        annotations: { "callboard.dev/teams-channel": "https://teams.microsoft.com/l/channel/19%3A1%40thread.tacv2" },
      }),
      component("web"),
    );

    expect(plain((await bot.ask("web")).message.text)).toBe("a-team owns web (channel in Teams)");
  });

  test("takes the people of sub-teams for a team that has none of its own", async () => {
    const bot = await botOf(
      group("money", { spec: { children: ["payments"] } }),
      payments,
      people,
      component("web", { spec: { owner: "money" } }),
    );

    expect(await ownerOf(bot, "web")).toMatchObject({ people: ["user:default/mia", "user:default/jonas"] });
  });

  test("makes buttons only of links that are safe, on call and runbook first", async () => {
    const bot = await botOf(
      component("web", {
        links: [
          { url: "https://logs.example", title: "Logs" },
          { url: "javascript:alert(1)", title: "Dashboard" },
          { url: "https://runbooks.example", type: "runbook" },
          { url: "http://evil.example", title: "On-call" },
          { url: "http://localhost:3000", title: "PagerDuty" },
        ],
      }),
      group("a-team", { annotations: { "slack.com/bot-notify": "a-team" } }),
    );

    const { message } = await bot.ask("whoowns web");

    const actions = message.card?.blocks.find((block) => block.type === "actions");
    expect(actions).toMatchObject({
      main: [
        { type: "link", label: "On call", url: "http://localhost:3000" },
        { type: "link", label: "Runbook", url: "https://runbooks.example" },
      ],
      more: [{ label: "Ask the team" }, { label: "Details" }, { label: "Dependencies" }, { label: "Logs" }],
    });
  });

  test("has a button that asks the team, and the person where a person owns it, unless that is the asker", async () => {
    const mia = user("mia", { spec: { profile: { displayName: "Mia Chen", email: "mia@acme.example" } } });
    const bot = await botOf(
      payments,
      mia,
      component("web", { spec: { owner: "payments" } }),
      component("notes", { spec: { owner: "user:mia" } }),
    );

    expect(await buttons(bot, "whoowns web")).toEqual(["Ask the team", "Show details", "Dependencies"]);
    expect(await buttons(bot, "whoowns team payments")).toEqual(["Ask the team", "Show what it owns"]);
    expect(await buttons(bot, "whoowns mia")).toEqual(["Ask Mia Chen", "Show what they own"]);
    expect(await buttons(bot, "whoowns notes")).toEqual(["Ask Mia Chen", "Show details", "Dependencies"]);
    expect(await buttons(bot, "whoowns notes", "mia@acme.example")).toEqual(["Show details", "Show dependencies"]);
  });

  test("has no button that asks a team without a channel, of which the people are named", async () => {
    const bot = await botOf(
      group("payments", { title: "Team Payments", spec: { members: ["mia"] } }),
      people,
      component("web", { spec: { owner: "payments" } }),
      component("till", { annotations: { "slack.com/bot-notify": "#till" }, spec: { owner: "payments" } }),
      component("lost", { spec: { owner: "payment" } }),
    );

    expect(await buttons(bot, "whoowns web")).toEqual(["Show details", "Show dependencies"]);
    expect((await linesOf(bot, "whoowns web"))[1]).toBe("Mia Chen, jonas");
    expect(await buttons(bot, "whoowns team payments")).toEqual(["Show what it owns"]);
    expect(await buttons(bot, "whoowns till")).toContain("Ask the team");
    expect(await buttons(bot, "whoowns lost")).not.toContain("Ask them");
  });

  test("has a button that asks whoever is guessed", async () => {
    const bot = await botOf(payments, component("web", { spec: { owner: "payment" } }));

    const { message } = await bot.ask("whoowns web");

    expect(message.card?.blocks.find((block) => block.type === "actions")).toEqual({
      type: "actions",
      main: [
        {
          type: "form",
          label: "Ask them",
          flow: "ask",
          state: "component:default/web group:default/payments",
        },
        { type: "command", label: "Show the team", command: "team payments" },
      ],
      more: [{ type: "command", label: "Show details", command: "show web" }],
    });
  });

  test("names people with what a platform finds their profile by, and never more than two", async () => {
    const members = ["ana", "bo", "cy"].map((name) => {
      return user(name, { spec: { profile: { email: `${name}@acme.example` }, memberOf: ["payments"] } });
    });
    const bot = await botOf(payments, ...members, component("web", { spec: { owner: "payments" } }));

    const { message } = await bot.ask("whoowns web");

    expect(message.card?.blocks[0]).toEqual({
      type: "text",
      text: [
        { type: "text", text: "#pay-help" },
        { type: "text", text: " · " },
        { type: "person", text: "ana", email: "ana@acme.example" },
        { type: "text", text: ", " },
        { type: "person", text: "bo", email: "bo@acme.example" },
        { type: "text", text: " + 1" },
      ],
    });
  });

  test("a choice is replaced by the answer for what is chosen", async () => {
    const bot = await botOf(payments, component("web"), component("web", { namespace: "eu" }));

    const { message } = await bot.ask("whoowns web");

    const list = message.card?.blocks.find((block) => block.type === "list");
    expect(list?.rows.map(({ action }) => action)).toMatchObject([
      { type: "command", label: "Choose", replaces: true },
      { type: "command", label: "Choose", replaces: true },
    ]);
  });

  test("says that a thing is its last good version", async () => {
    const source = createMemorySource("org");
    const tree = source.tree("acme/catalog", { files: { "a.yaml": component("web"), "team.yaml": group("a-team") } });
    const bot = createTestBot([source], { parser });
    onTestFinished(() => bot.app.stop());
    await bot.sync();
    tree.write({ "a.yaml": "kind: [" });
    await bot.sync();

    expect(await linesOf(bot, "whoowns web")).toContain(
      "Set in acme/catalog, last good version; its file has an error now",
    );
    expect(await linesOf(bot, "show web")).toContain("Last good version; acme/catalog/a.yaml:1 has an error now");
  });

  test.each([
    "Who owns web?",
    "who  owns web",
    "“web”",
    "whoowns\u00a0web.",
    "Owner of web",
    "the owner of web…",
    "Who is the owner of web?",
    "/whoowns web",
    "<@U012345> whoowns web",
    "@Callboard: who owns web",
    "WHOOWNS WEB",
    "w\u200beb",
  ])("understands %j", async (text) => {
    const bot = await botOf(component("web"), group("a-team"));

    expect(await bot.ask(text)).toMatchObject({ command: "whoowns", data: { entity: "component:default/web" } });
  });

  test("needs a name", async () => {
    const bot = await botOf(component("web"));

    expect(await bot.ask("whoowns")).toMatchObject({ status: "error", error: { code: "usage" } });
  });

  test("answers the channel where the asker says so, else the asker alone", async () => {
    const bot = await botOf(component("web"), group("a-team"));
    const say = (text: string) =>
      bot.app.answer(
        {
          type: "command",
          text,
          user: { platform: "slack", tenant: "T1", id: "U1" },
          address: { platform: "slack", tenant: "T1", channel: "C1" },
          place: "channel",
        },
        new AbortController().signal,
      );

    const shareButton = async (text: string) => {
      const { message } = await say(text);
      const actions = message.card?.blocks.flatMap((block) => (block.type === "actions" ? block.main : []));
      return actions?.filter(({ label }) => label === "Share here");
    };

    expect((await say("whoowns web")).message.private).toBe(true);
    expect((await say("whoowns web public")).message.private).toBe(false);
    expect(await shareButton("whoowns web")).toEqual([
      { type: "command", label: "Share here", command: "whoowns web public" },
    ]);
    expect(await shareButton("whoowns web public")).toEqual([]);
    expect(JSON.stringify((await bot.ask("whoowns web")).message)).not.toContain("Share here");
    expect((await bot.ask("whoowns web")).message.private).toBe(false);
  });
});
