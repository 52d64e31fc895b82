import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createParser } from "../../sync/parse/parser.ts";
import { component, descriptor, documents, group, user } from "../../testing/descriptor.ts";
import { createMemorySource } from "../../testing/memory-source.ts";
import { createTestBot, type TestBot } from "../../testing/test-bot.ts";

const parser = createParser();
let bot: TestBot;

beforeAll(async () => {
  const source = createMemorySource("org");
  const all = documents(
    group("money", { title: "The Money People", spec: { children: ["payments"] } }),
    group("payments", { title: "Team Payments", spec: { children: ["refunds"] } }),
    group("refunds", { title: "Team Refunds" }),
    group("tax", { namespace: "eu" }),
    user("mia", { spec: { memberOf: ["payments"] } }),
    descriptor("System", "checkout", { title: "Check it out", spec: { owner: "payments" } }),
    component("pay-api", { tags: ["kotlin", "pci"], spec: { owner: "payments", system: "checkout" } }),
    component("pay-lib", { tags: ["kotlin"], spec: { owner: "payments", type: "library", lifecycle: "deprecated" } }),
    component("refund-api", { tags: ["java"], spec: { owner: "refunds", system: "checkout" } }),
    component("vat", { spec: { owner: "eu/tax", lifecycle: "experimental", system: "gone" } }),
    component("notes", { spec: { owner: "user:mia" } }),
    descriptor("API", "charges", {
      spec: { type: "openapi", lifecycle: "production", definition: "x", owner: "payments", system: "checkout" },
    }),
  );
  source.tree("acme/catalog", { files: { "all.yaml": all } });
  bot = createTestBot([source], { parser });
  await bot.sync();
});

afterAll(async () => {
  await bot.app.stop();
  await parser.close();
});

/** The names that a search finds, in its order. */
async function found(search: string): Promise<readonly string[]> {
  const outcome = await bot.ask(`find ${search}`);
  if (outcome.status === "error") throw new Error(outcome.error.message);
  const { items = [] } = outcome.data as { items?: readonly { entity: string }[] };
  return items.map(({ entity }) => entity.split("/")[1] ?? "");
}

describe("find", () => {
  test.each([
    ["kind:api", ["charges"]],
    ["kind:API", ["charges"]],
    ["kind:library", ["pay-lib"]],
    ["kind:api kind:library", ["charges", "pay-lib"]],
    ["tag:kotlin", ["pay-api", "pay-lib"]],
    ["tag:Kotlin lifecycle:production", ["pay-api"]],
    ["tag:java tag:pci", ["pay-api", "refund-api"]],
    ["lifecycle:experimental", ["vat"]],
    ["kind:component system:checkout", ["pay-api", "refund-api"]],
    ["system:system:default/checkout kind:api", ["charges"]],
    ['system:"check it out" kind:api', ["charges"]],
    ["system:gone", ["vat"]],
    ["owner:refunds", ["refund-api"]],
    ["owner:payments kind:component", ["pay-api", "pay-lib", "refund-api"]],
    ["owner:money kind:component", ["pay-api", "pay-lib", "refund-api"]],
    ["owner:group:default/refunds", ["refund-api"]],
    ["owner:tax", ["vat"]],
    ["owner:eu/tax", ["vat"]],
    ['owner:"Team Refunds"', ["refund-api"]],
    ["owner:mia", ["notes"]],
    ["owner:mia owner:refunds", ["notes", "refund-api"]],
    ["Owner:Refunds", ["refund-api"]],
  ])("%s", async (search, names) => {
    expect(await found(search)).toEqual(names);
  });

  test("text and filters both have to hold, best first", async () => {
    expect(await found("pay tag:kotlin")).toEqual(expect.arrayContaining(["pay-api", "pay-lib"]));
    expect(await found("pay-api lifecycle:deprecated")).not.toContain("pay-api");
    expect((await found("refund"))[0]).toBe("refunds");
  });

  test.each(["zebra", "kind:unicorn", "owner:nobody", "pay tag:cobol"])("%s finds nothing", async (search) => {
    expect(await bot.ask(`find ${search}`)).toMatchObject({ status: "none", command: "find" });
  });

  test.each([
    ["frob:x pay", "frob:x"],
    ["__proto__:x kind:api", undefined],
    ["constructor:x", "constructor:x"],
    ["kind:api colour:red size:1", "colour:red size:1"],
  ])("%s has a filter that there is not, or a word", async (search, unknown) => {
    const outcome = await bot.ask(`find ${search}`);

    if (unknown === undefined) expect(outcome.status).not.toBe("error");
    else
      expect(outcome).toMatchObject({
        status: "error",
        error: {
          code: "usage",
          message: `Not understood: “${unknown}”. Filters: kind, owner, tag, lifecycle, system.`,
        },
      });
  });

  test("needs something to look for", async () => {
    expect(await bot.ask("find")).toMatchObject({ status: "error", error: { code: "usage" } });
    expect(await bot.ask("find --all")).toMatchObject({ status: "error", error: { code: "usage" } });
  });

  test("shows five, and all when asked for", async () => {
    const shown = await bot.ask("search kind:component kind:api");
    const whole = await bot.ask("find kind:component kind:api --all");

    const rows = (outcome: typeof shown) =>
      outcome.message.card?.blocks.flatMap((block) => (block.type === "list" ? block.rows : [])).length;
    expect(shown.message.text).toBe("6 matches for “kind:component kind:api”");
    expect(rows(shown)).toBe(5);
    expect(rows(whole)).toBe(6);
    expect(JSON.stringify(shown.message.card)).toContain("find kind:component kind:api --all");
    expect(shown).toMatchObject({ data: (whole as { data: unknown }).data });
  });
});
