import type { App, SayArguments } from "@slack/bolt";
import { RespondError } from "@slack/bolt";
import { expect, test, vi } from "vitest";
import type { SlackOptions } from "../simulated-slack.ts";
import { boltApp, textsOf, webClient, workspace } from "../testing/bolt-app.ts";

type Body = Record<string, unknown>;

const button = { type: "button" as const, text: { type: "plain_text" as const, text: "Go" }, action_id: "go" };
const replaced = { text: "chosen", replace_original: true };
const buttons = [{ type: "actions" as const, elements: [button] }];

/** An app that keeps each response_url it is given, and Ada, who sees what is posted there. */
async function given(options: Partial<SlackOptions> = {}, listen: (app: App) => void = () => undefined) {
  const slack = await workspace(options);
  const urls: string[] = [];
  const app = await boltApp(slack, (bolt) => {
    listen(bolt);
    bolt.command("/hello", async ({ ack, body }) => {
      urls.push(body.response_url);
      await ack();
    });
    bolt.action("go", async ({ ack, body }) => {
      urls.push(body.type === "block_actions" ? (body.response_url ?? "") : "");
      await ack();
    });
  });
  const ada = slack.as("ada", { channel: "general" });
  const post = async (body: Body, url = urls.at(-1) ?? "") => {
    const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    return { status: response.status, body: await response.text() };
  };
  const texts = (who = "ada") => textsOf(slack.as(who).sees("general"));
  return { slack, app, ada, post, texts, urls };
}

/** The same after Ada pressed a button. */
async function pressed(how: "for all" | "ephemeral" = "for all") {
  const all = await given();
  const message = { channel: "C1", text: "choose", blocks: buttons } satisfies SayArguments & { channel: string };
  const { chat } = webClient(all.slack);
  if (how === "for all") await chat.postMessage(message);
  else await chat.postEphemeral({ ...message, user: "U1" });
  const [shown] = all.ada.sees();
  if (!shown) throw new Error("no message");
  await all.ada.press(shown, "Go");
  return all;
}

test("an answer is for the asker alone unless it says otherwise", async () => {
  const { ada, post, texts } = await given();
  await ada.slash("/hello");

  await post({ text: "for you" });
  await post({ text: "for all", response_type: "in_channel" });

  expect(texts("ada")).toEqual(["for you", "for all"]);
  expect(texts("bob")).toEqual(["for all"]);
});

test("five answers are taken and no sixth", async () => {
  const { ada, post, texts } = await given();
  await ada.slash("/hello");

  for (let use = 0; use < 5; use += 1) expect((await post({ text: "hi" })).status).toBe(200);

  expect(await post({ text: "hi" })).toEqual({ status: 404, body: '{"ok":false,"error":"used_url"}' });
  expect(texts().length).toBe(5);
});

test("answers are taken for half an hour", async () => {
  let nowMs = 1_700_000_000_000;
  const { ada, post } = await given({ now: () => nowMs });
  await ada.slash("/hello");

  nowMs += 30 * 60_000;
  expect((await post({ text: "hi" })).status).toBe(200);
  nowMs += 1;

  expect(await post({ text: "hi" })).toEqual({ status: 404, body: '{"ok":false,"error":"expired_url"}' });
});

test("an address that was never given takes nothing", async () => {
  const { slack, post } = await given();

  expect((await post({ text: "hi" }, slack.apiUrl.replace("/api/", "/commands/T1/1/x"))).status).toBe(404);
});

test("each interaction gives an address of its own", async () => {
  const { ada, urls } = await given();

  await ada.slash("/hello");
  await ada.slash("/hello");

  expect(new Set(urls).size).toBe(2);
});

test("stock Bolt's respond throws at an address that is used up", async () => {
  const thrown: unknown[] = [];
  const { ada } = await given({}, (app) => {
    app.command("/much", async ({ ack, respond }) => {
      await ack();
      for (let use = 0; use < 6; use += 1) await respond("hi").catch((error) => thrown.push(error));
    });
  });

  await ada.slash("/much");

  await expect.poll(() => thrown).toEqual([expect.any(RespondError)]);
  expect(thrown[0]).toMatchObject({ code: "slack_bolt_respond_error", statusCode: 404 });
});

test("an answer replaces the message whose button was pressed", async () => {
  const { post, texts } = await pressed();

  expect(await post(replaced)).toEqual({ status: 200, body: '{"ok":true}' });

  expect(texts("bob")).toEqual(["chosen"]);
});

test.each([
  ["is removed through its own button", "ephemeral", { delete_original: true }, [], []],
  ["stays ephemeral when it is replaced", "ephemeral", { ...replaced, response_type: "in_channel" }, ["chosen"], []],
  ["stays for all when it is replaced", "for all", { ...replaced, response_type: "ephemeral" }, ["chosen"], ["chosen"]],
  ["for all is removed", "for all", { delete_original: true }, [], []],
  ["stays beside an answer that replaces nothing", "for all", { text: "noted" }, ["choose", "noted"], ["choose"]],
] as const)("a message %s", async (_name, how, body, ada, bob) => {
  const { post, texts } = await pressed(how);

  await post(body);

  expect(texts("ada")).toEqual(ada);
  expect(texts("bob")).toEqual(bob);
});

test("a message that is gone cannot be replaced: the answer is a new one", async () => {
  const { post, slack, texts } = await pressed();
  await webClient(slack).chat.delete({ channel: "C1", ts: slack.messages[0]?.ts ?? "" });

  await post({ text: "late", replace_original: true });

  expect(texts("ada")).toEqual(["late"]);
  expect(texts("bob")).toEqual([]);
});

test("a slash command's own line cannot be replaced: the answer is a new message", async () => {
  const { ada, post, texts } = await given();
  await ada.slash("/hello");

  await post({ text: "one", replace_original: true });

  expect(texts()).toEqual(["one"]);
});

test("an answer goes into a thread when all see it and it replaces nothing", async () => {
  const { post, slack } = await pressed();
  const thread_ts = slack.messages[0]?.ts ?? "";

  await post({ text: "in the thread", thread_ts, response_type: "in_channel", replace_original: false });
  await post({ text: "beside it", thread_ts });

  expect(slack.messages.slice(1).map((message) => message.thread_ts)).toEqual([thread_ts, undefined]);
});

test("an answer needs no membership of the bot", async () => {
  const { ada, post, texts } = await given({
    channels: [{ id: "C1", name: "general", members: ["U1", "U2"], isPrivate: true, withoutBot: true }],
  });
  await ada.slash("/hello");

  await post({ text: "hi", response_type: "in_channel" });

  expect(texts("bob")).toEqual(["hi"]);
});

test("an answer with nothing in it is refused", async () => {
  const { ada, post } = await given();
  await ada.slash("/hello");

  expect(await post({})).toEqual({ status: 400, body: '{"ok":false,"error":"no_text"}' });
});

test("an answer with blocks that break a limit is refused", async () => {
  const { ada, post } = await given();
  await ada.slash("/hello");
  const header = { type: "header", text: { type: "plain_text", text: "x".repeat(151) } };

  const { status, body } = await post({ text: "hi", blocks: [header] });

  expect(status).toBe(400);
  expect(JSON.parse(body)).toMatchObject({ ok: false, error: "invalid_blocks" });
});

test("the acknowledgement of a command may be the answer, and uses up no address", async () => {
  const { ada, texts, slack } = await given({}, (app) => {
    app.command("/ack", async ({ ack }) => ack("said at once"));
  });

  await ada.slash("/ack");

  expect(texts("ada")).toEqual(["said at once"]);
  expect(texts("bob")).toEqual([]);
  expect(slack.callsOf("response_url")).toEqual([]);
});

test("a form gives an address for the channel chosen in it, to which stock Bolt responds", async () => {
  const select = {
    type: "conversations_select" as const,
    action_id: "where",
    response_url_enabled: true,
  };
  const input = { type: "input" as const, block_id: "where", label: button.text, element: select };
  const { response_url_enabled: _asked, ...quiet } = select;
  const other = { ...input, block_id: "other", element: { ...quiet, action_id: "other" } };
  const { ada, texts } = await given({}, (app) => {
    app.shortcut("new", async ({ ack, client, body }) => {
      await ack();
      const view = {
        type: "modal" as const,
        callback_id: "f",
        title: button.text,
        submit: button.text,
        blocks: [input, other],
      };
      await client.views.open({ trigger_id: body.trigger_id, view });
    });
    app.view("f", async ({ ack, respond }) => {
      await ack();
      await respond({ text: "sent from the form", response_type: "in_channel" });
    });
  });
  await ada.globalShortcut("new");
  const view = await vi.waitUntil(() => ada.view());

  const { acknowledgement } = await ada.submit(view, { where: "C1", other: "C1" });

  expect(acknowledgement?.delivery.payload["response_urls"]).toMatchObject([
    { block_id: "where", action_id: "where", channel_id: "C1" },
  ]);
  await expect.poll(() => texts("bob")).toEqual(["sent from the form"]);
});
