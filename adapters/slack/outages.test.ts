import { expect, test, vi } from "vitest";
import type { SlackMessage } from "../../playground/slack/world.ts";
import { systemClock } from "../../src/clock.ts";
import { hurriedClock, slackBench } from "../../src/testing/slack-bench.ts";

const texts = (messages: readonly SlackMessage[]): readonly string[] => messages.map(({ text }) => text);
const all = (messages: readonly SlackMessage[]): string => JSON.stringify(messages);

async function until(check: () => void, timeout = 8000): Promise<void> {
  await vi.waitFor(check, { timeout, interval: 10 });
}

test("429 pauses the method that it is for and no other", async () => {
  const { slack } = await slackBench({ clock: hurriedClock() });
  const mia = slack.as("mia", { channel: "checkout-dev" });
  const began = Date.now();
  slack.fail("chat.postMessage", { retryAfterSec: 20 });

  await mia.mention("whoowns x");
  await mia.slash("/whoowns", "y");

  await until(() => expect(texts(mia.sees("checkout-dev"))).toContain("answer to whoowns y"));
  expect(Date.now() - began).toBeLessThan(2000);
  await until(() => expect(texts(mia.sees("checkout-dev"))).toContain("answer to whoowns x"));
  expect(Date.now() - began).toBeGreaterThanOrEqual(1900);
  expect(slack.callsOf("chat.postMessage")).toHaveLength(2);
});

test("429 pauses one channel, and one response_url, and no other", async () => {
  const { slack } = await slackBench({ clock: hurriedClock() });
  slack.fail("chat.postMessage", { retryAfterSec: 20 });
  slack.fail("response_url", { retryAfterSec: 20 });
  const mia = slack.as("mia", { channel: "checkout-dev" });
  const jon = slack.as("jon", { channel: "checkout-dev" });
  await mia.mention("whoowns x");
  await until(() => expect(slack.callsOf("chat.postMessage")).toHaveLength(1));
  await mia.slash("/whoowns", "y");
  const began = Date.now();

  await slack.as("jon", { channel: "im" }).directMessage("help");
  await jon.slash("/whoowns", "z");

  await until(() => expect(texts(jon.seesDirect())).toContain("answer to help"));
  await until(() => expect(texts(jon.sees("checkout-dev"))).toContain("answer to whoowns z"));
  expect(Date.now() - began).toBeLessThan(1000);
  await until(() =>
    expect(texts(mia.sees("checkout-dev"))).toEqual(
      expect.arrayContaining(["answer to whoowns x", "answer to whoowns y"]),
    ),
  );
});

test.each([
  ["is replaced where it is almost shown", { delayMs: 100 }],
  ["is given up where it hangs", { delayMs: 1500, status: 503 }],
  ["is not tried again where it failed", { status: 503 }],
])("of two answers the first %s, and the second is seen", async (_name, fault) => {
  const { slack } = await slackBench({
    sink: {
      async hear(_event, responder) {
        const telling = responder.answer({ text: "still working" });
        await until(() => expect(slack.callsOf("chat.postMessage")).toHaveLength(1));
        await responder.answer({ text: "done" });
        await telling;
      },
    },
  });
  const mia = slack.as("mia", { channel: "im" });
  slack.fail("chat.postMessage", fault);

  await mia.directMessage("help");

  await until(() => expect(texts(mia.seesDirect())).toContain("done"));
  expect(texts(mia.seesDirect()).filter((text) => text !== "help")).toEqual(["done"]);
});

test("after five failures in a row Slack is left alone for a while, then asked once, then all goes on", async () => {
  const { slack, adapter } = await slackBench({ clock: hurriedClock() });
  const at = { platform: "slack", tenant: "T0WORKSPACE", channel: "C0CHECKOUT" };
  const heal = slack.fail("*", { status: 500, times: 1000 });
  await Promise.all(Array.from({ length: 5 }, () => adapter.find({ channel: "C0CHECKOUT" }).catch(() => undefined)));
  const before = slack.calls.length;

  await Promise.all(Array.from({ length: 50 }, () => adapter.send(at, { text: "x" }).catch(() => undefined)));
  const during = slack.calls.length - before;
  heal();

  await until(() => expect(slack.calls.length).toBeGreaterThan(before));
  expect(during).toBeLessThan(20);
  await vi.waitFor(() => adapter.send(at, { text: "back" }), { timeout: 10_000, interval: 100 });
});

test.each([
  ["no such host", "ENOTFOUND"],
  ["a certificate of somebody else", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ["nobody listens", "ECONNREFUSED"],
])("where Slack cannot be reached (%s) the start goes on in the background and says so", async (_name, code) => {
  let isBroken = true;
  const { slack, adapter, sink } = await slackBench({
    isIdle: true,
    clock: hurriedClock(),
    fetch: (async (url: string | URL, init?: RequestInit) => {
      if (isBroken) throw new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
      return fetch(url, init);
    }) as typeof fetch,
  });

  await adapter.start(sink);
  const hindrance = adapter.readiness();
  const refused = await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "x");
  isBroken = false;
  await until(() => expect(adapter.readiness()).toBeUndefined(), 20_000);

  expect(hindrance).toBe("Slack: not reached yet");
  expect(refused.status).toBe(503);
  expect((await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "x")).status).toBe(200);
});

test("a token that Slack refuses ends the start", async () => {
  const { adapter, sink } = await slackBench({ isIdle: true, slack: { botToken: "xoxb-wrong" } });

  await expect(adapter.start(sink)).rejects.toMatchObject({ name: "BotError", code: "invalid_config" });
});

test("an app token that Slack refuses ends the start", async () => {
  const { adapter, sink } = await slackBench({ isIdle: true, slack: { appToken: "xapp-wrong" } });

  await expect(adapter.start(sink)).rejects.toMatchObject({ name: "BotError", code: "invalid_config" });
});

test("what was acknowledged and not dealt with when the process died is answered by the next one", async () => {
  const first = await slackBench({ sink: { hear: () => new Promise(() => undefined) }, clock: hurriedClock() });
  const { slack, store } = first;
  const mia = slack.as("mia", { channel: "checkout-dev" });
  await mia.slash("/whoowns", "x");
  await mia.mention("whoowns y");
  await slack.as("mia", { channel: "im" }).directMessage("help");
  await until(() => expect(first.events).toHaveLength(3));

  const second = await slackBench({ on: slack, store });

  await until(() => expect(second.events).toHaveLength(3));
  await until(() => expect(texts(mia.seesDirect())).toContain("answer to help"));
  await until(() =>
    expect(texts(mia.sees("checkout-dev"))).toEqual(
      expect.arrayContaining(["answer to whoowns x", "answer to whoowns y"]),
    ),
  );
  expect(all(mia.sees("checkout-dev")).match(/Possible repeat/g)).toHaveLength(2);
  expect(all(mia.seesDirect())).not.toContain("Possible repeat");
  expect(second.events.some((event) => event.canOpenForm)).toBe(false);
});

test("a direct message that was answered just before the process died is not answered twice", async () => {
  const first = await slackBench({
    clock: hurriedClock(),
    sink: {
      async hear(_event, responder) {
        await responder.answer({ text: "answer to help" });
        await new Promise(() => undefined);
      },
    },
  });
  const { slack, store } = first;
  const mia = slack.as("mia", { channel: "im" });
  await mia.directMessage("help");
  await until(() => expect(texts(mia.seesDirect())).toContain("answer to help"));

  const second = await slackBench({ on: slack, store });

  await until(() => expect(second.events).toHaveLength(1));
  await second.stop();
  expect(texts(mia.seesDirect()).filter((text) => text === "answer to help")).toHaveLength(1);
});

test("one of two Socket Mode connections is renewed without a gap, and a cut one comes back", async () => {
  const { slack, adapter, events } = await slackBench({ isSocket: true, clock: hurriedClock() });
  await until(() => expect(slack.socket.connectionCount()).toBe(2));

  slack.socket.disconnect("refresh_requested", "one");
  await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "during");
  await until(() => expect(slack.socket.connectionCount()).toBe(2));
  const opened = slack.callsOf("apps.connections.open").length;
  slack.socket.cut();
  await until(() => expect(slack.callsOf("apps.connections.open").length).toBeGreaterThanOrEqual(opened + 2), 20_000);
  await until(() => expect(slack.socket.connectionCount()).toBe(2));
  await until(() => expect(adapter.readiness()).toBeUndefined());
  await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "after");

  await until(() => expect(events).toHaveLength(2));
});

test("Socket Mode survives an outage of Slack", async () => {
  const { slack, events } = await slackBench({ isSocket: true, clock: hurriedClock(40) });
  await until(() => expect(slack.socket.connectionCount()).toBe(2));

  await slack.goDown();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await slack.comeBack();

  await until(() => expect(slack.socket.connectionCount()).toBe(2), 20_000);
  await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "x");
  await until(() => expect(events).toHaveLength(1));
});

test("who somebody is, is asked once for many, and remembered for a day while Slack is away", async () => {
  const clock = systemClock();
  let passedMs = 0;
  const { slack, events } = await slackBench({
    clock: { ...clock, monotonicMs: () => clock.monotonicMs() + passedMs },
  });
  const mia = slack.as("mia", { channel: "checkout-dev" });
  await Promise.all(Array.from({ length: 10 }, () => mia.slash("/whoowns", "x")));
  await until(() => expect(events).toHaveLength(10));
  const asked = slack.callsOf("users.info").length;
  slack.fail("users.info", { status: 500, times: 100 });

  passedMs = 3_600_000;
  await mia.slash("/whoowns", "y");
  await until(() => expect(events).toHaveLength(11), 20_000);

  expect(asked).toBe(1);
  expect(events[10]?.user.email).toBe("mia@acme.example");
});
