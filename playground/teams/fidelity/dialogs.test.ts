import { type Activity, CardFactory, type InvokeResponse, TeamsActivityHandler, type TurnContext } from "botbuilder";
import { expect, test, vi } from "vitest";
import { stockBot, tenant } from "../testing/stock-bot.ts";

const submit = (title: string, data: object = {}) => ({ type: "Action.Submit", title, data });
const card = (body: object[], ...actions: object[]) => ({ type: "AdaptiveCard", version: "1.5", body, actions });
const line = (text: string) => ({ type: "TextBlock", text, wrap: true });
const name = { type: "Input.Text", id: "name", label: "Name", isRequired: true, errorMessage: "Say how it is called." };
const menu = { "choices.data": { type: "Data.Query", dataset: "teams", associatedInputs: "auto" } };
const owner = { type: "Input.ChoiceSet", id: "owner", label: "Owner", style: "filtered", ...menu };
const dialog = (title: string, content: object) => ({
  task: { type: "continue", value: { title, card: CardFactory.adaptiveCard(content) } },
});

/** Answers invokes as a test says, and keeps them. */
class Form extends TeamsActivityHandler {
  readonly heard: Partial<Activity>[] = [];
  readonly #answers: Readonly<Record<string, (value: Record<string, unknown>) => unknown>>;

  constructor(answers: Readonly<Record<string, (value: never) => unknown>>) {
    super();
    this.#answers = answers as never;
  }

  protected override async onInvokeActivity({ activity }: TurnContext): Promise<InvokeResponse> {
    this.heard.push(activity);
    return { status: 200, body: this.#answers[activity.name ?? ""]?.(activity.value) };
  }
}

/** A channel in which the bot has posted a card. */
async function withCard(content: object, answers: Readonly<Record<string, (value: never) => unknown>> = {}) {
  const teams = await tenant();
  const form = new Form(answers);
  await stockBot(
    teams,
    async (context) => {
      form.heard.push(context.activity);
      if (context.activity.value === undefined)
        await context.sendActivity({ type: "message", attachments: [CardFactory.adaptiveCard(content)] });
    },
    form,
  );
  const mia = teams.as("mia", { channel: "help" });
  await mia.mention("hello");
  const message = mia.sees().at(-1);
  if (!message) throw new Error("No card came.");
  form.heard.length = 0;
  return { teams, form, mia, message };
}

test("a button without a word to Teams sends its data and the inputs as the value of a message", async () => {
  const { form, mia, message } = await withCard(card([name], submit("Send", { step: 1 })));

  expect(await mia.press(message, "Send")).toEqual({ errors: { name: "Say how it is called." } });
  expect((await mia.press(message, "Send", { Name: "ledger" })).answer?.status).toBe(200);

  expect(form.heard).toMatchObject([
    { type: "message", value: { step: 1, name: "ledger" }, replyToId: message.id, from: { name: "Mia Chen" } },
  ]);
  expect(form.heard[0]?.text).toBeUndefined();
});

test("Action.Execute replaces the card for whoever pressed, until the message changes", async () => {
  const { teams, form, mia, message } = await withCard(
    card([line("Deploy?")], { type: "Action.Execute", title: "Yes", verb: "deploy", data: { to: "live" } }),
    {
      "adaptiveCard/action": () => ({
        statusCode: 200,
        type: CardFactory.contentTypes.adaptiveCard,
        value: card([line("Done")]),
      }),
    },
  );

  await mia.press(message, "Yes");

  expect(form.heard).toMatchObject([
    { name: "adaptiveCard/action", value: { action: { verb: "deploy", data: { to: "live" } } } },
  ]);
  expect(mia.cardsOf(mia.sees().at(-1) ?? message)).toMatchObject([{ body: [{ text: "Done" }] }]);
  const bob = teams.as("bob", { channel: "help" });
  expect(bob.cardsOf(bob.sees().at(-1) ?? message)).toMatchObject([{ body: [{ text: "Deploy?" }] }]);
});

test("task/fetch opens a dialog, which is answered by another one with what is wrong, and closes in the end", async () => {
  const { teams, form, mia, message } = await withCard(
    card([line("New?")], submit("New", { kind: "service", msteams: { type: "task/fetch" } })),
    {
      "task/fetch": () => dialog("New service", card([name, owner], submit("Create", { state: "s1" }))),
      "task/submit": ({ data }: { data: { name: string } }) =>
        data.name === "taken" ? dialog("New service", card([line("It is taken."), name], submit("Create"))) : undefined,
      "application/search": ({ queryText }: { queryText: string }) => ({
        statusCode: 200,
        type: "application/vnd.microsoft.search.searchResponse",
        value: { results: [{ title: `${queryText} team`, value: "t1" }] },
      }),
    },
  );

  await mia.press(message, "New");
  const opened = mia.dialog();
  expect(opened).toMatchObject({ title: "New service", conversation: { name: "help" } });
  if (!opened) return;
  expect(await mia.search(opened, "Owner", "Pay", { name: "web" })).toEqual([{ title: "Pay team", value: "t1" }]);
  await mia.submit({ name: "taken", owner: "Pay team" });
  expect(mia.dialog()).toMatchObject({ id: opened.id, card: { body: [{ text: "It is taken." }, {}] } });
  await mia.submit({ name: "ledger" });

  expect(mia.dialog()).toBeUndefined();
  expect(form.heard.map(({ name: called, value }) => [called, value])).toMatchObject([
    ["task/fetch", { data: { kind: "service", msteams: { type: "task/fetch" } } }],
    ["application/search", { queryText: "Pay", dataset: "teams", data: { name: "web" } }],
    ["task/submit", { data: { state: "s1", name: "taken", owner: "t1" } }],
    ["task/submit", { data: { name: "ledger" } }],
  ]);
  expect(teams.violations).toEqual([]);
});

test("an entry of a message's menu tells the message, and so does the dialog that it opens", async () => {
  const { form, mia, message } = await withCard(card([line("A <b> & c")]), {
    "composeExtension/fetchTask": () => dialog("Report", card([name], submit("Report"))),
  });

  await mia.messageAction("report", message);
  await mia.submit({ name: "web" });

  expect(form.heard).toMatchObject([
    { name: "composeExtension/fetchTask", value: { commandId: "report", messagePayload: { id: message.id } } },
    { name: "composeExtension/submitAction", value: { commandId: "report", data: { name: "web" } } },
  ]);
  expect(mia.dialog()).toBeUndefined();
});

test("a dialog whose card Teams cannot show is a violation", async () => {
  const { teams, mia, message } = await withCard(
    card([line("New?")], submit("New", { msteams: { type: "task/fetch" } })),
    { "task/fetch": () => dialog("x", card([name], submit("Next", { msteams: { type: "task/fetch" } }))) },
  );

  const { problem } = await mia.press(message, "New");

  expect(problem).toBe("Something went wrong: this cannot be shown.");
  expect(teams.violations).toMatchObject([{ where: "task", problems: ["/: data.msteams does nothing in a dialog"] }]);
});

test("an invoke that is not answered in time is asked three times, under one id", async () => {
  const teams = await tenant({ invokeTimeoutMs: 40 });
  const onInvokeActivity = vi.fn(() => new Promise(() => undefined));
  const form = Object.assign(new Form({}), { onInvokeActivity });
  await stockBot(teams, () => undefined, form);
  const message = await teams.as("mia").say("hi");

  const { answer } = await teams.as("mia").composeAction("new");

  expect(answer?.error).toBe("timeout");
  expect(onInvokeActivity).toHaveBeenCalledTimes(3);
  expect(new Set(teams.deliveries.slice(1).map(({ activity }) => activity["id"])).size).toBe(1);
  expect(message.status).toBe(200);
});
