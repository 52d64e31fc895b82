import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { plain } from "../../chat/text.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { component, descriptor, documents, group } from "../../testing/descriptor.ts";
import { createMemorySource } from "../../testing/memory-source.ts";
import { createTestBot, type TestBot } from "../../testing/test-bot.ts";

const parser = createParser();
const docs = { "backstage.io/techdocs-ref": "dir:." };
const channel = { "slack.com/bot-notify": "#pay-help" };
let bot: TestBot;

beforeAll(async () => {
  const source = createMemorySource("org");
  const all = documents(
    group("money", { spec: { children: ["payments", "quiet"] } }),
    group("payments", { title: "Team Payments", annotations: channel }),
    group("quiet", { title: "Quiet" }),
    component("whole", { annotations: docs, spec: { owner: "payments" } }),
    component("undocumented", { spec: { owner: "payments" } }),
    component("unheard", { annotations: docs, spec: { owner: "quiet" } }),
    component("reachable", { annotations: { ...docs, ...channel }, spec: { owner: "quiet" } }),
    component("stray", { annotations: docs, spec: { owner: "nobody" } }),
    component("dangling", { annotations: docs, spec: { owner: "payments", dependsOn: ["resource:gone"] } }),
    descriptor("Resource", "db", { spec: { type: "database", owner: "payments" } }),
    descriptor("Template", "form", { spec: { type: "service", owner: "nobody-either", steps: [] } }),
  );
  source.tree("acme/catalog", { files: { "all.yaml": all, "broken.yaml": "a: [" } });
  bot = createTestBot([source], { parser });
  await bot.sync();
});

afterAll(async () => {
  await bot.app.stop();
  await parser.close();
});

async function dataOf(text: string) {
  const outcome = await bot.ask(text);
  if (outcome.status === "error") throw new Error(outcome.error.message);
  return outcome.data as { items: Record<string, unknown>[]; gaps: Record<string, string[]>; problems: unknown[] };
}

async function text(question: string, asked = bot): Promise<string> {
  const { card } = (await asked.ask(question)).message;
  const blocks = card?.blocks.flatMap((block) => {
    if (block.type === "list") return block.rows.flatMap(({ text, about }) => [text, ...(about ? [about] : [])]);
    return block.type === "actions" ? [] : [block.text];
  });
  return [card?.title ?? "", ...(blocks ?? [])].map(plain).join("\n");
}

describe("gaps", () => {
  test("counts what lacks an owner, a channel or docs, kinds that somebody runs only", async () => {
    expect(await dataOf("gaps")).toMatchObject({
      total: 7,
      complete: 4,
      gaps: {
        owner: ["component:default/stray"],
        channel: ["component:default/unheard"],
        docs: ["component:default/undocumented"],
      },
    });
    expect(await text("gaps")).toBe(
      [
        "4 of 7 have an owner, a channel and docs",
        "1 without a valid owner",
        "1 whose team has no channel",
        "1 without docs",
        "5 problems in catalog files",
      ].join("\n"),
    );
  });

  test("of a team are those of what it owns, through its sub-teams", async () => {
    expect(await dataOf("gaps payments")).toMatchObject({
      team: "group:default/payments",
      total: 4,
      complete: 3,
      gaps: { owner: [], channel: [], docs: ["component:default/undocumented"] },
      problems: [{ code: "relation_dangling", entity: "component:default/dangling" }],
    });
    expect(await dataOf("gaps money")).toMatchObject({ total: 6, gaps: { channel: ["component:default/unheard"] } });
    expect(await dataOf("gaps quiet docs")).toEqual({ total: 0, items: [] });
    expect(await text("gaps quiet docs")).toBe("Nothing is without docs");
  });

  test("of one sort name the file to mend, and how", async () => {
    expect(await text("gaps owner")).toBe(
      "1 thing without a valid owner\nstray acme/catalog/all.yaml:15\nSet spec.owner to a team that exists",
    );
    expect(await text("gaps channel")).toContain("unheard / Quiet acme/catalog/all.yaml");
  });

  test("in files are its problems, each with what to do", async () => {
    const { items } = await dataOf("gaps files");

    expect(items).toHaveLength(5);
    expect(items).toContainEqual({
      code: "owner_unknown",
      severity: "error",
      source: "org",
      file: "all.yaml",
      line: 15,
      entity: "component:default/stray",
      message: "stray names nobody as its owner, which is not in the catalog.",
      fix: "Correct spec.owner, or add group:default/nobody to the catalog.",
    });
    expect(await text("gaps payments files")).toMatchInlineSnapshot(`
      "1 problem in catalog files
      acme/catalog/all.yaml:17 spec.dependsOn of dangling names resource:gone, which is not in the catalog.
      Fix: Correct the name, or add resource:default/gone to the catalog."
    `);
    expect(await text("gaps quiet files")).toBe("No problem in catalog files");
    expect(await text("gaps files --all")).toContain("broken.yaml:1");
  });

  test("in files name the host where two hosts have a repository of that name", async () => {
    const sources = ["github.com", "ghe.example.com"].map((host) => {
      const source = createMemorySource(host);
      const files = { "catalog-info.yaml": "a: [" };
      source.tree("Acme/shop", { repository: { host, slug: "Acme/shop", branch: "main" }, files });
      source.tree(`acme/${host}`, { repository: { host, slug: `acme/${host}`, branch: "main" }, files });
      return source;
    });
    const several = createTestBot(sources, { parser });
    onTestFinished(() => several.app.stop());
    await several.sync();

    const places = (await text("gaps files", several)).match(/\S+catalog-info.yaml:\d+/g);
    expect(places?.toSorted()).toEqual([
      "acme/ghe.example.com/catalog-info.yaml:1",
      "acme/github.com/catalog-info.yaml:1",
      "ghe.example.com/Acme/shop/catalog-info.yaml:1",
      "github.com/Acme/shop/catalog-info.yaml:1",
    ]);
    const outcome = await several.ask("gaps files");
    expect(outcome).toMatchObject({ data: { items: expect.any(Array) } });
    const { items } = (outcome as unknown as { data: { items: { repository: string }[] } }).data;
    expect(items.map(({ repository }) => repository).sort()).toEqual([
      "ghe.example.com/acme/ghe.example.com",
      "ghe.example.com/acme/shop",
      "github.com/acme/github.com",
      "github.com/acme/shop",
    ]);
  });

  test("of a team that nobody knows are none", async () => {
    expect(await bot.ask("gaps zebra")).toMatchObject({ status: "none", command: "gaps" });
  });
});
