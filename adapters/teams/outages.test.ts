import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import type { TeamsMessage } from "../../playground/teams/world.ts";
import { systemClock } from "../../src/clock.ts";
import { hurriedClock } from "../../src/testing/slack-bench.ts";
import { homeTenant, startTenant, storeWithChat, teamsBench } from "../../src/testing/teams-bench.ts";

const said = (messages: readonly TeamsMessage[]): readonly string[] =>
  messages.flatMap(({ from, summary }) => (from.startsWith("28:") ? [summary ?? "?"] : []));
const repeats = (messages: readonly TeamsMessage[]): number =>
  JSON.stringify(messages).match(/Possible repeat/g)?.length ?? 0;

async function until(check: () => void, timeout = 8000): Promise<void> {
  await vi.waitFor(check, { timeout, interval: 10 });
}

test.each([
  ["is told to wait (429)", { retryAfterSec: 5 }, 0],
  ["is refused as busy (412)", { status: 412 }, 0],
  ["fails at the gateway (502)", { status: 502 }, 1],
  ["fails (503)", { status: 503, times: 2 }, 1],
  ["is cut off before anything was done", { reset: true }, 1],
  ["is cut off after it was done", { acceptThenReset: true }, 1],
])("an answer that %s comes, marked where it may stand there already", async (_name, fault, marked) => {
  const { teams } = await teamsBench({ clock: hurriedClock() });
  const mia = teams.as("mia");
  teams.fail("sendToConversation", fault);

  await mia.say("help");

  await until(() => expect(said(mia.sees()).at(-1)).toBe("answer to help"));
  await until(() => expect(repeats(mia.sees())).toBe(marked));
  expect(said(mia.sees())).toHaveLength("acceptThenReset" in fault ? 2 : 1);
});

test("an answer reaches its asker through an outage of half a minute", async () => {
  const { teams, events } = await teamsBench({ clock: hurriedClock(20) });
  const mia = teams.as("mia");
  await mia.say("first");
  await until(() => expect(said(mia.sees())).toEqual(["answer to first"]));

  teams.fail("sendToConversation", { status: 503, times: 1_000_000 });
  await mia.say("help");
  await until(() => expect(events).toHaveLength(2));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  teams.heal();

  await until(() => expect(said(mia.sees())).toEqual(["answer to first", "answer to help"]), 20_000);
});

test("who asks for the first time while Teams is away is told so when it is back", async () => {
  const { teams } = await teamsBench({ clock: hurriedClock(20) });
  const mia = teams.as("mia");
  for (const call of ["getConversationMember", "sendToConversation"])
    teams.fail(call, { status: 503, times: 1_000_000 });

  const asked = await mia.say("help");
  await new Promise((resolve) => setTimeout(resolve, 1000));
  teams.heal();

  expect(asked.status).toBe(200);
  await until(
    () => expect(said(mia.sees()).at(-1)).toBe("Teams does not say who asks. Try again in a minute."),
    20_000,
  );
});

test("messages to one conversation arrive in the order in which they were sent, whatever goes wrong with the first", async () => {
  const on = await startTenant();
  const { adapter } = await teamsBench({ on, store: await storeWithChat(on, "mia"), clock: hurriedClock() });
  const mia = on.as("mia");
  const address = { platform: "teams", tenant: homeTenant, channel: mia.conversation().id };
  on.fail("sendToConversation", { status: 503 });

  await Promise.all(["one", "two", "three"].map((text) => adapter.send(address, { text })));

  expect(said(mia.sees())).toEqual(["one", "two", "three"]);
});

test("what was acknowledged and not dealt with when the process died is answered by the next one, marked", async () => {
  const first = await teamsBench({ sink: { hear: () => new Promise(() => undefined) }, clock: hurriedClock(20) });
  const { teams, store } = first;
  const mia = teams.as("mia");
  const inHelp = teams.as("mia", { channel: "Payments › help" });
  await mia.say("help");
  await inHelp.mention("whoowns x");
  await inHelp.slash("whoowns y");
  await until(() => expect(first.events).toHaveLength(3));
  await first.stop();

  const second = await teamsBench({ on: teams, store });

  await until(() => expect(said(mia.sees())).toEqual(["answer to help"]));
  await until(() => expect(said(inHelp.sees())).toHaveLength(2));
  expect(said(inHelp.sees())).toEqual(expect.arrayContaining(["answer to whoowns x", "answer to whoowns y"]));
  expect(said(teams.as("jon", { channel: "Payments › help" }).sees())).not.toContain("answer to whoowns y");
  expect(repeats(teams.messages)).toBe(3);
  expect(second.events.some((event) => event.canOpenForm)).toBe(false);
});

test("what is left for more than an hour is told to whoever asked", async () => {
  const first = await teamsBench({ sink: { hear: () => new Promise(() => undefined) }, clock: hurriedClock(20) });
  const { teams, store } = first;
  await teams.as("mia", { channel: "Payments › help" }).slash("whoowns x");
  await until(() => expect(first.events).toHaveLength(1));
  await first.stop();
  const clock = systemClock();

  const second = await teamsBench({
    on: teams,
    store,
    clock: { ...clock, now: () => new Date(Date.now() + 2 * 3_600_000) },
  });

  await until(() => expect(said(teams.as("mia").sees())).toEqual(["“whoowns x” was not answered"]));
  expect(second.events).toEqual([]);
});

test("a stored address that somebody edited gets neither message nor token", async () => {
  const on = await startTenant();
  const store = await storeWithChat(on, "mia");
  const seen: string[] = [];
  const evil = createServer((request, response) => {
    seen.push(`${request.url} ${request.headers.authorization}`);
    response.writeHead(200, { "content-type": "application/json" }).end('{"id":"1"}');
  });
  await new Promise<void>((resolve) => void evil.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void evil.close());
  const serviceUrl = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/connector/`;
  const [kept] = await store.list(`teams/${homeTenant}/conversation/`);
  await store.commit([{ key: kept?.key ?? "", value: { ...(kept?.value as object), serviceUrl } }]);
  const { adapter } = await teamsBench({ on, store });
  const mia = on.as("mia");
  const address = { platform: "teams", tenant: homeTenant, channel: mia.conversation().id };

  await expect(adapter.send(address, { text: "secret" })).rejects.toMatchObject({ name: "BotError" });
  await mia.say("help");
  await until(() => expect(said(mia.sees())).toEqual(["answer to help"]));
  await adapter.send(address, { text: "now it is known anew" });

  expect(seen).toEqual([]);
  expect(said(mia.sees())).toContain("now it is known anew");
});

test("where Microsoft's sign-in cannot be reached the start goes on in the background and says so", async () => {
  let isBroken = true;
  const { teams, adapter, sink, lines } = await teamsBench({
    isIdle: true,
    clock: hurriedClock(),
    fetch: (async (url: string | URL, init?: RequestInit) => {
      if (isBroken)
        throw new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ENOTFOUND" }) });
      return fetch(url, init);
    }) as typeof fetch,
  });

  await adapter.start(sink);
  const hindrance = adapter.readiness();
  isBroken = false;
  await until(() => expect(adapter.readiness()).toBeUndefined(), 20_000);
  await teams.as("mia").say("help");

  expect(hindrance).toBe("Teams: not reached yet");
  const warnings = lines.filter((line) => line.includes("Microsoft's sign-in"));
  const { host } = new URL(teams.loginUrl);
  expect(JSON.parse(warnings[0] ?? "{}").msg).toBe(
    `Microsoft's sign-in (${host}) cannot be reached (ENOTFOUND). Trying again. Check the network and network.proxy.`,
  );
  expect(warnings.join()).not.toContain("stack");
  await until(() => expect(said(teams.as("mia").sees())).toEqual(["answer to help"]));
});

test("what is asked while Microsoft's sign-in takes its time is answered", async () => {
  const { adapter, teams, sink } = await teamsBench({ isIdle: true });
  teams.fail("token", { delayMs: 1_500 });
  const mia = teams.as("mia");

  const started = adapter.start(sink);
  const { status } = await mia.say("help");
  await started;

  expect(status).toBe(200);
  await until(() => expect(said(mia.seesPersonal())).toEqual(["answer to help"]));
});

test("a secret that Microsoft refuses ends the start", async () => {
  const { adapter, sink } = await teamsBench({ isIdle: true, teams: { appPassword: "another-secret" } });

  await expect(adapter.start(sink)).rejects.toMatchObject({ name: "BotError", code: "invalid_config" });
});

test("who somebody is, is asked once for many, and remembered for a day while Teams is away", async () => {
  const clock = systemClock();
  let passedMs = 0;
  const { teams, events } = await teamsBench({
    clock: { ...clock, monotonicMs: () => clock.monotonicMs() + passedMs },
  });
  const mia = teams.as("mia");
  await Promise.all(Array.from({ length: 5 }, () => mia.say("help")));
  await until(() => expect(events).toHaveLength(5));
  const asked = teams.callsOf("getConversationMember").length;
  teams.fail("getConversationMember", { status: 500, times: 100 });

  passedMs = 3_600_000;
  await mia.say("later");
  await until(() => expect(events).toHaveLength(6), 20_000);

  expect(asked).toBe(1);
  expect(events[5]?.user.email).toBe("mia@acme.example");
});

test("who is known from earlier today is answered soon though Teams does not say now who they are", async () => {
  const clock = systemClock();
  let passedMs = 0;
  const { teams, events } = await teamsBench({
    clock: { ...clock, monotonicMs: () => clock.monotonicMs() + passedMs },
  });
  const mia = teams.as("mia");
  await mia.say("help");
  await until(() => expect(events).toHaveLength(1));
  teams.fail("getConversationMember", { delayMs: 9_000, times: 100 });

  passedMs = 3_600_000;
  await mia.say("later");

  await until(() => expect(events).toHaveLength(2), 3_000);
  expect(events[1]?.user.email).toBe("mia@acme.example");
});

test("stop waits for the answer that is under way, and refuses what comes meanwhile", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { teams, adapter, events } = await teamsBench({
    sink: {
      async hear(_event, responder) {
        await held;
        await responder.answer({ text: "just in time" });
      },
    },
  });
  const mia = teams.as("mia");
  await mia.say("help");
  await until(() => expect(events).toHaveLength(1));

  const stopped = adapter.stop();
  const refused = await mia.say("again");
  release();
  await stopped;

  expect(refused.status).toBe(503);
  expect(adapter.readiness()).toBe("Teams: stopping");
  expect(said(mia.sees())).toEqual(["just in time"]);
});

test("stop does not wait for an answer that Teams takes only later; the next run gives it", async () => {
  const first = await teamsBench();
  const { teams, store } = first;
  const mia = teams.as("mia");
  teams.fail("sendToConversation", { retryAfterSec: 60 });
  await mia.say("help");
  await until(() => expect(teams.callsOf("sendToConversation")).toHaveLength(1));

  const began = performance.now();
  await first.stop();
  const tookMs = performance.now() - began;
  await teamsBench({ on: teams, store });

  expect(tookMs).toBeLessThan(2_000);
  await until(() => expect(said(mia.sees())).toEqual(["answer to help"]));
});

test("stop waits for an answer that Teams takes in a moment", async () => {
  const { teams, adapter } = await teamsBench();
  const mia = teams.as("mia");
  teams.fail("sendToConversation", { retryAfterSec: 1 });
  await mia.say("help");
  await until(() => expect(teams.callsOf("sendToConversation")).toHaveLength(1));

  await adapter.stop();

  expect(said(mia.sees())).toEqual(["answer to help"]);
});
