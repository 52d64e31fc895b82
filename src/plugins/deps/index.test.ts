import { afterAll, describe, expect, test } from "vitest";
import { plain } from "../../chat/text.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { catalogBot } from "../../testing/catalog-bot.ts";
import { component, descriptor, documents, group } from "../../testing/descriptor.ts";

const parser = createParser();

afterAll(() => parser.close());

/** A bot over these documents, and what it says to `deps`. */
async function depsOf(name: string, ...all: readonly string[]) {
  const bot = await catalogBot({ "all.yaml": documents(...all) }, { parser });
  const outcome = await bot.ask(`deps ${name}`);
  if (outcome.status === "error") throw new Error(outcome.error.message);
  const { title = "", blocks = [] } = outcome.message.card ?? {};
  const lines = [title, ...blocks.flatMap((block) => ("text" in block ? [block.text] : []))].map(plain);
  const actions = blocks.flatMap((block) => (block.type === "actions" ? block.main : []));
  return { data: outcome.data, lines, labels: actions.map(({ label }) => label) };
}

const owned = (name: string, owner: string, spec: Readonly<Record<string, unknown>> = {}) =>
  component(name, { spec: { ...spec, owner } });
const api = (name: string, owner: string, spec: Readonly<Record<string, unknown>> = {}) =>
  descriptor("API", name, { spec: { type: "openapi", lifecycle: "production", definition: "x", owner, ...spec } });
const channel = (name: string) => ({ annotations: { "slack.com/bot-notify": name } });

describe("deps", () => {
  test("tells those with most to lose first, then the own team, then what nobody owns; and how far it reaches", async () => {
    const { data, lines } = await depsOf(
      "core",
      group("mine"),
      group("few", channel("few-dev")),
      group("many"),
      owned("core", "mine", { dependsOn: ["resource:db"] }),
      owned("one", "few", { dependsOn: ["component:core"] }),
      owned("two", "many", { dependsOn: ["component:core"] }),
      owned("three", "many", { dependsOn: ["component:core"] }),
      owned("own", "mine", { dependsOn: ["component:core"] }),
      owned("stray", "nobody", { dependsOn: ["component:core"] }),
      owned("far", "few", { dependsOn: ["component:one"] }),
      descriptor("Resource", "db", { title: "The database", spec: { type: "database", owner: "mine" } }),
    );

    expect(data).toEqual({
      entity: "component:default/core",
      needs: ["resource:default/db"],
      neededBy: ["one", "own", "stray", "three", "two"].map((name) => `component:default/${name}`),
      neededByFar: ["component:default/far"],
      tell: [
        { owner: "group:default/many", channels: {}, things: ["component:default/three", "component:default/two"] },
        { owner: "group:default/few", channels: { slack: "few-dev" }, things: ["component:default/one"] },
        { owner: "group:default/mine", channels: {}, things: ["component:default/own"] },
        { channels: {}, things: ["component:default/stray"] },
      ],
    });
    expect(lines).toEqual([
      "Before changing core, tell 3 teams",
      "many, no channel: three, two",
      "few #few-dev: one",
      "mine, no channel: own",
      "No valid owner: stray",
      "Needs: The database",
      "1 more thing needs those",
    ]);
  });

  test("walks a circle once", async () => {
    const { data } = await depsOf(
      "a",
      group("a-team"),
      owned("a", "a-team", { dependsOn: ["component:b"] }),
      owned("b", "a-team", { dependsOn: ["component:c"] }),
      owned("c", "a-team", { dependsOn: ["component:a", "component:c"] }),
    );

    expect(data).toMatchObject({
      needs: ["component:default/b"],
      neededBy: ["component:default/c"],
      neededByFar: ["component:default/b"],
    });
  });

  test("of what provides an API are also those who consume it", async () => {
    const all = [
      group("a-team"),
      group("web-team"),
      owned("server", "a-team", { providesApis: ["charges"] }),
      api("charges", "a-team"),
      owned("web", "web-team", { consumesApis: ["charges"] }),
    ];

    const server = await depsOf("server", ...all);
    const charges = await depsOf("api:charges", ...all);
    const web = await depsOf("web", ...all);

    expect(server.data).toMatchObject({ needs: [], neededBy: ["component:default/web"] });
    expect(charges.data).toMatchObject({ neededBy: ["component:default/web"] });
    expect(web.data).toMatchObject({ needs: ["api:default/charges"], neededBy: [] });
    expect(web.lines).toEqual(["Nothing in the catalog needs web", "Needs: charges"]);
  });

  test("of a system are those of its parts, without the parts themselves", async () => {
    const { data, lines } = await depsOf(
      "shop",
      group("a-team"),
      group("web-team"),
      descriptor("Domain", "sales", { spec: { owner: "a-team" } }),
      descriptor("System", "shop", { spec: { owner: "a-team", domain: "sales" } }),
      owned("cart", "a-team", { system: "shop", dependsOn: ["component:stock", "component:tax"] }),
      owned("stock", "a-team", { system: "shop" }),
      owned("tax", "a-team"),
      owned("page", "web-team", { dependsOn: ["component:cart"] }),
    );

    expect(data).toMatchObject({ needs: ["component:default/tax"], neededBy: ["component:default/page"] });
    expect(lines[0]).toBe("Before changing shop, tell 1 team");
  });

  test("that do not exist are named as they are written", async () => {
    const { lines } = await depsOf("web", group("a-team"), owned("web", "a-team", { dependsOn: ["resource:gone"] }));

    expect(lines).toContain("Needs: gone");
  });

  test("of the own team or of nobody are no other team to tell", async () => {
    const { lines } = await depsOf("web", owned("web", "x"), owned("other", "y", { dependsOn: ["component:web"] }));

    expect(lines[0]).toBe("1 thing of your own or unowned needs web");
  });

  test("are cut, and shown whole when asked for", async () => {
    const teams = Array.from({ length: 6 }, (_, index) => `team-${index}`);
    const all = [
      ...teams.map((team) => group(team)),
      owned("core", "team-0", { dependsOn: teams.map((_, index) => `resource:db-${index}`) }),
      ...teams.map((team) => owned(`of-${team}`, team, { dependsOn: ["component:core"] })),
    ];

    const cut = await depsOf("core", ...all);
    const whole = await depsOf("core --all", ...all);

    expect(cut.lines).toHaveLength(6);
    expect(cut.lines).toContain("Needs: db-0, db-1, db-2 + 3 more");
    expect(cut.labels).toEqual(["Draft a note", "Show all 12"]);
    expect(whole.lines).toHaveLength(8);
    expect(whole.lines).toContain("Needs: db-0, db-1, db-2, db-3, db-4, db-5");
    expect(whole.labels).toEqual(["Draft a note", "Who owns this"]);
  });

  test("of a name that nothing has, or several have, are none or a choice", async () => {
    const all = documents(component("web"), component("web", { namespace: "eu" }), component("app"));
    const bot = await catalogBot({ "all.yaml": all }, { parser });

    expect(await bot.ask("deps zebra")).toMatchObject({ status: "none", command: "deps" });
    expect(await bot.ask("deps web")).toMatchObject({ status: "choice", command: "deps" });
    expect(await bot.ask("dependencies app")).toMatchObject({ status: "answer", command: "deps" });
    expect(await bot.ask("deps")).toMatchObject({ status: "error", error: { code: "usage" } });
  });
});
