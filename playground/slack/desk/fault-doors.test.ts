import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { pageOf } from "../testing/at-page.ts";
import { boltApp, workspace } from "../testing/bolt-app.ts";

async function stage() {
  const slack = await workspace();
  const app = await boltApp(slack, () => undefined);
  const page = await pageOf(slack);
  const ada = await page.open();
  const post = () => app.client.chat.postMessage({ channel: "C1", text: "hi" }).then(({ ok }) => ok);
  return { slack, page, ada, post, faults: () => ada.last("status").faults };
}

test("a planned fault is told in words, hits as often as planned, and is taken back", async () => {
  const { page, faults, post, slack } = await stage();

  expect(
    await page.ask("POST", "/slack/faults", { target: "chat.postMessage", fault: { status: 500, times: 2 } }),
  ).toEqual({
    status: 200,
    body: {},
  });
  await page.ask("POST", "/slack/faults", { target: "*", fault: { retryAfterSec: 5 } });
  await page.ask("POST", "/slack/faults", { target: "response_url", fault: { acceptThenReset: true, delayMs: 20 } });

  await expect
    .poll(faults)
    .toEqual([
      "chat.postMessage: HTTP 500, 2 times more",
      "everything: 429, Retry-After 5 s, once more",
      "response_url: done, then the connection is cut, 20 ms late, once more",
    ]);
  // The client tries once more by itself: both are hit.
  await expect(post()).rejects.toThrow();
  await expect.poll(() => faults().length).toBe(2);
  await page.ask("DELETE", "/slack/faults");
  await expect.poll(faults).toEqual([]);
  expect(await post()).toBe(true);
  expect(slack.messages.length).toBe(1);
});

test("the port closes and opens, by itself too, and the page stays", async () => {
  const { slack, page, ada, post } = await stage();

  await page.ask("POST", "/slack/faults/down", {});
  await expect(post()).rejects.toThrow();
  await expect.poll(() => ada.last("status").isDown).toBe(true);
  await page.ask("POST", "/slack/faults/up");
  await expect.poll(() => ada.last("status").isDown).toBe(false);
  expect(await post()).toBe(true);
  await Promise.all(["down", "up", "down", "up"].map((way) => page.ask("POST", `/slack/faults/${way}`)));
  await page.ask("POST", "/slack/faults/down", { ms: 100 });
  expect(slack.isDown()).toBe(true);

  await expect.poll(slack.isDown).toBe(false);
  expect(await post()).toBe(true);
});

test("a socket is asked to come again, or cut", async () => {
  const { slack, page } = await stage();
  await boltApp(slack, () => undefined, "eager Socket Mode");
  const opened = () => slack.callsOf("apps.connections.open").length;
  const before = opened();

  await page.ask("POST", "/slack/faults/disconnect", { reason: "refresh_requested" });
  await expect.poll(opened, { timeout: 5000 }).toBeGreaterThan(before);
  await expect.poll(slack.socket.connectionCount, { timeout: 5000 }).toBe(1);
  await page.ask("POST", "/slack/faults/disconnect", {});

  await expect.poll(opened, { timeout: 5000 }).toBeGreaterThan(before + 1);
});

test("what is no fault is refused", async () => {
  const { page, slack } = await stage();
  const wrong = [
    {},
    { target: "chat.postMessage" },
    { target: "", fault: {} },
    { target: "chat.postMessage", fault: { delayMs: -1 } },
    { target: "chat.postMessage", fault: { status: 200 } },
    { target: "chat.postMessage", fault: { times: 1e9 } },
    { target: "chat.postMessage", fault: { surprise: true } },
  ];

  for (const body of wrong)
    expect(await page.ask("POST", "/slack/faults", body)).toMatchObject({
      status: 400,
      body: { problem: expect.stringMatching(/^No such fault: .*\.$/) },
    });
  expect((await page.ask("POST", "/slack/faults/down", { ms: "soon" })).status).toBe(400);
  expect(slack.plannedFaults()).toEqual([]);
  expect(slack.isDown()).toBe(false);
});

test("there are a hundred planned faults at most", async () => {
  const { page, slack } = await stage();
  const plan = () => page.ask("POST", "/slack/faults", { target: "chat.postMessage", fault: { status: 500 } });
  for (let planned = 0; planned < 100; planned += 1) slack.fail("*", { status: 500 });

  expect(await plan()).toEqual({
    status: 409,
    body: { problem: "There are 100 faults already. Mend some first." },
  });
  await page.ask("DELETE", "/slack/faults");
  expect((await plan()).status).toBe(200);
});

test("a port that another has taken meanwhile is told, and opens once that one is gone", async () => {
  const { page, slack, post } = await stage();
  await page.ask("POST", "/slack/faults/down", {});
  const other = createServer();
  onTestFinished(() => void other.close());
  await new Promise<void>((resolve) => other.listen(Number(new URL(slack.apiUrl).port), "127.0.0.1", resolve));

  expect(await page.ask("POST", "/slack/faults/up")).toEqual({
    status: 409,
    body: { problem: "Another program has taken the port. It is tried again every second." },
  });
  other.close();

  await expect.poll(slack.isDown, { timeout: 4000 }).toBe(false);
  expect(await post()).toBe(true);
});
