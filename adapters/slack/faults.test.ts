import { createServer as createHttp } from "node:http";
import { createServer } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import type { SlackMessage } from "../../playground/slack/world.ts";
import { BotError } from "../../src/errors.ts";
import { hurriedClock, slackBench } from "../../src/testing/slack-bench.ts";

const texts = (messages: readonly SlackMessage[]): readonly string[] => messages.map(({ text }) => text);
const all = (messages: readonly SlackMessage[]): string => JSON.stringify(messages);

async function until(check: () => void, timeout = 8000): Promise<void> {
  await vi.waitFor(check, { timeout, interval: 10 });
}

test("an event that Slack sends again, for whatever reason and with whatever count, has one effect", async () => {
  const { slack, events } = await slackBench({ isSocket: true });
  await slack.as("mia", { channel: "checkout-dev" }).mention("whoowns x");
  const delivery = slack.deliveries[0]?.delivery;
  if (delivery === undefined) throw new Error("nothing was sent");

  for (const retryNum of [0, 1, 2, 3, 0]) expect((await slack.again(delivery, { retryNum })).status).toBe(200);
  await slack.settled();

  expect(events).toHaveLength(1);
  await until(() => expect(texts(slack.messages).filter((text) => text === "answer to whoowns x")).toHaveLength(1));
});

test("an acknowledgement does not wait for the answer, however long that takes", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { slack, events } = await slackBench({
    sink: {
      async hear(_event, responder) {
        await held;
        await responder.answer({ text: "late" });
      },
    },
  });
  const mia = slack.as("mia", { channel: "checkout-dev" });

  const { ms, status } = await mia.slash("/whoowns", "x");
  const before = texts(mia.sees("checkout-dev"));
  release();

  expect(status).toBe(200);
  expect(ms).toBeLessThan(2000);
  expect(before).toEqual([]);
  await until(() => expect(events).toHaveLength(1));
  await until(() => expect(texts(mia.sees("checkout-dev"))).toEqual(["late"]));
});

test("what cannot be kept is not acknowledged; sent again, it is dealt with once", async () => {
  const failing = await slackBench();
  let isFull = true;
  const store = {
    ...failing.store,
    commit: async (...given: Parameters<typeof failing.store.commit>) => {
      if (isFull) throw new BotError("unavailable", "The disk is full.");
      return failing.store.commit(...given);
    },
  };
  const { slack, events } = await slackBench({ store });

  const refused = await slack.as("mia", { channel: "checkout-dev" }).mention("whoowns x");
  isFull = false;
  await slack.settled();

  expect(refused).toMatchObject({ status: 503, headers: { "retry-after": "5" } });
  await until(() => expect(events).toHaveLength(1));
});

test("a disk that hangs is answered 503 in time, and what it keeps at last is dealt with once", async () => {
  const healthy = await slackBench();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const store = {
    ...healthy.store,
    commit: async (...given: Parameters<typeof healthy.store.commit>) => {
      await held;
      return healthy.store.commit(...given);
    },
  };
  const { slack, events } = await slackBench({ store });

  const refused = await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "x");
  release();

  expect(refused.status).toBe(503);
  expect(refused.ms).toBeLessThan(3000);
  await until(() => expect(events).toHaveLength(1));
});

test("more than can be worked on is sent away at once and taken later", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { slack, adapter, events } = await slackBench({ sink: { hear: () => held } });
  const mia = slack.as("mia", { channel: "checkout-dev" });
  for (let round = 0; round < 10; round += 1)
    await Promise.all(Array.from({ length: 50 }, () => mia.slash("/whoowns", "x")));
  await until(() => expect(events).toHaveLength(500));

  const refused = await mia.slash("/whoowns", "one too many");
  const hindrance = adapter.readiness();
  release();
  await until(() => expect(adapter.readiness()).toBeUndefined());
  const taken = await mia.slash("/whoowns", "again");

  expect(refused.status).toBe(503);
  expect(refused.ms).toBeLessThan(500);
  expect(hindrance).toBe("Slack: too much at once");
  expect(taken.status).toBe(200);
});

test.each(["used_url", "expired_url"])(
  "an answer that the response_url does not take (%s) is shown in the channel, to the asker alone",
  async (error) => {
    const { slack } = await slackBench();
    slack.fail("response_url", { status: 404, error });
    const mia = slack.as("mia", { channel: "checkout-dev" });

    await mia.slash("/whoowns", "x");

    await until(() => expect(texts(mia.sees("checkout-dev"))).toEqual(["answer to whoowns x"]));
    expect(slack.callsOf("chat.postEphemeral")).toHaveLength(1);
    expect(slack.as("jon").sees("checkout-dev")).toEqual([]);
  },
);

test("where the bot is no member either, the answer comes as a direct message", async () => {
  const { slack } = await slackBench({
    world: { channels: [{ name: "hidden", isPrivate: true, members: ["U0MIA"], withoutBot: true }] },
  });
  slack.fail("response_url", { status: 404, error: "used_url" });
  const mia = slack.as("mia", { channel: "hidden" });

  await mia.slash("/whoowns", "x");

  await until(() => expect(texts(mia.seesDirect())).toEqual(["answer to whoowns x"]));
});

test("a sixth answer to one command still arrives", async () => {
  const { slack } = await slackBench({
    sink: {
      async hear(_event, responder) {
        for (let count = 1; count <= 6; count += 1) await responder.answer({ text: `answer ${count}` });
      },
    },
  });
  const mia = slack.as("mia", { channel: "checkout-dev" });

  await mia.slash("/whoowns", "x");

  await until(() => expect(texts(mia.sees("checkout-dev"))).toContain("answer 6"));
});

test("no request goes to a response_url that is not Slack's", async () => {
  const touched: string[] = [];
  const trap = createServer((socket) => {
    touched.push(String(socket.remoteAddress));
    socket.destroy();
  });
  await new Promise<void>((resolve) => void trap.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void trap.close());
  const { port } = trap.address() as { port: number };
  const { slack, events } = await slackBench();
  const evil = [
    `http://127.0.0.1:${port}/`,
    `http://hooks.slack.com@127.0.0.1:${port}/`,
    "http://169.254.169.254/latest",
    "http://hooks.slack.com/x",
    "file:///etc/passwd",
    "https://hooks.slack.com.evil.test/",
  ];

  for (const [index, response_url] of evil.entries()) {
    const fields = {
      team_id: "T0WORKSPACE",
      channel_id: "C0CHECKOUT",
      user_id: "U0MIA",
      command: "/whoowns",
      text: `x${index}`,
      trigger_id: `${index}.1`,
      response_url,
    };
    await slack.deliver(new URLSearchParams(fields).toString());
  }

  await until(() => expect(events).toHaveLength(evil.length));
  await until(() => expect(slack.callsOf("chat.postEphemeral")).toHaveLength(evil.length));
  expect(touched).toEqual([]);
});

test("a redirect of a response_url is not followed", async () => {
  const asked: string[] = [];
  const redirecting = createHttp((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(307, { location: "/elsewhere" }).end();
  });
  await new Promise<void>((resolve) => void redirecting.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void redirecting.close());
  const { port } = redirecting.address() as { port: number };
  const { slack } = await slackBench({
    clock: hurriedClock(50),
    fetch: (async (url: string | URL, init?: RequestInit) =>
      fetch(String(url).includes("/commands/") ? `http://127.0.0.1:${port}/response` : url, init)) as typeof fetch,
  });
  const mia = slack.as("mia", { channel: "checkout-dev" });

  await mia.slash("/whoowns", "x");

  await until(() => expect(texts(mia.sees("checkout-dev"))).toContain("answer to whoowns x"), 20_000);
  expect(new Set(asked)).toEqual(new Set(["/response"]));
});

test.each([500, 502, 503, 504, 412])("a mention whose answer meets %s once is answered, and once", async (status) => {
  const { slack } = await slackBench({ clock: hurriedClock() });
  slack.fail("chat.postMessage", { status });

  await slack.as("mia", { channel: "checkout-dev" }).mention("whoowns x");

  await until(() => expect(texts(slack.messages)).toContain("answer to whoowns x"));
  expect(texts(slack.messages).filter((text) => text === "answer to whoowns x")).toHaveLength(1);
});

test("a direct message that Slack took, though its answer was lost, is not posted again", async () => {
  const { slack, adapter } = await slackBench({ clock: hurriedClock() });
  slack.fail("chat.postMessage", { acceptThenReset: true });
  const mia = slack.as("mia", { channel: "im" });

  await mia.directMessage("help");

  await until(() => expect(slack.callsOf("conversations.history")).toHaveLength(1));
  await adapter.stop();
  expect(texts(mia.seesDirect()).filter((text) => text === "answer to help")).toHaveLength(1);
});

test("a message in a thread that may be there already says so when it is posted again", async () => {
  const { slack } = await slackBench({ clock: hurriedClock() });
  slack.fail("chat.postMessage", { acceptThenReset: true });

  await slack.as("mia", { channel: "checkout-dev" }).mention("whoowns x");

  await until(() => expect(texts(slack.messages).filter((text) => text === "answer to whoowns x")).toHaveLength(2));
  const [first, second] = slack.messages.filter(({ text }) => text === "answer to whoowns x");
  expect(all([first as SlackMessage])).not.toContain("Possible repeat");
  expect(all([second as SlackMessage])).toContain("Possible repeat");
});

test("Slack that hangs or sends a byte at a time is given up after ten seconds and asked again", async () => {
  const { slack } = await slackBench({ clock: hurriedClock() });
  slack.fail("users.info", { delayMs: 3000 });
  slack.fail("chat.postMessage", { slowBodyBytesPerSec: 20 });
  const mia = slack.as("mia", { channel: "im" });

  await mia.directMessage("help");

  await until(
    () => expect(texts(mia.seesDirect())).toContain("Slack does not say who asks. Try again in a minute."),
    15_000,
  );
});
