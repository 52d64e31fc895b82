import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createParser } from "../../sync/parse/parser.ts";
import { component, documents, group } from "../../testing/descriptor.ts";
import { createMemorySource } from "../../testing/memory-source.ts";
import { createTestBot, type TestBot } from "../../testing/test-bot.ts";
import { readRepository } from "./repository.ts";

const slug = (value: string) => ({ annotations: { "github.com/project-slug": value } });
const location = (value: string) => ({ annotations: { "backstage.io/source-location": value } });

const parser = createParser();
let bot: TestBot;

beforeAll(async () => {
  const source = createMemorySource("org");
  const onGithub = (name: string) => ({ host: "github.com", slug: name, branch: "main" });
  source.tree("acme/catalog", {
    repository: onGithub("acme/catalog"),
    files: {
      "all.yaml": documents(
        group("a-team"),
        component("shop", slug("acme/shop")),
        component("mono-root", location("url:https://github.com/acme/mono/")),
        component("mono-web", location("url:https://github.com/acme/mono/tree/main/services/web/")),
        component("mono-web-admin", location("url:https://github.com/acme/mono/tree/main/services/web/admin/")),
        component("mono-webhook", location("url:https://github.com/acme/mono/tree/main/services/webhook/")),
        component("twin-a", slug("acme/twins")),
        component("twin-b", slug("Acme/Twins")),
        component("gitlabbed", location("url:https://gitlab.example.com:8443/acme/lab/-/tree/main/")),
        component("payments-gateway"),
      ),
    },
  });
  source.tree("acme/own", {
    repository: onGithub("acme/own"),
    files: { "catalog-info.yaml": component("own-root"), "api/catalog-info.yaml": component("own-api") },
  });
  bot = createTestBot([{ source, isTrusted: true, paths: ["**/*.yaml"] }], { parser });
  await bot.sync();
});

afterAll(async () => {
  await bot.app.stop();
  await parser.close();
});

/** The thing that an address leads to, or those that it could mean. */
async function meant(address: string): Promise<unknown> {
  const outcome = await bot.ask(`whoowns ${address}`);
  if (outcome.status === "error") return outcome.error;
  const data = outcome.data as { entity?: string; candidates?: { entity: string }[] };
  const names = [data.entity, ...(data.candidates ?? []).map(({ entity }) => entity)];
  return { [outcome.status]: names.flatMap((ref) => ref?.split("/")[1] ?? []) };
}

describe("a repository is known by", () => {
  test.each([
    "https://github.com/acme/shop",
    "https://github.com/acme/shop/",
    "https://github.com/acme/shop.git",
    "https://GitHub.com/Acme/Shop",
    "http://github.com/acme/shop",
    "https://github.com/acme/shop?tab=readme-ov-file#install",
    "https://github.com/acme/shop/tree/main/src?plain=1",
    "https://github.com/acme/shop/blob/main/src/a%20b.ts#L1-L9",
    "https://github.com/acme/shop/pull/12",
    "https://user:pass@github.com/acme/shop.git",
    "ssh://git@github.com/acme/shop.git",
    "ssh://git@github.com:22/acme/shop.git",
    "git://github.com/acme/shop.git",
    "git@github.com:acme/shop.git",
    "git@github.com:acme/shop",
    "github.com/acme/shop",
    "<https://github.com/acme/shop>",
    "<https://github.com/acme/shop|github.com/acme/shop>",
    "acme/shop",
    "Acme/Shop.git",
  ])("%s", async (address) => {
    expect(await meant(address)).toEqual({ answer: ["shop"] });
  });
});

describe("an address in a monorepo", () => {
  test.each([
    ["https://github.com/acme/mono/tree/main/services/web", "mono-web"],
    ["https://github.com/acme/mono/blob/main/services/web/src/index.ts", "mono-web"],
    ["https://github.com/acme/mono/blob/main/services/web/admin/index.ts#L4", "mono-web-admin"],
    ["https://github.com/acme/mono/tree/main/services/webhook/", "mono-webhook"],
    ["https://github.com/acme/mono/tree/main/libs", "mono-root"],
    ["https://github.com/acme/mono/blob/main/README.md", "mono-root"],
    ["https://gitlab.example.com:8443/acme/lab/-/blob/main/README.md", "gitlabbed"],
    ["https://github.com/acme/own/blob/main/api/server.ts", "own-api"],
    ["https://github.com/acme/own/blob/main/web/server.ts", "own-root"],
  ])("%s is of the thing deepest in the tree", async (address, name) => {
    expect(await meant(address)).toEqual({ answer: [name] });
  });

  test("without a path leaves the choice", async () => {
    expect(await meant("https://github.com/acme/mono")).toEqual({
      choice: ["mono-root", "mono-web", "mono-web-admin", "mono-webhook"],
    });
  });
});

test("two things in one repository are a choice", async () => {
  expect(await meant("git@github.com:acme/twins.git")).toEqual({ choice: ["twin-a", "twin-b"] });
});

test.each([
  ["https://github.com/acme/payment-gateway", ["payments-gateway"]],
  ["https://github.com/acme/qqqqqq", []],
])("an unknown repository is none, with what is called most like it: %s", async (address, nearest) => {
  expect(await meant(address)).toEqual({ none: nearest });
});

test("a host that is another one is not the same repository", async () => {
  expect(await meant("https://gitlab.example.com/acme/mono")).toEqual({
    none: ["mono-web", "mono-root", "mono-webhook"],
  });
});

test.each(["", "payments api", "https://github.com", "https://github.com/acme", "payments.io", "a/b/c", "C:\\x"])(
  "%j is no repository",
  (text) => {
    expect(readRepository(text)).toBeUndefined();
  },
);

test("reading a long text takes no time worth mentioning", () => {
  const startedMs = performance.now();

  for (const text of [
    "a/".repeat(20_000),
    `git@${"a.".repeat(20_000)}`,
    `https://${"a/".repeat(20_000)}`,
    "?".repeat(40_000),
  ])
    readRepository(text);

  expect(performance.now() - startedMs).toBeLessThan(2000);
});
