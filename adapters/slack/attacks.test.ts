import { createHmac } from "node:crypto";
import { request } from "node:http";
import { expect, test, vi } from "vitest";
import { slackBench } from "../../src/testing/slack-bench.ts";

const form = "application/x-www-form-urlencoded";
const nowSec = (): number => Math.floor(Date.now() / 1000);

/** A slash command of Mia's. */
function command(change: Record<string, string> = {}): string {
  return new URLSearchParams({
    token: "legacy-verification-token",
    team_id: "T0WORKSPACE",
    channel_id: "C0CHECKOUT",
    channel_name: "checkout-dev",
    user_id: "U0MIA",
    command: "/whoowns",
    text: "payments-api",
    trigger_id: `1.2.${Math.random()}`,
    ...change,
  }).toString();
}

/** A request with headers that fetch would not send. */
function raw(url: string, headers: Record<string, string | string[]>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: "POST", headers: { "content-length": Buffer.byteLength(body), ...headers } },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

test.each([
  ["no signature", { signature: null }],
  ["an empty signature", { signature: "" }],
  ["the signature of another secret", { signWith: "fedcba9876543210fedcba9876543210" }],
  ["a signature of another version", { signature: `v1=${"0".repeat(64)}` }],
  ["a signature of 8 KB", { signature: `v0=${"0".repeat(8000)}` }],
  ["a timestamp of 301 s ago", { timestamp: nowSec() - 303 }],
  ["a timestamp in 301 s", { timestamp: nowSec() + 303 }],
  ["a timestamp that is no number", { timestamp: "soon" }],
  ["a timestamp with a fraction", { timestamp: `${nowSec()}.5` }],
  ["a timestamp in hexadecimal", { timestamp: `0x${nowSec().toString(16)}` }],
  ["an endless timestamp", { timestamp: "Infinity" }],
  ["a negative timestamp", { timestamp: -nowSec() }],
])("a request with %s is refused and has no effect", async (_name, how) => {
  const { slack, events } = await slackBench();

  const answer = await slack.deliver(command(), { contentType: form, ...how });

  // The server itself refuses headers of that size.
  expect([401, 431]).toContain(answer.status);
  await slack.settled();
  expect(events).toEqual([]);
});

test("headers that are absent or there twice are refused, and the bot lives on", async () => {
  const { slack, url, events } = await slackBench();
  const body = command();
  const timestamp = String(nowSec());
  const signature = `v0=${createHmac("sha256", "0123456789abcdef0123456789abcdef").update(`v0:${timestamp}:${body}`).digest("hex")}`;
  const good = { "content-type": form, "x-slack-request-timestamp": timestamp, "x-slack-signature": signature };

  const statuses = [
    await raw(url, { "content-type": form }, body),
    await raw(url, { "content-type": form, "x-slack-signature": signature }, body),
    await raw(url, { "content-type": form, "x-slack-request-timestamp": timestamp }, body),
    await raw(url, { ...good, "x-slack-signature": [signature, signature] }, body),
    await raw(url, { ...good, "x-slack-request-timestamp": [timestamp, timestamp] }, body),
  ];

  expect(statuses).toEqual([401, 401, 401, 401, 401]);
  expect(events).toEqual([]);
  expect((await slack.as("mia").slash("/whoowns", "x")).status).toBe(200);
});

test("a body that was changed on its way is refused", async () => {
  const { url, events } = await slackBench();
  const timestamp = String(nowSec());
  const signature = `v0=${createHmac("sha256", "0123456789abcdef0123456789abcdef").update(`v0:${timestamp}:${command()}`).digest("hex")}`;

  const status = await raw(
    url,
    { "content-type": form, "x-slack-request-timestamp": timestamp, "x-slack-signature": signature },
    command({ text: "other" }),
  );

  expect(status).toBe(401);
  expect(events).toEqual([]);
});

test.each([-299, 299])("a timestamp that is %s s off is let in", async (skew) => {
  const { slack, events } = await slackBench();

  const answer = await slack.deliver(command(), { contentType: form, timestamp: nowSec() + skew });

  expect(answer.status).toBe(200);
  await vi.waitFor(() => expect(events).toHaveLength(1));
});

test("of a hundred exact replays none gets in", async () => {
  const { slack, events } = await slackBench();
  const body = command();
  const timestamp = nowSec();
  const first = await slack.deliver(body, { contentType: form, timestamp });

  const replays = await Promise.all(
    Array.from({ length: 100 }, () => slack.deliver(body, { contentType: form, timestamp })),
  );

  expect(first.status).toBe(200);
  expect(new Set(replays.map(({ status }) => status))).toEqual(new Set([401]));
  await vi.waitFor(() => expect(events).toHaveLength(1));
});

test("what is for another workspace is acknowledged and dropped, and written down once an hour", async () => {
  const { slack, events, lines, audit } = await slackBench();

  const answers = [
    await slack.deliver(command({ team_id: "T0OTHER", trigger_id: "1" }), { contentType: form }),
    await slack.deliver(command({ team_id: "T0OTHER", trigger_id: "2" }), { contentType: form }),
  ];

  for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: undefined });
  expect(events).toEqual([]);
  expect(lines.filter((line) => line.includes("T0OTHER"))).toHaveLength(1);
  expect(await audit.latest(10)).toMatchObject([
    { who: "slack:T0OTHER", result: "refused", reason: "another workspace" },
  ]);
});

test("ssl_check needs no signature and smuggles nothing in", async () => {
  const { slack, events } = await slackBench();

  const answer = await slack.deliver(`ssl_check=1&${command()}`, { contentType: form, signature: null });

  expect(answer.status).toBe(200);
  expect(events).toEqual([]);
});

test("the address is verified with its challenge, signed requests alone", async () => {
  const { slack } = await slackBench();
  const body = {
    type: "url_verification",
    token: "x",
    challenge: "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",
  };

  const signed = await slack.deliver(body);
  const unsigned = await slack.deliver(body, { signature: null });

  expect(signed).toMatchObject({ status: 200, body: { challenge: body.challenge } });
  expect(unsigned.status).toBe(401);
});

test("a content type with a character set is understood", async () => {
  const { slack, events } = await slackBench();

  const answer = await slack.deliver(command(), { contentType: `${form}; charset=utf-8` });

  expect(answer.status).toBe(200);
  await vi.waitFor(() => expect(events).toHaveLength(1));
});

test.each([
  ["text", "text/plain", "hello"],
  ["cut JSON", "application/json", '{"type":"event_callback","event":{'],
  ["JSON that is no object", "application/json", "[1,2]"],
  ["a form with a broken payload", form, "payload=%7B"],
  ["a form with two payloads", form, "payload=%7B%7D&payload=%7B%7D"],
  ["JSON of 10,000 levels", "application/json", `{"type":"x","a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
  ["an event without an event", "application/json", '{"type":"event_callback","team_id":"T0WORKSPACE"}'],
  ["no body", "application/json", ""],
])("a signed body of %s is a bad request", async (_name, contentType, body) => {
  const { slack, events } = await slackBench();

  const answer = await slack.deliver(body, { contentType });

  expect(answer.status).toBe(400);
  expect(events).toEqual([]);
});

test.each([
  ["gast", "guest"],
  ["one", "guest"],
  ["far", "external"],
  ["robot", "bot"],
  ["gone", "deactivated"],
])("%s is barred as %s and gets no e-mail address", async (name, barred) => {
  const { slack, events } = await slackBench();

  await slack.as(name, { channel: "checkout-dev", teamId: "T0WORKSPACE" }).mention("whoowns payments-api");
  await vi.waitFor(() => expect(events).toHaveLength(1));

  expect(events[0]?.user).toMatchObject({ barred });
  expect(events[0]?.user.email).toBeUndefined();
});

test("guests and strangers may ask where the configuration allows it, still without an address", async () => {
  const { slack, events } = await slackBench({ slack: { guests: "allow", external: "allow" } });

  await slack.as("gast", { channel: "checkout-dev" }).slash("/whoowns", "x");
  await slack.as("far", { channel: "checkout-dev", teamId: "T0WORKSPACE" }).mention("whoowns x");
  await vi.waitFor(() => expect(events).toHaveLength(2));

  for (const { user } of events) {
    expect(user.barred).toBeUndefined();
    expect(user.email).toBeUndefined();
  }
});

test("neither tokens nor what people wrote are in the log", async () => {
  const { slack, lines, events } = await slackBench({ isSocket: true });

  await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "the-secret-project");
  await vi.waitFor(() => expect(events).toHaveLength(1));
  await slack.settled();

  expect(lines.join("\n")).not.toMatch(/xoxb-|xapp-|the-secret-project|verification/);
});

test("a request that was not taken may come again as it is", async () => {
  const { slack, events, sink, adapter } = await slackBench({ isIdle: true });
  const body = command();
  const timestamp = nowSec();

  const early = await slack.deliver(body, { contentType: form, timestamp });
  await adapter.start(sink);
  const again = await slack.deliver(body, { contentType: form, timestamp });

  expect(early).toMatchObject({ status: 503, headers: { "retry-after": "5" } });
  expect(again.status).toBe(200);
  await vi.waitFor(() => expect(events).toHaveLength(1));
});

test("a stranger who presses a button of ours in a shared channel is barred, not unheard", async () => {
  const { slack, events } = await slackBench({
    sink: {
      hear: async (_event, responder) =>
        responder.answer({
          text: "a card",
          private: false,
          card: {
            title: "a card",
            blocks: [{ type: "actions", main: [{ type: "command", label: "Help", command: "help" }], more: [] }],
          },
        }),
    },
  });
  await slack.as("mia", { channel: "checkout-dev" }).mention("card");
  await vi.waitFor(() => expect(slack.messages.map(({ text }) => text)).toContain("a card"));
  const shown = slack.messages.find(({ text }) => text === "a card");
  if (shown === undefined) throw new Error("no card");

  await slack.as("far", { channel: "checkout-dev" }).press(shown, "Help");

  await vi.waitFor(() => expect(events).toHaveLength(2));
  expect(events[1]?.user).toMatchObject({ id: "U0FAR", barred: "external" });
});

test("an envelope that makes no sense does no harm", async () => {
  const thrown: unknown[] = [];
  const onThrown = (error: unknown): void => void thrown.push(error);
  process.on("unhandledRejection", onThrown);
  const { slack, events } = await slackBench({ isSocket: true, world: { ackTimeoutMs: 200 } });

  for (const payload of [
    {},
    { event: null },
    { event: { type: null } },
    { type: "event_callback", event: { type: "app_mention" } },
  ]) {
    await slack.again({ kind: "events_api", payload });
    await slack.again({ kind: "interactive", payload });
    await slack.again({ kind: "slash_commands", payload });
  }
  await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "x");

  await vi.waitFor(() => expect(events).toHaveLength(1));
  process.off("unhandledRejection", onThrown);
  expect(thrown).toEqual([]);
});
