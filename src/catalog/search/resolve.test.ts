import { describe, expect, test } from "vitest";
import { thing } from "../../testing/thing.ts";
import type { Entity } from "../entity.ts";
import { buildSearchIndex } from "./build-search-index.ts";
import type { Resolution } from "./search-index.ts";

const ALIASES = "callboard.dev/aliases";

async function resolve(things: readonly Entity[], text: string): Promise<Resolution> {
  return (await buildSearchIndex(things)).resolve(text);
}

function refsOf(resolution: Resolution): readonly string[] {
  switch (resolution.type) {
    case "answer":
      return [resolution.match.ref];
    case "choice":
      return resolution.matches.map(({ ref }) => ref);
    case "none":
      return resolution.nearest.map(({ ref }) => ref);
  }
}

describe("the nearest to what nothing is called", () => {
  test("of a short word are much like it", async () => {
    const things = [thing("checkout-web"), thing("identity"), thing("typescript-service"), thing("tax-api")];

    for (const word of ["hey", "yo", "test"]) expect(refsOf(await resolve(things, word))).toEqual([]);
    expect(refsOf(await resolve(things, "tex"))).toEqual(["component:default/tax-api"]);
  });
});

describe("an exact name", () => {
  test("answers though others begin the same", async () => {
    const resolution = await resolve([thing("payments"), thing("payments-api"), thing("payments-web")], "payments");

    expect(resolution).toEqual({ type: "answer", match: { ref: "component:default/payments", score: 1 } });
  });

  test("of several kinds is a choice of just these", async () => {
    const resolution = await resolve(
      [thing("payments", { kind: "System" }), thing("payments"), thing("payments-api")],
      "payments",
    );

    expect(resolution.type).toBe("choice");
    expect(refsOf(resolution)).toEqual(["component:default/payments", "system:default/payments"]);
  });

  test("of a Component and a Location answers with the Component", async () => {
    const resolution = await resolve([thing("payments", { kind: "Location" }), thing("payments")], "payments");

    expect(resolution.type).toBe("answer");
    expect(refsOf(resolution)).toEqual(["component:default/payments"]);
  });

  test("of a Location alone answers with it", async () => {
    expect((await resolve([thing("payments", { kind: "Location" })], "payments")).type).toBe("answer");
  });

  test("beats an alias, a title and a tag of something else", async () => {
    const things = [
      thing("ledger", { annotations: { [ALIASES]: "payments" } }),
      thing("books", { title: "Payments" }),
      thing("money", { tags: ["payments"] }),
      thing("payments"),
    ];

    expect(refsOf(await resolve(things, "payments"))).toEqual(["component:default/payments"]);
  });

  test("written as typed beats one with other separators", async () => {
    const things = [thing("pay-ments"), thing("payments")];

    expect(refsOf(await resolve(things, "payments"))).toEqual(["component:default/payments"]);
    expect(refsOf(await resolve(things, "pay-ments"))).toEqual(["component:default/pay-ments"]);
    expect((await resolve(things, "pay_ments")).type).toBe("choice");
  });

  test("of six namespaces offers five", async () => {
    const things = ["a", "b", "c", "d", "e", "f"].map((namespace) => thing("web", { namespace }));

    expect(refsOf(await resolve(things, "web"))).toHaveLength(5);
  });

  test("is seen before the line is taken for talk", async () => {
    const things = [thing("the-owner"), thing("owner")];

    expect(refsOf(await resolve(things, "the owner"))).toEqual(["component:default/the-owner"]);
    expect(refsOf(await resolve(things, "who is the owner?"))).toEqual(["component:default/owner"]);
  });
});

describe("an alias or title", () => {
  test("of one thing answers", async () => {
    const things = [thing("ledger", { annotations: { [ALIASES]: "books big-book" } }), thing("web")];

    expect(refsOf(await resolve(things, "big book"))).toEqual(["component:default/ledger"]);
  });

  test("of two things is a choice", async () => {
    const things = [thing("ledger", { title: "Books" }), thing("library", { annotations: { [ALIASES]: "books" } })];

    expect((await resolve(things, "books")).type).toBe("choice");
  });
});

describe("a reference", () => {
  const things = [thing("web"), thing("web", { kind: "System" }), thing("web", { namespace: "shop" }), thing("webs")];

  test.each([
    ["component:default/web", ["component:default/web"]],
    ["Component:Shop/Web", ["component:shop/web"]],
    ["system:web", ["system:default/web"]],
    ["shop/web", ["component:shop/web"]],
    ["default/web", ["component:default/web", "system:default/web"]],
    ["component:web", ["component:default/web", "component:shop/web"]],
  ])("%s means %j", async (text, refs) => {
    expect(refsOf(await resolve(things, text))).toEqual(refs);
  });

  test("that does not exist finds nothing and tells the nearest", async () => {
    const resolution = await resolve(things, "api:default/web");

    expect(resolution.type).toBe("none");
    expect(refsOf(resolution)).toContain("component:default/web");
  });

  test("is narrowed like everything else", async () => {
    const index = await buildSearchIndex(things);

    expect(index.resolve("component:default/web", { accept: (ref) => ref.startsWith("system:") }).type).not.toBe(
      "answer",
    );
  });
});

describe("what is not exact", () => {
  const things = [
    thing("payments-api"),
    thing("payments-worker"),
    thing("payments-web"),
    thing("payments-cron"),
    thing("payments-sync"),
    thing("payments-ledger"),
    thing("notification-hub"),
    thing("search"),
  ];

  test("answers when it is near one thing and far from the rest", async () => {
    expect(await resolve(things, "notificaton-hub")).toMatchObject({
      type: "answer",
      match: { ref: "component:default/notification-hub" },
    });
  });

  test("is a choice of at most five when several fit", async () => {
    const resolution = await resolve(things, "payments");

    expect(resolution.type).toBe("choice");
    expect(refsOf(resolution)).toHaveLength(5);
  });

  test.each(["zookeeper", "graphite dashboards", "qwertz", "error-recovery"])("%j is not answered", async (text) => {
    const resolution = await resolve(things, text);

    expect(resolution.type).toBe("none");
    expect(refsOf(resolution).length).toBeLessThanOrEqual(3);
  });

  test("with a known word that the likest thing has not is not answered", async () => {
    const resolution = await resolve([thing("ui5-task-exporter"), thing("gateway-controller")], "ui5 task controller");

    expect(resolution.type).not.toBe("answer");
  });

  test("looks only at what the caller accepts", async () => {
    const index = await buildSearchIndex([thing("payments"), thing("payments", { kind: "Group" })]);

    expect(index.resolve("payments", { accept: (ref) => ref.startsWith("group:") })).toEqual({
      type: "answer",
      match: { ref: "group:default/payments", score: 1 },
    });
    expect(index.resolve("payments", { accept: () => false })).toEqual({ type: "none", nearest: [] });
  });
});
