import { describe, expect, test } from "vitest";
import { thing } from "../../testing/thing.ts";
import type { Entity } from "../entity.ts";
import { buildSearchIndex } from "./build-search-index.ts";
import { createDictionary } from "./dictionary.ts";

const ALIASES = "callboard.dev/aliases";

function shop(): Entity[] {
  return [
    thing("payments-api", { description: "Takes card payments and refunds", tags: ["money"] }),
    thing("payments-worker", { title: "Settlement Runner" }),
    thing("checkout-web", { annotations: { [ALIASES]: "till, cash-desk" } }),
    thing("kubernetes-cluster", { kind: "Resource" }),
    thing("vertical-pod-autoscaler"),
    thing("spotify-importer"),
    thing("OpenDataHub"),
    thing("notification-service"),
    thing("user-service"),
    thing("fraud", { kind: "Group", spec: { profile: { displayName: "Trust and Safety" } } }),
    thing("ana", { kind: "User", spec: { profile: { displayName: "Ana Lindqvist" } } }),
  ];
}

async function firstFor(query: string): Promise<string | undefined> {
  return (await buildSearchIndex(shop())).search(query)[0]?.ref;
}

describe("a search finds a thing", () => {
  test.each([
    ["by its name", "payments-api", "component:default/payments-api"],
    ["by its name in capitals", "PAYMENTS-API", "component:default/payments-api"],
    ["by its name with other separators", "payments_api", "component:default/payments-api"],
    ["by its name without separators", "paymentsapi", "component:default/payments-api"],
    ["by its name in camel case", "PaymentsApi", "component:default/payments-api"],
    ["by a camel case name typed apart", "open data hub", "component:default/opendatahub"],
    ["with a letter too many", "paymentss-api", "component:default/payments-api"],
    ["with a letter missing", "paments-api", "component:default/payments-api"],
    ["with a wrong letter", "payments-spi", "component:default/payments-api"],
    ["with letters swapped", "payemnts-api", "component:default/payments-api"],
    ["with slips in two words", "verticl-pod-autoscalar", "component:default/vertical-pod-autoscaler"],
    ["with words in another order", "api payments", "component:default/payments-api"],
    ["by a beginning", "payments-wo", "component:default/payments-worker"],
    ["in the singular", "payment api", "component:default/payments-api"],
    ["by an abbreviation", "k8s cluster", "resource:default/kubernetes-cluster"],
    ["by consonants", "sptf importer", "component:default/spotify-importer"],
    ["by cut words", "ver pod auto", "component:default/vertical-pod-autoscaler"],
    ["by initials", "vpa", "component:default/vertical-pod-autoscaler"],
    ["by one word", "checkout", "component:default/checkout-web"],
    ["by an alias", "cash-desk", "component:default/checkout-web"],
    ["by an alias with a slip", "cash-dekc", "component:default/checkout-web"],
    ["by its title", "settlement runner", "component:default/payments-worker"],
    ["by a tag and a word", "money api", "component:default/payments-api"],
    ["by words of its description", "card refunds", "component:default/payments-api"],
    ["by what a group is called", "trust and safety", "group:default/fraud"],
    ["by what a person is called", "lindqvist", "user:default/ana"],
    ["in a line of chat", "hey, who owns the checkout web?", "component:default/checkout-web"],
    ["called a service though it has no such word", "spotify importer service", "component:default/spotify-importer"],
  ])("%s: %j", async (_, query, ref) => {
    expect(await firstFor(query)).toBe(ref);
  });
});

describe("a search", () => {
  test("gives at most so many, best first, and the same every time", async () => {
    const index = await buildSearchIndex(shop());

    const matches = index.search("payments", { limit: 2 });

    expect(matches.map(({ ref }) => ref)).toEqual([
      "component:default/payments-api",
      "component:default/payments-worker",
    ]);
    expect(matches[0]?.score).toBeGreaterThanOrEqual(matches[1]?.score ?? 1);
    expect(index.search("payments", { limit: 2 })).toEqual(matches);
  });

  test.each(["", "  ", "?!", "🙂"])("of nothing (%j) finds nothing", async (query) => {
    expect((await buildSearchIndex(shop())).search(query)).toEqual([]);
  });

  test("over nothing finds nothing", async () => {
    const index = await buildSearchIndex([]);

    expect(index.size).toBe(0);
    expect(index.search("payments")).toEqual([]);
    expect(index.resolve("payments")).toEqual({ type: "none", nearest: [] });
  });

  test("is narrowed to what the caller accepts before it is cut to the best few", async () => {
    const services = Array.from({ length: 200 }, (_, i) => thing(`ledger-${i}`));
    const index = await buildSearchIndex([...services, thing("ledger-keepers", { kind: "Group" })]);

    const groups = index.search("ledger", { accept: (ref) => ref.startsWith("group:") });

    expect(groups.map(({ ref }) => ref)).toEqual(["group:default/ledger-keepers"]);
  });

  test("orders equals by what people look for, then by reference", async () => {
    const index = await buildSearchIndex([
      thing("pay", { kind: "Location" }),
      thing("pay", { kind: "User" }),
      thing("pay", { namespace: "zeta" }),
      thing("pay"),
    ]);

    expect(index.search("pay").map(({ ref }) => ref)).toEqual([
      "component:default/pay",
      "component:zeta/pay",
      "user:default/pay",
      "location:default/pay",
    ]);
  });

  test("knows the words of the dictionary that it was given", async () => {
    const dictionary = createDictionary([["till", "cashier"]]);
    const index = await buildSearchIndex([thing("cashier-app"), thing("other-app")], { dictionary });

    expect(index.search("till app")[0]?.ref).toBe("component:default/cashier-app");
  });

  test("of two things with one reference knows the later", async () => {
    const index = await buildSearchIndex([thing("a", { title: "Old" }), thing("a", { title: "New" })]);

    expect(index.size).toBe(1);
    expect(index.resolve("new").type).toBe("answer");
    expect(index.resolve("old").type).toBe("none");
  });
});

test("a build that is called off rejects with the reason", async () => {
  const controller = new AbortController();
  const many = Array.from({ length: 5000 }, (_, i) => thing(`thing-${i}-of-many`));

  const build = buildSearchIndex(many, { signal: controller.signal });
  controller.abort(new Error("no longer wanted"));

  await expect(build).rejects.toThrow("no longer wanted");
});
