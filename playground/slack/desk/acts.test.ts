import type { App } from "@slack/bolt";
import { expect, test } from "vitest";
import { pageOf } from "../testing/at-page.ts";
import { boltApp, webClient, workspace } from "../testing/bolt-app.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const option = (name: string) => ({ text: plain(name), value: name.toLowerCase() });
const input = (blockId: string, element: object, more: object = {}) => ({
  type: "input" as const,
  block_id: blockId,
  label: plain(blockId),
  element: { action_id: blockId, ...element },
  ...more,
});
const external = { type: "external_select", min_query_length: 1 };
const form = {
  type: "modal" as const,
  callback_id: "form",
  private_metadata: "for the app alone",
  title: plain("Request"),
  submit: plain("Send"),
  blocks: [
    input("name", { type: "plain_text_input" }),
    input("owner", external),
    input("kind", { type: "static_select", options: ["Service", "Website"].map(option) }, { dispatch_action: true }),
  ],
} as never;
const card = {
  text: "web",
  blocks: [
    {
      type: "actions" as const,
      block_id: "row",
      elements: [
        { type: "button" as const, action_id: "more", text: plain("More"), value: "web" },
        { type: "overflow" as const, action_id: "menu", options: ["Edit", "Report"].map(option) },
        { type: "button" as const, action_id: "again", text: plain("More"), value: "api" },
      ],
    },
  ],
};

/** Hears everything, and answers as little as a test needs. */
async function heard(extra: (app: App) => void = () => undefined, mode: "HTTP" | "Socket Mode" = "HTTP") {
  const slack = await workspace();
  const log: Record<string, unknown>[] = [];
  await boltApp(
    slack,
    (app) => {
      extra(app);
      app.command(/.*/, async ({ ack, payload }) => {
        log.push({ command: payload.command, text: payload.text, channel: payload.channel_id });
        await ack();
      });
      app.event("app_mention", async ({ event }) => void log.push({ mention: event.text, thread: event.thread_ts }));
      app.message(async ({ message }) => void log.push({ message: "text" in message ? message.text : "" }));
      app.shortcut(/.*/, async ({ ack, shortcut, client }) => {
        log.push({ shortcut: shortcut.callback_id, on: "message_ts" in shortcut ? shortcut.message_ts : undefined });
        await ack();
        if (shortcut.callback_id === "new") await client.views.open({ trigger_id: shortcut.trigger_id, view: form });
      });
      app.action(/.*/, async ({ ack, payload, body }) => {
        log.push({ action: payload, values: "view" in body ? body.view?.state.values : undefined });
        await ack();
      });
      app.options(/.*/, async ({ ack, payload }) => {
        const teams = ["Payments", "Platform"].filter((team) => team.toLowerCase().startsWith(payload.value));
        if (payload.value === "g")
          await ack({ option_groups: [{ label: plain("Teams"), options: [option("Group")] }] });
        else await ack({ options: teams.map(option) });
      });
      app.view("form", async ({ ack, view }) => {
        log.push({ submitted: view.state.values });
        const isTaken = view.state.values["name"]?.["name"]?.value === "taken";
        await ack(isTaken ? { response_action: "errors", errors: { name: "That is taken." } } : undefined);
      });
    },
    mode,
  );
  const page = await pageOf(slack);
  const ada = await page.open("ada");
  const act = async (body: Record<string, unknown>, as = "ada") => page.act(as, body);
  return { slack, page, ada, log, act };
}

async function withForm() {
  const stage = await heard();
  await stage.act({ do: "global shortcut", callbackId: "new" });
  await expect.poll(() => stage.ada.views().length).toBe(1);
  const viewId = stage.ada.views()[0]?.id ?? "";
  const field = (id: string) => ({ surface: { viewId }, blockId: id, actionId: id });
  return { ...stage, viewId, field };
}

async function withCard() {
  const stage = await heard();
  const channel = "C1";
  await stage.slack.as("ada", { channel }).say("before");
  const app = await boltApp(stage.slack, () => undefined, "Socket Mode").then(({ client }) => client);
  stage.slack.socket.cut();
  await app.chat.postMessage({ channel, ...card });
  const ts = stage.slack.messages.at(-1)?.ts ?? "";
  return { ...stage, on: { surface: { channel, ts }, blockId: "row" } };
}

test("what is said is heard as the app subscribed to it; mentions become tokens", async () => {
  const { slack, log, act, ada } = await heard();
  const im = ada.last("workspace").channels.find(({ kind }) => kind === "im")?.id;

  await act({ do: "say", channel: "C1", text: "@callboard owner of web?" });
  await act({ do: "say", channel: im, text: "hello" });
  await act({ do: "say", channel: "C1", text: "nobody hears this" });

  await expect.poll(() => log).toEqual([{ mention: `<@${slack.botUserId}> owner of web?` }, { message: "hello" }]);
});

test("a registered command runs with all that follows, one that is not is named, and threads take none", async () => {
  const { log, act, ada } = await heard();
  await act({ do: "say", channel: "C1", text: "root" });
  await expect.poll(() => ada.messages().length).toBe(1);
  const threadTs = ada.messages()[0]?.ts;

  expect((await act({ do: "say", channel: "C1", text: "  /owner  web & api " })).body).toEqual({});
  expect(await act({ do: "say", channel: "C1", text: "/x y" })).toEqual({
    status: 200,
    body: { problem: "/x is not a command of this app. /owner and /deps are." },
  });
  expect((await act({ do: "say", channel: "C1", text: "/owner web", threadTs })).body.problem).toBe(
    "/owner does not work in threads. Mention @callboard there instead.",
  );
  await act({ do: "say", channel: "C1", text: "@callboard in here", threadTs });

  await expect.poll(() => log.length).toBe(2);
  expect(log).toEqual([
    { command: "/owner", text: "web &amp; api", channel: "C1" },
    { mention: expect.stringContaining("in here"), thread: threadTs },
  ]);
});

test("nothing can be said nowhere, and not without being a member", async () => {
  const { slack, act } = await heard();
  slack.addChannel({ id: "C2", name: "open" });

  for (const text of [" \n", "\u200b\u200d \ufeff\u2060", "\u3164\u00ad\ufe0f"])
    expect((await act({ do: "say", channel: "C1", text })).body.problem).toBe("There is nothing to send.");
  expect((await act({ do: "say", channel: "C2", text: "hi" })).body.problem).toBe("Join #open to write there.");
  await act({ do: "join", channel: "C2" });
  expect((await act({ do: "say", channel: "C2", text: "hi" })).body).toEqual({
    ts: expect.stringMatching(/^\d+\.\d{6}$/),
  });
});

test("of two buttons with one label the one with the ids is pressed, and of a menu the app's own line is sent", async () => {
  const { act, on, log } = await withCard();

  expect((await act({ do: "use", ...on, actionId: "again", state: {} })).body).toEqual({});
  const choice = { selected_option: { value: "report", text: plain("<b>") } };
  await act({ do: "use", ...on, actionId: "menu", state: choice });

  expect(log.map(({ action }) => action)).toMatchObject([
    { type: "button", action_id: "again", block_id: "row", value: "api" },
    { type: "overflow", action_id: "menu", selected_option: { value: "report", text: { text: "Report" } } },
  ]);
});

test("a form opens without what is the app's alone, and its menus show what the app offers", async () => {
  const { act, ada, field } = await withForm();

  expect(ada.views()[0]).toMatchObject({ title: { text: "Request" }, submit: { text: "Send" }, close: null });
  expect(JSON.stringify(ada.events)).not.toContain("for the app alone");
  const suggest = async (query: string) => (await act({ do: "suggest", ...field("owner"), query })).body;
  expect(await suggest("")).toEqual({ options: [] });
  expect(await suggest("p")).toEqual({ options: ["Payments", "Platform"].map(option) });
  expect(await suggest("g")).toEqual({ optionGroups: [{ label: plain("Teams"), options: [option("Group")] }] });
});

test("a form is first looked at by the platform, then by the app", async () => {
  const { act, ada, field, viewId, log } = await withForm();
  await act({ do: "suggest", ...field("owner"), query: "p" });
  const submit = async (name: string, owner: unknown) => {
    const values = { name: { name: { value: name } }, owner: { owner: { selected_option: owner } } };
    const kind = { kind: { kind: { selected_option: option("Service") } } };
    return (await act({ do: "submit", viewId, values: { ...values, ...kind } })).body;
  };

  expect(await submit("", null)).toEqual({
    errors: { name: "Please complete this required field.", owner: "Please complete this required field." },
  });
  expect(log.filter(({ submitted }) => submitted)).toEqual([]);
  expect(await submit("taken", option("Payments"))).toEqual({ errors: { name: "That is taken." } });
  expect(await submit("web", option("Payments"))).toEqual({});

  await expect.poll(() => ada.views()).toEqual([]);
  expect(log.at(-1)).toMatchObject({
    submitted: {
      name: { name: { type: "plain_text_input", value: "web" } },
      owner: { owner: { type: "external_select", selected_option: { value: "payments" } } },
    },
  });
});

test("what was chosen from a menu stays chosen while one looks into it again", async () => {
  const { act, field, viewId } = await withForm();
  await act({ do: "suggest", ...field("owner"), query: "p" });
  await act({ do: "suggest", ...field("owner"), query: "g" });

  const values = {
    name: { name: { value: "web" } },
    owner: { owner: { selected_option: option("Payments") } },
    kind: { kind: { selected_option: option("Service") } },
  };

  expect((await act({ do: "submit", viewId, values })).body).toEqual({});
});

test("an input that tells at once brings along what stands in the others", async () => {
  const { act, field, log } = await withForm();
  const values = { name: { name: { value: "web" } }, stale: { stale: { value: "gone" } } };

  const state = { selected_option: option("Website") };
  expect((await act({ do: "use", ...field("kind"), state, values })).body).toEqual({});

  expect(log.at(-1)).toMatchObject({
    action: { type: "static_select", action_id: "kind", selected_option: { value: "website" } },
    values: {
      name: { name: { value: "web" } },
      kind: { kind: { selected_option: { value: "website" } } },
      owner: { owner: { selected_option: null } },
    },
  });
  expect(log.at(-1)?.["values"]).not.toHaveProperty("stale");
});

test("closing a form takes it away", async () => {
  const { act, ada, viewId } = await withForm();

  expect((await act({ do: "close", viewId, isAll: false })).body).toEqual({});
  await expect.poll(() => ada.views()).toEqual([]);
});

test("a message shortcut arrives with its message", async () => {
  const { act, ada, log } = await heard();
  await act({ do: "say", channel: "C1", text: "is web down?" }, "bob");
  await expect.poll(() => ada.messages().length).toBe(1);
  const ts = ada.messages()[0]?.ts;

  expect((await act({ do: "message shortcut", callbackId: "who", channel: "C1", ts })).body).toEqual({});
  expect(log).toEqual([{ shortcut: "who", on: ts }]);
});

test("an app that is not there, refuses or says nothing is told in plain words", async () => {
  const silent = await workspace({ ackTimeoutMs: 60 });
  const page = await pageOf(silent);
  const press = async () => (await page.act("ada", { do: "global shortcut", callbackId: "new" })).body.problem;

  expect(await press()).toBe("Callboard cannot be reached: it is not connected.");
  await boltApp(silent, (app) => app.shortcut("new", async () => undefined));
  expect(await press()).toBe("Callboard did not answer in time. Try again.");
  silent.sendEventsTo(`${page.server.url}/nowhere`);
  expect(await press()).toMatch(/^Callboard answered with HTTP 415\. Try again\.$/);
  const ada = await page.open();
  await page.act("ada", { do: "say", channel: "C1", text: "/owner web" });
  await expect.poll(() => ada.messages().at(-1)).toMatchObject({ userId: "", isApp: false, isEphemeral: true });
});

test("under a message that only one person sees there is no thread", async () => {
  const { slack, act } = await withCard();
  await webClient(slack).chat.postEphemeral({ channel: "C1", user: "U1", text: "for Ada" });
  const threadTs = slack.messages.at(-1)?.ts;

  const { body } = await act({ do: "say", channel: "C1", text: "hi", threadTs });

  expect(body).toEqual({ problem: "A message that only you see has no replies." });
  expect(slack.messages.at(-1)?.text).toBe("for Ada");
});

test("what is no act at all is a mistake of whoever sent it", async () => {
  const { act } = await heard();

  const menu = { surface: { viewId: "V1" }, blockId: "a", actionId: "a" };
  const long = [
    { do: "say", channel: "C1", text: "x".repeat(12_001) },
    { do: "suggest", ...menu, query: "x".repeat(3001) },
  ];
  for (const body of [{}, { do: "say" }, ...long])
    expect(await act(body)).toEqual({ status: 400, body: { problem: expect.stringMatching(/^No such act: .*\.$/) } });
});

test("what is gone, hidden or impossible is refused in a sentence, and nothing of it reaches the app", async () => {
  const { slack, act, on, log } = await withCard();
  slack.addChannel({ id: "C2", name: "secret", isPrivate: true, members: ["U2"] });
  await slack.as("bob", { channel: "secret" }).say("psst");
  const secret = { channel: "C2", ts: slack.messages.at(-1)?.ts };
  await act({ do: "global shortcut", callbackId: "new" }, "bob");
  await expect.poll(() => slack.as("bob").views().length).toBe(1);
  const viewId = slack.as("bob").view()?.id;
  const before = log.length;
  const kind = { surface: { viewId }, blockId: "kind", actionId: "kind" };

  const hostile: readonly (readonly [Record<string, unknown>, as?: string])[] = [
    [{ do: "say", channel: "C404", text: "hi" }],
    [{ do: "say", channel: "__proto__", text: "hi" }],
    [{ do: "say", channel: "C2", text: "hi" }],
    [{ do: "say", channel: "C1", text: "hi", threadTs: "1.1" }],
    [{ do: "say", channel: "C1", text: "hi" }, ""],
    [{ do: "say", channel: "C1", text: "hi" }, "U0APP"],
    [{ do: "say", channel: "C1", text: "hi" }, "constructor"],
    [{ do: "join", channel: "C2" }],
    [{ do: "use", ...on, actionId: "other", state: {} }],
    [{ do: "use", ...on, surface: secret, actionId: "more", state: {} }],
    [{ do: "use", ...on, actionId: "menu", state: {} }],
    [{ do: "use", ...on, actionId: "menu", state: { selected_option: { value: "delete everything" } } }],
    [{ do: "use", ...on, actionId: "menu", state: { selected_option: "edit" } }],
    [{ do: "use", ...kind, state: { selected_option: option("Website") } }],
    [{ do: "use", ...kind, state: { selected_option: option("Castle") } }, "bob"],
    [{ do: "use", ...kind, state: {}, values: { name: { name: { value: { toString: 1 } } } } }, "bob"],
    [
      { do: "use", ...kind, state: {}, values: { owner: { owner: { selected_option: option("Never offered") } } } },
      "bob",
    ],
    [{ do: "suggest", ...kind, query: "x" }, "bob"],
    [{ do: "submit", viewId, values: {} }],
    [{ do: "submit", viewId: "V404", values: {} }],
    [{ do: "close", viewId, isAll: true }],
    [{ do: "message shortcut", callbackId: "who", ...secret }],
    [{ do: "message shortcut", callbackId: "new", ...on.surface }],
    [{ do: "global shortcut", callbackId: "__proto__" }],
  ];
  for (const [body, as] of hostile) {
    const answer = await act(body, as);
    expect({ body, answer }).toMatchObject({
      answer: { status: 200, body: { problem: expect.stringMatching(/\.$/) } },
    });
  }
  expect(log.length).toBe(before);
  expect(slack.as("bob").views().length).toBe(1);
});
