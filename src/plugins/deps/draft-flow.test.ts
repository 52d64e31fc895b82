import { afterAll, expect, onTestFinished, test } from "vitest";
import { plain } from "../../chat/text.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { component, documents, group } from "../../testing/descriptor.ts";
import { createFakeChatAdapter, fakeAddress } from "../../testing/fake-chat-adapter.ts";
import { createMemorySource } from "../../testing/memory-source.ts";
import { createTestBot } from "../../testing/test-bot.ts";

const parser = createParser();

afterAll(() => parser.close());

/** A link of Teams names the channel without its team: nothing to put into a note. */
const mobileLink = "https://teams.microsoft.com/l/channel/19%3Amobile%40thread.tacv2/dev?groupId=g";

async function stage() {
  const source = createMemorySource("org");
  const all = documents(
    group("payments"),
    group("checkout", { title: "Team Checkout", annotations: { "slack.com/bot-notify": "checkout-dev" } }),
    group("mobile", { title: "Team Mobile", annotations: { "callboard.dev/teams-channel": mobileLink } }),
    component("payments-api", { spec: { owner: "payments" } }),
    component("cart", { spec: { owner: "checkout", dependsOn: ["component:payments-api"] } }),
    component("ios-app", { spec: { owner: "mobile", dependsOn: ["component:payments-api"] } }),
    component("worker", { spec: { owner: "payments", dependsOn: ["component:payments-api"] } }),
  );
  source.tree("acme/catalog", { files: { "all.yaml": all } });
  const chat = createFakeChatAdapter();
  const bot = createTestBot([source], { parser, adapters: [chat] });
  onTestFinished(() => bot.app.stop());
  await bot.sync();
  await bot.app.start();
  return chat;
}

const inChannel = { address: { ...fakeAddress, channel: "C1" }, place: "channel" } as const;

test("a note to those who need a thing is there to be copied, and sending it posts nothing", async () => {
  const chat = await stage();

  await chat.say("deps payments-api", inChannel);
  const actions = chat.shown[0]?.message.card?.blocks.find((block) => block.type === "actions");
  const [draft] = actions?.type === "actions" ? actions.main : [];
  expect(draft).toEqual({
    type: "form",
    label: "Draft a note",
    flow: "draft",
    state: "component:default/payments-api",
  });
  await chat.happen({
    type: "open",
    flow: "draft",
    state: "component:default/payments-api",
    user: { platform: "fake", tenant: "T1", id: "U1" },
    ...inChannel,
    canOpenForm: true,
  });

  const [field] = chat.opened[0]?.form.fields ?? [];
  expect(field?.type === "text" ? field.initial?.split("\n") : undefined).toEqual([
    "We are about to change payments-api. These need it:",
    "- Team Checkout (#checkout-dev): cart",
    "- Team Mobile: ios-app",
    "",
    "What changes: ",
    "From when: ",
    "What to do: ",
  ]);
  expect(await chat.submit({ note: "anything" }, inChannel)).toEqual({ type: "done" });
  expect(chat.shown).toHaveLength(1);
});

test("a note about a thing that is gone is none", async () => {
  const chat = await stage();

  await chat.happen({
    type: "open",
    flow: "draft",
    state: "component:default/gone",
    user: { platform: "fake", tenant: "T1", id: "U1" },
    ...inChannel,
    canOpenForm: true,
  });

  expect(chat.opened).toEqual([]);
  expect(plain(chat.shown[0]?.message.text ?? "")).toBe("This is no longer in the catalog. Look for it with find.");
});

test.each([
  "deps payments-api",
  "show payments-api",
  "owned payments",
  "team payments",
  "gaps",
  "gaps docs",
  "find cart",
  "whoowns cart",
])("%s can be shared where only its asker sees it, with at most five buttons", async (question) => {
  const chat = await stage();

  await chat.say(question, inChannel);
  const row = chat.shown[0]?.message.card?.blocks.find((block) => block.type === "actions");
  const all = row?.type === "actions" ? [...row.main, ...row.more] : [];
  const share = all.find(({ label }) => label === "Share here");

  expect(row?.type === "actions" && row.main.length).toBeLessThanOrEqual(2);
  expect(all.length).toBeLessThanOrEqual(5);
  expect(share?.type === "command" && share.command).toMatch(/ public$/);
  await chat.say(share?.type === "command" ? share.command : "", inChannel);
  expect(JSON.stringify(chat.shown[1]?.message)).toContain("shared by");
  expect(JSON.stringify(chat.shown[1]?.message)).not.toContain("Share here");
});

test("an answer in a direct message is shared with nobody", async () => {
  const chat = await stage();

  await chat.say("deps payments-api");

  expect(JSON.stringify(chat.shown[0]?.message)).not.toContain("Share here");
});

test("nothing near is searched for while typing", async () => {
  const chat = await stage();

  await chat.say("whoowns zebra", inChannel);

  expect(chat.shown[0]?.message.card?.blocks.at(-1)).toEqual({
    type: "actions",
    main: [{ type: "form", label: "Search everything", flow: "pick", state: "show" }],
    more: [],
  });
});
