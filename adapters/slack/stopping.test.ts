import { expect, test, vi } from "vitest";
import { hurriedClock, slackBench } from "../../src/testing/slack-bench.ts";

test("stop waits for the answer that is under way, and refuses what comes meanwhile", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { slack, adapter, events } = await slackBench({
    sink: {
      async hear(_event, responder) {
        await held;
        await responder.answer({ text: "just in time" });
      },
    },
  });
  const mia = slack.as("mia", { channel: "checkout-dev" });
  await mia.slash("/whoowns", "x");
  await vi.waitFor(() => expect(events).toHaveLength(1));

  const stopped = adapter.stop();
  const refused = await mia.slash("/whoowns", "y");
  release();
  await stopped;

  expect(refused.status).toBe(503);
  expect(adapter.readiness()).toBe("Slack: stopping");
  expect(mia.sees("checkout-dev").map(({ text }) => text)).toContain("just in time");
  expect(events).toHaveLength(1);
});

test("stop does not wait for ever", async () => {
  const { slack, adapter, events } = await slackBench({
    clock: hurriedClock(100),
    sink: { hear: () => new Promise(() => undefined) },
  });
  await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "x");
  await vi.waitFor(() => expect(events).toHaveLength(1));

  await adapter.stop();

  expect(adapter.readiness()).toBe("Slack: stopping");
});

test("an answer that Slack took nowhere is tried again by the next run", async () => {
  const first = await slackBench();
  const { slack, store } = first;
  const heal = [
    slack.fail("response_url", { status: 404, error: "expired_url" }),
    slack.fail("chat.postEphemeral", { error: "restricted_action" }),
    slack.fail("chat.postMessage", { error: "restricted_action" }),
  ];
  const mia = slack.as("mia", { channel: "checkout-dev" });
  await mia.slash("/whoowns", "x");
  await vi.waitFor(() => expect(slack.callsOf("chat.postMessage")).toHaveLength(1));
  await first.stop();
  for (const undo of heal) undo();

  const second = await slackBench({ on: slack, store });

  await vi.waitFor(() => expect(second.events).toHaveLength(1));
  await vi.waitFor(() => expect(mia.sees("checkout-dev").map(({ text }) => text)).toContain("answer to whoowns x"));
});

test("Slack that refuses the start is left alone, and nothing runs on", async () => {
  const { slack, adapter, sink } = await slackBench({
    isIdle: true,
    isSocket: true,
    slack: { botToken: "xoxb-wrong" },
  });

  await expect(adapter.start(sink)).rejects.toMatchObject({ code: "invalid_config" });
  const calls = slack.calls.length;
  await adapter.stop();

  expect(slack.calls).toHaveLength(calls);
  expect(slack.socket.connectionCount()).toBe(0);
});
