import { SocketModeReceiver } from "@slack/bolt";
import { expect, onTestFinished, test, vi } from "vitest";
import { hurriedClock, slackBench } from "../../../src/testing/slack-bench.ts";

test("attempts that fail leave nothing behind", async () => {
  const { client } = new SocketModeReceiver({ appToken: "xapp-1-test" });
  const start = vi.spyOn(Object.getPrototypeOf(client) as typeof client, "start");
  onTestFinished(() => start.mockRestore());
  const { slack, adapter, sink } = await slackBench({ isSocket: true, isIdle: true, clock: hurriedClock(200) });
  slack.fail("apps.connections.open", { status: 503, times: 1000 });

  await adapter.start(sink);
  await vi.waitFor(() => expect(start.mock.calls.length).toBeGreaterThan(9), { timeout: 8000 });

  const listeners = (start.mock.contexts as (typeof client)[]).map((own) => own.listenerCount("disconnected"));
  expect(Math.max(...listeners)).toBeLessThanOrEqual(1);
});

test("a start in the background is not over while Slack refuses the app token", async () => {
  let isAway = true;
  const { slack, adapter, sink, lines } = await slackBench({
    isSocket: true,
    isIdle: true,
    clock: hurriedClock(100),
    fetch: (async (url: string | URL, init?: RequestInit) => {
      if (isAway) throw new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ENOTFOUND" }) });
      return fetch(url, init);
    }) as typeof fetch,
  });
  const heal = slack.fail("apps.connections.open", { error: "invalid_auth", times: 1000 });
  await adapter.start(sink);
  isAway = false;
  const refused = () => lines.filter((line) => line.includes("refuses the app token")).length;
  await vi.waitFor(() => expect(refused()).toBeGreaterThan(1), { timeout: 8000 });

  expect(lines.join()).not.toContain("Slack is connected");
  heal();

  await vi.waitFor(() => expect(lines.join()).toContain("Slack is connected"), { timeout: 8000 });
  expect(slack.socket.connectionCount()).toBeGreaterThan(0);
});
