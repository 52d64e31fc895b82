import type { App } from "@slack/bolt";
import { expect, test } from "vitest";
import type { SlackOptions } from "../simulated-slack.ts";
import { boltApp, textsOf, webClient, workspace } from "../testing/bolt-app.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const option = (name: string) => ({ text: plain(name), value: name.toLowerCase() });
const button = { type: "button" as const, text: plain("Go"), action_id: "go", value: "v1" };
const select = (action_id: string) => ({
  type: "static_select" as const,
  action_id,
  options: [option("One"), option("Two")],
});
const external = (more: object = {}) => ({ type: "external_select" as const, action_id: "who", ...more });
/** An app whose external menus show what is given. */
const offering = (options: (query: string) => object) => (app: App) =>
  app.options(/.*/, async ({ ack, payload }) => ack(options(payload.value) as never));
const actions = (...elements: object[]) => [{ type: "actions" as const, block_id: "b", elements }] as never;

/** Everything acknowledged by an app that keeps what it was sent. */
async function shop(listen: (app: App) => void = () => undefined, options: Partial<SlackOptions> = {}) {
  const slack = await workspace(options);
  await boltApp(slack, (app) => {
    listen(app);
    app.action(/.*/, async ({ ack }) => ack());
    app.shortcut(/.*/, async ({ ack }) => ack());
    app.command(/^\/(?!unknown)/, async ({ ack }) => ack());
  });
  const ada = slack.as("ada", { channel: "general" });
  const sent = () => slack.deliveries.at(-1)?.delivery.payload ?? {};
  /** Posts blocks and gives the message as Ada sees it. */
  const shown = async (blocks: never, reader?: string) => {
    const { chat } = webClient(slack);
    const message = { channel: "C1", text: "text", blocks };
    if (reader) await chat.postEphemeral({ ...message, user: reader });
    else await chat.postMessage(message);
    const last = ada.sees().at(-1);
    if (!last) throw new Error("no message");
    return last;
  };
  return { slack, ada, sent, shown };
}

test("a pressed button says what it is, where it stands and who pressed it", async () => {
  const { ada, sent, shown } = await shop();
  const message = await shown(actions(button));

  expect((await ada.press(message, "Go")).status).toBe(200);

  expect(sent()).toMatchObject({
    type: "block_actions",
    user: { id: "U1", team_id: "T0WORKSPACE" },
    team: { id: "T0WORKSPACE", domain: "workspace" },
    api_app_id: "A0APP",
    channel: { id: "C1", name: "general" },
    container: { type: "message", message_ts: message.ts, channel_id: "C1", is_ephemeral: false },
    message: { ts: message.ts, text: "text" },
    trigger_id: expect.stringMatching(/^\d+\.\d+\.\w+$/),
    response_url: expect.stringContaining("/actions/"),
    actions: [{ type: "button", action_id: "go", block_id: "b", value: "v1", action_ts: expect.any(String) }],
  });
});

test("a button of an ephemeral message comes without the message", async () => {
  const { ada, sent, shown } = await shop();

  await ada.press(await shown(actions(button), "U1"), "Go");

  expect(sent()).toMatchObject({ container: { is_ephemeral: true } });
  expect(sent()["message"]).toBeUndefined();
});

test("a button in a thread names the thread", async () => {
  const { slack, ada, sent } = await shop();
  const { chat } = webClient(slack);
  const { ts: thread_ts = "" } = await chat.postMessage({ channel: "C1", text: "parent" });
  await chat.postMessage({ channel: "C1", text: "reply", thread_ts, blocks: actions(button) });
  const reply = ada.sees().at(-1);

  if (reply) await ada.press(reply, "Go");

  expect(sent()).toMatchObject({ container: { thread_ts }, message: { thread_ts } });
});

test("each press is an interaction of its own", async () => {
  const { slack, ada, shown } = await shop();
  const message = await shown(actions(button));

  await ada.press(message, "Go");
  await ada.press(message, "Go");

  expect(new Set(slack.deliveries.map(({ delivery }) => delivery.payload["trigger_id"])).size).toBe(2);
});

test("the question before an action and the label for screen readers are not sent along", async () => {
  const { ada, sent, shown } = await shop();
  const confirm = { title: plain("Sure?"), text: plain("Sure?"), confirm: plain("Yes"), deny: plain("No") };

  await ada.press(await shown(actions({ ...button, confirm, accessibility_label: "Go there" })), "Go");

  const [action] = sent()["actions"] as Record<string, unknown>[];
  expect(action).not.toHaveProperty("confirm");
  expect(action).not.toHaveProperty("accessibility_label");
});

test("a menu in a message sends what was picked and the state of the others", async () => {
  const { ada, sent, shown } = await shop();

  await ada.choose(await shown(actions(select("s1"), select("s2"))), "s1", "Two");

  expect(sent()).toMatchObject({
    actions: [{ type: "static_select", action_id: "s1", selected_option: { value: "two" } }],
    state: { values: { b: { s1: { selected_option: { value: "two" } }, s2: { selected_option: null } } } },
  });
});

test("an overflow menu sends the line that was picked", async () => {
  const { ada, sent, shown } = await shop();
  const menu = { type: "overflow", action_id: "more", options: [option("Open"), option("Delete")] };
  const message = await shown(actions(menu));

  await ada.pickOverflow(message, "Delete");

  expect(sent()).toMatchObject({
    actions: [{ type: "overflow", action_id: "more", selected_option: { value: "delete" } }],
  });
  expect(() => ada.pickOverflow(message, "Rename")).toThrow('No choice "Rename". There are: Open, Delete.');
});

test("an external menu asks the app for its options and names itself", async () => {
  const { ada, sent, shown } = await shop(offering((query) => ({ options: [option(`${query}!`)] })));
  const message = await shown(actions(external()));

  const { labels } = await ada.typeahead(message, "who", "ada");

  expect(labels).toEqual(["ada!"]);
  expect(sent()).toMatchObject({ type: "block_suggestion", action_id: "who", block_id: "b", value: "ada" });
  expect(sent()).not.toHaveProperty("trigger_id");
  // What is picked then arrives whole.
  await ada.choose(message, "who", "ada!");
  expect(sent()).toMatchObject({ actions: [{ selected_option: { value: "ada!", text: { text: "ada!" } } }] });
});

test("an external menu is asked from three characters on, unless it says otherwise", async () => {
  const { slack, ada, shown } = await shop(offering(() => ({ options: [option("Ada")] })));
  const message = await shown(actions(external(), external({ action_id: "now", min_query_length: 0 })));

  expect((await ada.typeahead(message, "who", "ad")).acknowledgement).toBeUndefined();
  expect(slack.deliveries).toEqual([]);
  expect((await ada.typeahead(message, "who", "ada")).labels).toEqual(["Ada"]);
  expect((await ada.typeahead(message, "now", "")).labels).toEqual(["Ada"]);
});

const numbered = (count: number) => Array.from({ length: count }, (_, index) => option(`o${index}`));
const grouped = (name: string, label: string) => ({ label: plain(name), options: [option(label)] });

test.each([
  ["options under headings", { option_groups: [grouped("Teams", "Payments"), grouped("People", "Ada")] }, 2, 0],
  ["nothing", { options: [] }, 0, 0],
  ["100 options", { options: numbered(100) }, 100, 0],
  ["none of 101 options", { options: numbered(101) }, 0, 1],
])("an external menu shows %s", async (_name, answer, seen, problems) => {
  const { slack, ada, shown } = await shop(offering(() => answer));

  expect((await ada.typeahead(await shown(actions(external())), "who", "opt")).labels.length).toBe(seen);
  expect(slack.violations.length).toBe(problems);
});

test("a slash command says who typed what and where, and nothing of threads", async () => {
  const { ada, sent } = await shop();

  await ada.slash("/hello", "web");

  expect(sent()).toMatchObject({
    command: "/hello",
    text: "web",
    user_id: "U1",
    user_name: "ada",
    team_id: "T0WORKSPACE",
    team_domain: "workspace",
    channel_id: "C1",
    channel_name: "general",
    api_app_id: "A0APP",
    response_url: expect.stringContaining("/commands/"),
    trigger_id: expect.any(String),
  });
  expect(sent()).not.toHaveProperty("thread_ts");
});

test.each([
  ["a private channel", { isPrivate: true }, "general", "privategroup"],
  ["direct messages", {}, "im", "directmessage"],
])("a slash command in %s does not name it", async (_name, more, at, name) => {
  const { slack, sent } = await shop(undefined, {
    channels: [{ id: "C1", name: "general", members: ["U1"], ...more }],
  });

  await slack.as("ada", { channel: at }).slash("/hello");

  expect(sent()["channel_name"]).toBe(name);
});

test("what is typed after a command arrives with tokens when the app asked for that", async () => {
  const escaping = await shop();
  const plainly = await shop(undefined, { shouldEscape: false });

  await escaping.ada.slash("/hello", "@bob in #general & more");
  await plainly.ada.slash("/hello", "@bob in #general & more");

  expect(escaping.sent()["text"]).toBe("<@U2|bob> in <#C1|general> &amp; more");
  expect(plainly.sent()["text"]).toBe("@bob in #general & more");
});

test("without the scope there are neither commands nor shortcuts", async () => {
  const { slack, ada } = await shop(undefined, { scopes: ["chat:write"] });

  expect(await ada.slash("/hello")).toMatchObject({ error: "not_delivered" });
  expect(await ada.globalShortcut("new")).toMatchObject({ error: "not_delivered" });
  expect(slack.deliveries).toEqual([]);
});

test("a global shortcut has a trigger and neither channel nor response_url", async () => {
  const { ada, sent } = await shop();

  await ada.globalShortcut("new");

  expect(sent()).toMatchObject({ type: "shortcut", callback_id: "new", trigger_id: expect.any(String) });
  expect(sent()).not.toHaveProperty("response_url");
  expect(sent()).not.toHaveProperty("channel");
});

test("a shortcut on a message carries the message and a response_url", async () => {
  const { ada, sent } = await shop((app) => {
    app.shortcut({ callback_id: "keep", type: "message_action" }, async ({ ack, respond, shortcut }) => {
      await ack();
      await respond(`kept: ${shortcut.message.text}`);
    });
  });
  await ada.say("remember this");
  const [message] = ada.sees();
  if (!message) throw new Error("no message");

  await ada.messageShortcut("keep", message);

  await expect.poll(() => textsOf(ada.sees())).toEqual(["remember this", "kept: remember this"]);
  expect(sent()).toMatchObject({
    type: "message_action",
    callback_id: "keep",
    message_ts: message.ts,
    channel: { id: "C1", name: "general" },
    message: { type: "message", user: "U1", text: "remember this", ts: message.ts },
  });
  expect(sent()["message"]).not.toHaveProperty("channel");
});

/** How a command ends in an app that gives up on silent listeners at once. */
async function ending(listen: (app: App) => void) {
  const slack = await workspace();
  await boltApp(slack, listen, "impatient HTTP");
  const ada = slack.as("ada", { channel: "general" });
  const { status } = await ada.slash("/hello");
  return { slack, status, told: textsOf(ada.sees()) };
}

const failing = async () => {
  throw new Error("boom");
};

test.each<[string, number, (app: App) => void]>([
  ["nobody listens for is answered 404", 404, () => undefined],
  ["is never acknowledged is answered 404", 404, (app) => app.command("/hello", async () => undefined)],
  ["fails before it is acknowledged is answered 500", 500, (app) => app.command("/hello", failing)],
])("a command that %s, and the person is told", async (_name, expected, listen) => {
  const { status, told } = await ending(listen);

  expect({ status, told }).toEqual({ status: expected, told: ['/hello failed with the error "dispatch_failed"'] });
});

test("a command that failed is not sent again", async () => {
  const { slack } = await ending(() => undefined);
  await slack.settled();

  expect(slack.deliveries.length).toBe(1);
});

test.each([
  ["throws", "impatient HTTP", [{ code: "slack_bolt_receiver_ack_multiple_error" }]],
  ["is let pass", "Socket Mode", [undefined]],
] as const)("a second acknowledgement %s over %s", async (_name, mode, thrown) => {
  const slack = await workspace();
  const results: unknown[] = [];
  const listen = (app: App): void =>
    app.command("/hello", async ({ ack }) => {
      await ack();
      results.push(await ack().catch((error) => error));
    });
  await boltApp(slack, listen, mode);

  await slack.as("ada").slash("/hello");

  await expect.poll(() => results).toMatchObject(thrown);
});

test("all listeners that match are run", async () => {
  const ran: string[] = [];
  await ending((app) => {
    app.command("/hello", async ({ ack }) => {
      ran.push("one");
      await ack();
    });
    app.command(/^\/hel/, async () => {
      ran.push("two");
    });
  });

  await expect.poll(() => ran.sort()).toEqual(["one", "two"]);
});
