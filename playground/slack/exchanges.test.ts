import type { App } from "@slack/bolt";
import { expect, test, vi } from "vitest";
import type { Exchange } from "../wire/exchange.ts";
import type { SimulatedSlack } from "./simulated-slack.ts";
import { boltApp, workspace } from "./testing/bolt-app.ts";
import type { SlackMessage } from "./world.ts";

const modes = [["HTTP"], ["Socket Mode"]] as const;

function listeners(app: App): void {
  app.command("/choose", async ({ ack, respond }) => {
    await ack();
    const text = { type: "plain_text" as const, text: "Go" };
    const button = { type: "button" as const, text, action_id: "go", value: "v1" };
    await respond({ text: "Choose", blocks: [{ type: "actions", elements: [button] }] });
  });
  app.command("/ack", async ({ ack }) => ack({ text: "said in the acknowledgement" }));
  app.command("/slow", async () => undefined);
  app.action("go", async ({ ack, respond }) => {
    await ack();
    await respond({ replace_original: true, text: "chosen" });
  });
  app.shortcut("explain", async ({ ack, respond }) => {
    await ack();
    await respond({ text: "explained" });
  });
  app.event("app_mention", async ({ event, client }) => {
    const { ts = "" } = await client.chat.postMessage({ channel: event.channel, text: "…", thread_ts: event.ts });
    await client.chat.update({ channel: event.channel, ts, text: "heard" });
  });
}

function behind(slack: SimulatedSlack, message: SlackMessage | undefined): readonly Exchange[] {
  if (!message) throw new Error("There is no such message.");
  return slack.exchangesOf(message).flatMap((id) => slack.exchanges.get(id) ?? []);
}

const namesOf = (exchanges: readonly Exchange[]) => exchanges.map(({ name }) => name);

function firstOf(slack: SimulatedSlack, name: string): Exchange {
  const line = slack.exchanges.lines().find((candidate) => candidate.name === name);
  const exchange = line && slack.exchanges.get(line.id);
  if (!exchange) throw new Error(`Nothing went over the wire about ${name}.`);
  return exchange;
}

test.each(modes)(
  "over %s the command, the answer, the button and the new answer stand behind a message",
  async (mode) => {
    const slack = await workspace();
    await boltApp(slack, listeners, mode);
    const ada = slack.as("ada");
    await ada.slash("/choose", "now");
    await expect.poll(() => ada.sees().length).toBe(1);
    const [choice] = ada.sees();
    if (!choice) throw new Error("nothing to choose");
    expect(namesOf(behind(slack, choice))).toEqual(["/choose", "response_url"]);

    await ada.press(choice, "Go");
    await expect.poll(() => ada.sees()[0]?.text).toBe("chosen");
    await ada.messageShortcut("explain", choice);
    await expect.poll(() => ada.sees().length).toBe(2);

    const [chosen, explained] = ada.sees();
    expect(chosen?.blocks).toBeUndefined();
    const pressed = ["/choose", "response_url", "block_actions", "response_url"];
    expect(namesOf(behind(slack, chosen))).toEqual([...pressed, "message_action"]);
    expect(namesOf(behind(slack, explained))).toEqual(["message_action", "response_url"]);
  },
);

test.each(modes)("over %s a mention and its answer have their exchanges", async (mode) => {
  const slack = await workspace({ events: ["app_mention", "message.channels"] });
  await boltApp(slack, listeners, mode);

  await slack.as("ada").mention("who owns web?");

  await expect.poll(() => slack.as("bob").sees()[1]?.text).toBe("heard");
  const [question, answer] = slack.as("bob").sees();
  expect(answer?.thread_ts).toBe(question?.ts);
  expect(namesOf(behind(slack, question))).toEqual(["app_mention", "message"]);
  expect(namesOf(behind(slack, answer))).toEqual(["chat.postMessage", "chat.update"]);
});

test.each(modes)(
  "over %s an answer in the acknowledgement, and the note that none came, have their command",
  async (mode) => {
    const slack = await workspace({ ackTimeoutMs: 300 });
    await boltApp(slack, listeners, mode);
    const ada = slack.as("ada");

    await ada.slash("/ack");
    await ada.slash("/slow");

    expect(ada.sees()[1]?.text).toBe('/slow failed with the error "operation_timeout"');
    const [answered, failed] = ada.sees().map((message) => behind(slack, message));
    expect(namesOf(answered ?? [])).toEqual(["/ack"]);
    expect(answered?.[0]?.answer?.body).toContain("said in the acknowledgement");
    expect(failed).toMatchObject([{ name: "/slow", failure: "timeout" }]);
    expect(failed?.[0]?.answer).toBeUndefined();
  },
);

test("what the app asked and was answered is kept as it went over the wire", async () => {
  const slack = await workspace();
  const body = '{ "channel":"C1",\n "text":"<b>" }';
  const headers = { authorization: "Bearer xoxb-test", "content-type": "application/json", "X-Mine": "1" };

  const response = await fetch(`${slack.apiUrl}chat.postMessage?pretty=1`, { method: "POST", headers, body });
  const answer = await response.text();

  const exchange = firstOf(slack, "chat.postMessage");
  expect(exchange).toMatchObject({ direction: "from app", via: "http", ms: expect.any(Number) });
  expect(exchange.request).toMatchObject({ line: "POST /api/chat.postMessage?pretty=1", body });
  expect(exchange.request.headers).toMatchObject({ authorization: "Bearer xoxb-test", "x-mine": "1" });
  expect(exchange.answer).toMatchObject({ line: "HTTP 200", body: answer });
  for (const [name, value] of Object.entries(exchange.answer?.headers ?? {}))
    expect(response.headers.get(name)).toBe(value);
  expect(exchange.failure).toBeUndefined();
});

test("a delivery over HTTP is kept with its signed headers and the app's answer, and so is each retry", async () => {
  const slack = await workspace({ retryScale: 1e-6 });
  await boltApp(slack, (app) => {
    app.event("app_mention", async () => undefined);
  });

  await slack.deliver({ type: "event_callback" }, { signWith: "another" });
  await slack.as("ada").mention("hello");
  slack.sendEventsTo("http://127.0.0.1:1/events");
  await slack.event({ type: "team_join" });
  await slack.settled();

  const [refused, mention, ...retried] = slack.exchanges
    .lines()
    .filter(({ direction }) => direction === "to app")
    .map(({ id }) => slack.exchanges.get(id));
  expect(refused).toMatchObject({ name: "raw request", failure: "HTTP 401" });
  expect(mention).toMatchObject({ direction: "to app", via: "http", name: "app_mention" });
  expect(mention?.request.line).toBe("POST /slack/events");
  expect(mention?.request.headers).toMatchObject({ "x-slack-signature": expect.stringMatching(/^v0=\w{64}$/) });
  expect(mention?.answer?.line).toBe("HTTP 200");
  expect(retried.map((exchange) => exchange?.request.headers["x-slack-retry-num"])).toEqual([undefined, "1", "2", "3"]);
  expect(retried[0]).toMatchObject({ name: "team_join", failure: "connection_failed" });
});

test("over the socket the frames are kept as they were sent", async () => {
  const slack = await workspace();
  await boltApp(slack, listeners, "Socket Mode");

  await slack.as("ada").slash("/ack", "a & b");
  slack.socket.disconnect("refresh_requested");

  const { request, answer, via } = firstOf(slack, "/ack");
  const envelope = JSON.parse(request.body);
  expect([via, request.line, answer?.line]).toEqual(["socket", "envelope", "acknowledgement"]);
  expect(envelope).toMatchObject({ type: "slash_commands", payload: { command: "/ack", text: "a &amp; b" } });
  expect(JSON.parse(answer?.body ?? "")).toEqual({
    envelope_id: envelope.envelope_id,
    payload: { text: "said in the acknowledgement" },
  });
  expect(JSON.parse(firstOf(slack, "hello").request.body)).toMatchObject({ type: "hello", num_connections: 1 });
  expect(firstOf(slack, "disconnect").request.body).toContain("refresh_requested");
});

test("an envelope whose connection is cut was not answered", async () => {
  const slack = await workspace();
  await boltApp(slack, listeners, "Socket Mode");

  const slow = slack.as("ada").slash("/slow");
  slack.socket.cut();

  expect(await slow).toMatchObject({ error: "timeout" });
  expect(firstOf(slack, "/slow")).toMatchObject({ failure: "connection cut" });
});

test.each([
  ["ratelimited", { retryAfterSec: 1 }],
  ["fatal_error", { error: "fatal_error" }],
  ["HTTP 503", { status: 503 }],
  ["connection cut", { reset: true }],
  ["connection cut", { acceptThenReset: true }],
])("a call fails with %s", async (failure, fault) => {
  const slack = await workspace();
  slack.fail("auth.test", fault);

  const headers = { authorization: "Bearer xoxb-test" };
  await fetch(`${slack.apiUrl}auth.test`, { method: "POST", headers }).catch(() => undefined);

  const exchange = firstOf(slack, "auth.test");
  expect(exchange.failure).toBe(failure);
  expect(exchange.answer === undefined).toBe(failure === "connection cut");
});

test("an answer that the app did not wait for was not received", async () => {
  const slack = await workspace();
  slack.fail("auth.test", { delayMs: 300 });

  const leaving = new AbortController();
  const headers = { authorization: "Bearer xoxb-test" };
  const asked = fetch(`${slack.apiUrl}auth.test`, { method: "POST", headers, signal: leaving.signal });
  await vi.waitUntil(() => slack.exchanges.lines().length > 0);
  leaving.abort();

  await expect(asked).rejects.toThrow();
  await expect.poll(() => firstOf(slack, "auth.test").failure).toBe("connection cut");
});

test("nothing of it reaches the app, and it is forgotten with the rest", async () => {
  const slack = await workspace();
  await boltApp(slack, listeners, "Socket Mode");
  const ada = slack.as("ada");
  await ada.mention("hello");
  await expect.poll(() => ada.sees()[1]?.text).toBe("heard");
  const [question] = ada.sees();

  const answers = JSON.stringify(slack.calls.map(({ answer }) => answer));
  slack.forget();

  expect(answers).not.toContain("exchange");
  expect(slack.exchanges.lines()).toEqual([]);
  expect(question && slack.exchangesOf(question)).toEqual([]);
});
