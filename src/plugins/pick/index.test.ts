import { afterAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { plain } from "../../chat/text.ts";
import type { Plugin, Services } from "../../plugin.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { component, descriptor, documents, group, user } from "../../testing/descriptor.ts";
import { createFakeChatAdapter, type FakeChatAdapter, fakeAddress, fakeUser } from "../../testing/fake-chat-adapter.ts";
import { createMemorySource } from "../../testing/memory-source.ts";
import { createTestBot } from "../../testing/test-bot.ts";
import { builtInPlugins } from "../index.ts";
import { createOffer } from "./offer.ts";

const parser = createParser();

afterAll(() => parser.close());

const longName = `payments-${"x".repeat(54)}`;
const longNamespace = `space-${"y".repeat(57)}`;
const catalog = documents(
  group("payments", { title: "Team Payments" }),
  user("mia", { spec: { profile: { email: "mia@acme.example" }, memberOf: ["payments"] } }),
  component("payments-api", { spec: { owner: "payments", providesApis: ["charges"] } }),
  component("web", { spec: { consumesApis: ["charges"], dependsOn: ["resource:db"] } }),
  component("shop", { spec: { consumesApis: ["charges"] } }),
  component(longName, { namespace: longNamespace, title: "A very long title that nobody would read to its end, ever" }),
  descriptor("API", "charges", { spec: { type: "openapi", lifecycle: "production", owner: "other", definition: "x" } }),
  descriptor("Resource", "db", { spec: { type: "database", owner: "other" } }),
);
const here = { user: fakeUser, address: fakeAddress, place: "direct", canOpenForm: true } as const;
let chat: FakeChatAdapter;
let services: Services;
/** Hands out what plugins get. */
const listener: Plugin = {
  name: "listener",
  register(host) {
    services = host.services;
  },
};

beforeEach(async () => {
  const source = createMemorySource("org");
  source.tree("acme/catalog", { files: { "all.yaml": catalog } });
  chat = createFakeChatAdapter();
  const bot = createTestBot([source], { parser, adapters: [chat], plugins: [...builtInPlugins, listener] });
  onTestFinished(() => bot.app.stop());
  await bot.sync();
  await bot.app.start();
});

/** What is offered while this is typed into the form of a command. */
async function offered(command: string, query: string): Promise<readonly string[]> {
  await chat.say(command, { canOpenForm: true });
  const { length } = chat.opened;
  expect(length).toBeGreaterThan(0);
  return (await chat.search("thing", query)).map(({ label }) => label);
}

describe("a command that is typed without anything", () => {
  test.each([
    ["whoowns", "Who owns it"],
    ["show", "Find in catalog"],
    ["deps", "Who to tell"],
  ])("%s opens a form to look for it: %s", async (command, title) => {
    await chat.say(command, { canOpenForm: true });

    expect(chat.opened).toMatchObject([
      { flow: "pick", state: command, form: { title, fields: [{ type: "search", name: "thing" }] } },
    ]);
  });

  test("says what it needs where no form can be opened", async () => {
    await chat.say("deps");

    expect(chat.opened).toEqual([]);
    expect(plain(chat.shown[0]?.message.text ?? "")).toContain("needs a name");
  });
});

describe("the form offers", () => {
  test("what most others need, before anything is typed", async () => {
    expect(await offered("show", " ")).toEqual(["charges · API", "db · database"]);
  });

  test("what the asker owns before that, each thing once", () => {
    const asker = { ...fakeUser, ref: "user:default/mia" };
    const { clock } = services;
    const ctx = { ...here, asker, clock, signal: new AbortController().signal, isPrivate: true, may: () => true };

    const labels = createOffer(services)(ctx, "show", "").map(({ label }) => label);

    expect(labels).toEqual(["payments-api · service · Team Payments", "charges · API", "db · database"]);
  });

  test("what is called so, each with its kind and owner", async () => {
    expect((await offered("whoowns", "payments"))[0]).toBe("Team Payments · team");
    expect(await offered("whoowns", "payments-api")).toContain("payments-api · service · Team Payments");
  });

  test("no people and teams where a command is not about them", async () => {
    expect(await offered("deps", "payments")).not.toContain("Team Payments · team");
  });

  test("labels and values of at most 75 characters", async () => {
    await chat.say("show", { canOpenForm: true });
    const choices = await chat.search("thing", longName);

    expect(choices.length).toBeGreaterThan(0);
    for (const { label, value } of choices) {
      expect([...label].length).toBeLessThanOrEqual(75);
      expect(value.length).toBeLessThanOrEqual(75);
    }
  });
});

describe("the form that was sent", () => {
  const answer = async (value: string | undefined, command = "show") => {
    await chat.say(command, { canOpenForm: true });
    const result = await chat.submit(value === undefined ? {} : { thing: value }, here);
    return result.type === "done" ? plain(result.message?.card?.title ?? result.message?.text ?? "") : result;
  };

  test("is answered as the command would be", async () => {
    expect(await answer("component:default/payments-api")).toBe("payments-api is a production service");
    expect(await answer("component:default/payments-api", "whoowns")).toBe("Team Payments owns payments-api");
  });

  test("finds what has too long a reference for a choice", async () => {
    await chat.say("show", { canOpenForm: true });
    const [choice] = await chat.search("thing", longName);

    expect(choice?.value).toMatch(/^#[0-9a-f]{32}$/);
    expect(await answer(choice?.value)).toMatch(/^A very long title/);
  });

  test("with what was typed and not chosen is answered all the same", async () => {
    expect(await answer("payments-api")).toBe("payments-api is a production service");
    expect(await answer("zebra")).toBe("Nothing here is called “zebra”");
    expect(await answer(`#${"0".repeat(32)}`)).toMatch(/^Nothing here is called/);
  });

  test("without anything is told at the field", async () => {
    expect(await answer(undefined)).toEqual({ type: "errors", errors: { thing: "Choose one of the list." } });
    expect(await answer("  ")).toEqual({ type: "errors", errors: { thing: "Choose one of the list." } });
  });
});

test.each(["", "frobnicate", "__proto__", "constructor"])("a form for the command %j has expired", async (state) => {
  await chat.happen({ type: "open", flow: "pick", state, ...here });

  expect(plain(chat.shown[0]?.message.text ?? "")).toBe("This form has expired. Type help for what there is.");
});

test("Find in catalog looks for a thing and shows it", async () => {
  await chat.happen({ type: "shortcut", shortcut: "find-in-catalog", texts: [], ...here });

  expect(chat.opened).toMatchObject([{ flow: "pick", state: "show", form: { title: "Find in catalog" } }]);
});

test("Find in catalog has a button where no form could be opened", async () => {
  const { canOpenForm: _, ...later } = here;
  await chat.happen({ type: "shortcut", shortcut: "find-in-catalog", texts: [], ...later });

  expect(chat.shown[0]?.message.card?.blocks).toEqual([
    { type: "actions", main: [{ type: "form", label: "Search", flow: "pick", state: "show" }], more: [] },
  ]);
});
