import { afterAll, describe, expect, test } from "vitest";
import { render } from "../../../adapters/console/render.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { catalogBot } from "../../testing/catalog-bot.ts";
import { component, descriptor, documents, group, user } from "../../testing/descriptor.ts";

const parser = createParser();

afterAll(() => parser.close());

async function botOf(...all: readonly string[]) {
  return catalogBot({ "all.yaml": documents(...all) }, { parser });
}

describe("show", () => {
  test("gives scripts everything that the catalog keeps of a thing", async () => {
    const bot = await botOf(
      group("a-team"),
      component("web", {
        title: "The web",
        description: "What people see",
        annotations: { "callboard.dev/tier": "1" },
        tags: ["kotlin"],
        links: [{ url: "https://example.com", title: "Docs" }],
        spec: { providesApis: ["pages", "carts"], system: "shop" },
      }),
    );

    expect(await bot.ask("get web")).toMatchObject({
      status: "answer",
      command: "show",
      data: {
        entity: "component:default/web",
        kind: "Component",
        namespace: "default",
        name: "web",
        title: "The web",
        description: "What people see",
        owner: "group:default/a-team",
        labels: {},
        annotations: { "callboard.dev/tier": "1" },
        tags: ["kotlin"],
        links: [{ url: "https://example.com", title: "Docs" }],
        spec: {
          type: "service",
          lifecycle: "production",
          owner: "a-team",
          providesApis: ["pages", "carts"],
          system: "shop",
        },
        relations: [
          { type: "ownedBy", target: "group:default/a-team" },
          { type: "partOf", target: "system:default/shop" },
          { type: "providesApi", target: "api:default/carts" },
          { type: "providesApi", target: "api:default/pages" },
        ],
        origin: { source: "org", root: "acme/catalog", file: "all.yaml", line: 3 },
      },
    });
  });

  test("says what it is, who stands behind it and what belongs to it", async () => {
    const bot = await botOf(
      descriptor("System", "shop", { spec: { owner: "a-team" } }),
      descriptor("Resource", "archive", { spec: { type: "archive", owner: "gone", system: "shop" } }),
      component("web", { spec: { system: "shop", providesApis: ["pages"] } }),
      group("a-team", { title: "Team A" }),
    );
    const lines = async (text: string) =>
      render((await bot.ask(text)).message, { columns: 80, colors: false, links: false, isNumbered: false }).split(
        "\n",
      );

    expect((await lines("show shop")).slice(0, 3)).toEqual(["shop is a system", "Team A", "Has web, archive"]);
    expect((await lines("show archive")).slice(0, 2)).toEqual([
      "archive is an archive",
      "No valid owner · system shop",
    ]);
    expect((await lines("show web")).slice(0, 3)).toEqual([
      "web is a production service",
      "Team A · system shop",
      "Provides pages",
    ]);
    expect((await lines("show a-team"))[0]).toBe("Team A is a team");
  });

  test("leads from people and teams to what they own, as nobody owns them", async () => {
    const bot = await botOf(
      group("a-team", { spec: { members: ["mia"] } }),
      user("mia", { spec: { profile: { displayName: "Mia Chen" } } }),
      user("loner"),
      component("web"),
    );
    const asks = async (text: string) => {
      const blocks = (await bot.ask(text)).message.card?.blocks ?? [];
      return blocks.flatMap((block) => (block.type === "actions" ? block.main : []));
    };

    expect(await asks("show mia")).toEqual([
      { type: "command", label: "What they own", command: "owned mia" },
      { type: "command", label: "Their team", command: "team a-team" },
    ]);
    expect((await asks("show loner")).map(({ label }) => label)).toEqual(["What they own"]);
    expect((await asks("show a-team")).map(({ label }) => label)).toEqual(["What they own"]);
    expect((await asks("show web")).map(({ label }) => label)).toEqual(["Who owns this", "Show dependencies"]);
  });

  test("needs a name that something has", async () => {
    const bot = await botOf(component("web"));

    expect(await bot.ask("info")).toMatchObject({ status: "error", command: "show", error: { code: "usage" } });
    expect(await bot.ask("show zebra")).toMatchObject({ status: "none", command: "show" });
  });
});
