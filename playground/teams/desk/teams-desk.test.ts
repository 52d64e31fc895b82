import { CardFactory, type InvokeResponse, TeamsActivityHandler } from "botbuilder";
import { expect, onTestFinished, test } from "vitest";
import { createDesk } from "../../desk/desk.ts";
import type { LiveEvent } from "../../desk/protocol.ts";
import { stockBot, tenant } from "../testing/stock-bot.ts";
import type { Act } from "./act.ts";
import { teamsDesk } from "./teams-desk.ts";

const form = {
  ...{ type: "AdaptiveCard", version: "1.5", actions: [{ type: "Action.Submit", title: "Send", data: { step: 1 } }] },
  body: [
    { type: "Input.Text", id: "name", isRequired: true, errorMessage: "Say how it is called." },
    { type: "Input.ChoiceSet", id: "owner", "choices.data": { type: "Data.Query", dataset: "cb" } },
  ],
};
const open = { type: "Action.Submit", title: "New", data: { msteams: { type: "task/fetch" } } };
const card = { type: "AdaptiveCard", version: "1.5", body: [{ type: "ActionSet", actions: [open] }] };
const found = { results: [{ title: "Payments", value: "pay" }] };
const answers: Readonly<Record<string, unknown>> = {
  "task/fetch": { task: { type: "continue", value: { title: "New", card: CardFactory.adaptiveCard(form) } } },
  "task/submit": { task: { type: "message", value: "Saved" } },
  "application/search": { statusCode: 200, type: "application/vnd.microsoft.search.searchResponse", value: found },
};

/** A desk at which Mia sits, with a bot that answers everything with a card. */
async function seated() {
  const teams = await tenant();
  const handler = Object.assign(new TeamsActivityHandler(), {
    onInvokeActivity: async (context: { activity: { name: string } }): Promise<InvokeResponse> => ({
      status: 200,
      body: answers[context.activity.name],
    }),
  });
  const reply = { type: "message", summary: "A card", attachments: [CardFactory.adaptiveCard(card)] };
  await stockBot(teams, async (context) => void (await context.sendActivity(reply)), handler);
  const desk = createDesk(
    teamsDesk(teams, {
      ...{ name: "Acme", defaultViewer: "bob", about: new Map([["mia", "Team Payments"]]), prompts: [] },
      commands: [{ command: "/whoowns", description: "", usageHint: "" }],
      shortcuts: [],
    }),
  );
  onTestFinished(desk.stop);
  const events: LiveEvent[] = [];
  desk.subscribe("mia", (event) => events.push(event));
  const channel = teams.conversation("help").id;
  const act = (done: Act) => desk.perform("mia", done);
  const last = () => events.flatMap(({ messages }) => messages).at(-1);
  const dialog = () => events.flatMap(({ overlays }) => (overlays ? [overlays] : [])).at(-1)?.[0];
  return { teams, desk, events, channel, act, last, dialog };
}

test("the first event says who and what there is", async () => {
  const { events, teams } = await seated();

  expect(events[0]).toMatchObject({
    isWhole: true,
    workspace: {
      name: "Acme",
      people: [{ realName: "Callboard", isApp: true }, { name: "mia", about: "Team Payments" }, { name: "bob" }],
      channels: [
        { name: "General", kind: "channel", section: "Payments" },
        { name: "help", kind: "channel", section: "Payments" },
        { name: "Launch", kind: "group", section: "Chats" },
        { name: "Callboard", kind: "im", section: "Chats", personId: teams.world.bot.id },
      ],
    },
    status: { connections: 1, isDown: false, faults: [], violations: 0 },
  });
});

test("a mention is answered in its thread by a card, which opens a dialog, finds choices and is sent", async () => {
  const { channel, act, last, dialog, teams } = await seated();
  const { ts } = await act({ do: "say", channel, text: "@callboard hello" });
  await expect.poll(last).toMatchObject({ threadTs: ts, isApp: true, text: "A card", body: { cards: [card] } });
  expect(teams.messages[0]?.entities).toMatchObject([{ mentioned: { name: "Callboard" } }]);

  const at = { channel, ts: last()?.ts ?? "", card: 0 };
  const { title: _title, ...action } = open;
  expect(await act({ do: "press", surface: at, action: { ...action, type: "Action.Submit" }, inputs: {} })).toEqual({});
  await expect.poll(dialog).toMatchObject({ title: "New", card: form });
  const surface = { dialogId: dialog()?.id ?? "" };
  const search = { do: "search", surface, dataset: "cb", query: "pay", inputs: {} } as const;
  expect(await act(search)).toEqual({ choices: found.results });
  const send = (inputs: Record<string, string>) =>
    act({ do: "press", surface, action: { type: "Action.Submit", data: { step: 1 } }, inputs });
  expect(await send({})).toEqual({ problem: "Say how it is called." });
  expect(await send({ name: "web", owner: "nobody" })).toEqual({ problem: '"nobody" is no choice of "owner".' });
  expect(await send({ name: "web", owner: "pay" })).toEqual({});

  await expect.poll(dialog).toEqual({ id: surface.dialogId, title: "", text: "Saved" });
  expect(teams.deliveries.at(-1)?.activity["value"]).toMatchObject({ data: { step: 1, name: "web", owner: "pay" } });
  await act({ do: "close", dialogId: surface.dialogId });
  await expect.poll(dialog).toBeUndefined();
});

test("a command is for the bot alone in a channel, and plain text in the personal chat", async () => {
  const { channel, act, teams } = await seated();
  const personal = teams.as("mia").conversation().id;

  await act({ do: "say", channel, text: "/whoowns web" });
  await act({ do: "say", channel: personal, text: "/whoowns web" });

  expect(teams.messages.filter(({ from }) => from !== teams.world.bot.id)).toMatchObject([
    { text: "whoowns web", visibleTo: expect.any(String) },
    { text: "/whoowns web" },
  ]);
  expect((await act({ do: "say", channel, text: "/nothing" })).problem).toContain("/nothing is not a command");
});

test("what is gone, or of others, cannot be used", async () => {
  const { channel, act, teams } = await seated();
  await teams.as("bob").say("private");
  const bobs = teams.messages.at(0);
  const press = (surface: { channel: string; ts: string; card: number } | { dialogId: string }) =>
    act({ do: "press", surface, action: { type: "Action.Submit" }, inputs: {} });

  expect((await act({ do: "say", channel: bobs?.conversation ?? "", text: "hi" })).problem).toBe(
    "There is no such conversation.",
  );
  expect((await press({ channel, ts: "1.000000", card: 0 })).problem).toBe("That message is no longer there.");
  expect((await press({ dialogId: "1" })).problem).toBe("That dialog is no longer open.");
  expect((await act({ do: "global shortcut", callbackId: "x" })).problem).toBe("The app has no such entry.");
  expect((await act({ do: "say", channel, text: " \u200b" })).problem).toBe("There is nothing to send.");
});
