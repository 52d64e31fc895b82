import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { BotError } from "../../../src/errors.ts";
import { createMemoryStore } from "../../../src/store/memory.ts";
import { createFakeClock } from "../../../src/testing/fake-clock.ts";
import { homeTenant, teamsDoor } from "../../../src/testing/teams-door.ts";

interface Sent extends Record<string, unknown> {
  readonly id: string;
  readonly conversation: Record<string, unknown>;
  readonly channelData: Record<string, unknown>;
  readonly from: Record<string, unknown>;
  readonly value?: unknown;
}

/** A fixture, with what is different. */
function fixture(name: string, changes: object = {}): Sent {
  const text = readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8");
  return { ...(JSON.parse(text) as Sent), ...changes };
}

const soon = { timeout: 5000, interval: 5 };

test("a message is acknowledged at once, and answered once whatever is sent again", async () => {
  const door = await teamsDoor();

  const answers = [await door.post(fixture("personal-message")), await door.post(fixture("personal-message"))];

  expect(answers.map(({ status, body }) => [status, body])).toEqual([
    [200, undefined],
    [200, undefined],
  ]);
  await vi.waitFor(() => expect(door.said).toEqual(["answer to who owns payments-api?"]), soon);
  expect(door.events).toHaveLength(1);
});

test("work that takes long keeps no request waiting", async () => {
  const door = await teamsDoor({ sink: { hear: () => new Promise(() => undefined) } });

  const { status, ms } = await door.post(fixture("channel-mention"));

  expect(status).toBe(200);
  expect(ms).toBeLessThan(2_000);
});

test("an invoke is answered in its response, and the same again when it is sent again", async () => {
  const door = await teamsDoor();

  const first = await door.post(fixture("action-execute"));
  const second = await door.post(fixture("action-execute"));

  expect(first).toMatchObject({ status: 200, body: { said: "answer to show component:default/payments-api" } });
  expect(second).toMatchObject({ status: 200, body: first.body });
  expect(door.events).toHaveLength(1);
});

test("an invoke that is sent again while it is dealt with gets the same answer", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const door = await teamsDoor({
    sink: { hear: async (_event, responder) => held.then(() => responder.answer({ text: "done" })) },
  });
  const first = door.post(fixture("action-execute"));
  await vi.waitFor(() => expect(door.events).toHaveLength(1), soon);
  const second = door.post(fixture("action-execute"));
  release();

  expect((await first).body).toEqual({ said: "done" });
  expect((await second).body).toEqual({ said: "done" });
  expect(door.events).toHaveLength(1);
});

test("an invoke whose answer takes too long is told so, and the answer comes another way", async () => {
  const clock = createFakeClock();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const door = await teamsDoor({
    clock,
    sink: { hear: async (_event, responder) => held.then(() => responder.answer({ text: "late" })) },
  });
  const answered = door.post(fixture("action-execute"));
  await vi.waitFor(() => expect(door.events).toHaveLength(1), soon);
  await clock.advance(4_100);

  expect((await answered).body).toEqual({
    statusCode: 200,
    type: "application/vnd.microsoft.activity.message",
    value: "This takes a moment. The answer comes as a message.",
  });
  release();
  await vi.waitFor(() => expect(door.said).toEqual(["late"]), soon);
});

test("a button that opens a dialog gets the dialog", async () => {
  const door = await teamsDoor({
    sink: {
      hear: (event, responder) =>
        responder.open({
          flow: event.type === "open" ? event.flow : "",
          state: "",
          form: { title: "", fields: [], submit: "" },
        }),
    },
  });

  expect((await door.post(fixture("task-fetch"))).body).toEqual({ opened: "ask" });
});

test("a form that was sent closes, and says what came of it in its dialog", async () => {
  const plain = await teamsDoor();
  const telling = await teamsDoor({ sink: { submit: async () => ({ type: "done", message: { text: "Asked." } }) } });

  expect(await plain.post(fixture("task-submit"))).toMatchObject({ status: 200, body: undefined });
  expect((await telling.post(fixture("task-submit"))).body).toEqual({ said: "Asked." });
  expect(plain.submissions).toMatchObject([
    {
      flow: "ask",
      state: "component:default/payments-api",
      values: { question: "Why is it slow?" },
      place: "channel",
      placeUrl: expect.stringContaining("/1763644000000?"),
    },
  ]);
});

test("a form with mistakes is shown again, with what was typed and what is wrong", async () => {
  const form = {
    title: "Ask",
    fields: [{ type: "text", name: "question", label: "Question", maxLength: 100 }],
    submit: "Ask",
  };
  const sent = fixture("task-submit");
  const value = structuredClone(sent.value) as { data: { cb: Record<string, unknown> } };
  value.data.cb["form"] = form;
  const door = await teamsDoor({
    sink: { submit: async () => ({ type: "errors", errors: { question: "Too short." } }) },
  });

  const { body } = await door.post({ ...sent, value });

  const shown = JSON.stringify(body);
  expect(body).toMatchObject({ task: { type: "continue", value: { title: "Ask" } } });
  expect(shown).toContain("Too short.");
  expect(shown).toContain("Why is it slow?");
});

test("a form has its next page in the same dialog", async () => {
  const next = { type: "next", state: "2", form: { title: "Second", fields: [], submit: "Send" } } as const;
  const door = await teamsDoor({ sink: { submit: async () => next } });

  expect((await door.post(fixture("task-submit"))).body).toMatchObject({ task: { value: { title: "Second" } } });
});

test("what comes of a form after four seconds is said elsewhere", async () => {
  const clock = createFakeClock();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const door = await teamsDoor({
    clock,
    sink: { submit: async () => held.then(() => ({ type: "done", message: { text: "Asked." } })) },
  });
  const answered = door.post(fixture("task-submit"));
  await vi.waitFor(() => expect(door.submissions).toHaveLength(1), soon);
  await clock.advance(4_100);

  expect(JSON.stringify((await answered).body)).toContain("This takes a moment.");
  release();
  await vi.waitFor(() => expect(door.said).toEqual(["Asked."]), soon);
});

test("a search field is filled, and nothing of it is kept", async () => {
  const door = await teamsDoor({
    sink: {
      options: async ({ query }) => [{ label: `Payments for ${query}`, value: "component:default/payments-api" }],
    },
  });

  const { body } = await door.post(fixture("application-search"));

  expect(body).toEqual({
    statusCode: 200,
    type: "application/vnd.microsoft.search.searchResponse",
    value: { results: [{ title: "Payments for paym", value: "component:default/payments-api" }] },
  });
  expect(door.queries).toMatchObject([{ flow: "ask", field: "target", state: "component:default/payments-api" }]);
});

test("the app that was installed says so once, though Teams tells twice, and again after it was removed", async () => {
  const door = await teamsDoor();
  await door.post(fixture("bot-added-to-team"));
  await door.post(fixture("installed-in-team"));
  await vi.waitFor(() => expect(door.said).toEqual(["answer to help"]), soon);

  await door.post(fixture("removed-from-team"));
  await door.post(fixture("installed-in-team", { id: "f:again" }));

  await vi.waitFor(() => expect(door.said).toEqual(["answer to help", "answer to help"]), soon);
  expect(door.left).toMatchObject([{ id: "19:general0payments@thread.tacv2", tenant: homeTenant }]);
});

test("where the bot is spoken to is noted, but not where a menu was used", async () => {
  const door = await teamsDoor();
  await door.post(fixture("compose-menu"));
  await door.post(fixture("channel-mention"));

  await vi.waitFor(() => expect(door.events).toHaveLength(2), soon);
  expect(door.noted.map(({ id }) => id)).toEqual(["19:help0payments@thread.tacv2"]);
});

test("bots, edits and what nobody asked the bot are acknowledged and dropped", async () => {
  const door = await teamsDoor();

  for (const name of ["message-of-a-bot", "edited-message", "reaction", "channel-message-without-mention", "upgraded"])
    expect((await door.post(fixture(name))).status).toBe(200);
  const self = fixture("personal-message", { from: { id: "28:11111111-2222-3333-4444-555555555555" } });
  expect((await door.post(self)).status).toBe(200);

  await door.stop();
  expect(door.events).toEqual([]);
  expect(await door.store.list("")).toEqual([]);
});

test("another tenant is refused, and written down once an hour", async () => {
  const clock = createFakeClock();
  const door = await teamsDoor({ clock, options: { tenants: ["tenant-b"] } });
  const from = (tenant: string, id: string): object => {
    const sent = fixture("personal-message", { id });
    return {
      ...sent,
      conversation: { ...sent.conversation, tenantId: tenant },
      channelData: { tenant: { id: tenant } },
    };
  };

  const statuses = [];
  for (const [index, tenant] of ["tenant-c", "tenant-c", "tenant-d", "tenant-b", homeTenant.toUpperCase()].entries())
    statuses.push((await door.post(from(tenant, `m${index}`))).status);
  await clock.advance(3_600_000);
  statuses.push((await door.post(from("tenant-c", "m9"))).status);

  expect(statuses).toEqual([403, 403, 403, 200, 200, 403]);
  const records = await door.audit.latest(10);
  expect(records.map(({ who, what, result, reason }) => [who, what, result, reason])).toEqual([
    ["teams:tenant-c", "message", "refused", "another tenant"],
    ["teams:tenant-d", "message", "refused", "another tenant"],
    ["teams:tenant-c", "message", "refused", "another tenant"],
  ]);
  await vi.waitFor(() => expect(door.events).toHaveLength(2), soon);
  expect(door.events.map(({ address }) => address.tenant)).toEqual(["tenant-b", homeTenant]);
});

test.each([
  ["none", {}, {}],
  ["two that differ", { tenantId: homeTenant }, { tenant: { id: "tenant-b" } }],
])(
  "an activity that names %s as its tenant is refused where tenants are told apart",
  async (_name, conversation, data) => {
    const door = await teamsDoor({ options: { tenants: ["tenant-b"] } });
    const sent = fixture("personal-message");
    const { tenantId: _tenant, ...bare } = sent.conversation;

    const { status } = await door.post({ ...sent, conversation: { ...bare, ...conversation }, channelData: data });

    // Without authentication, and only then, what names no tenant is of the configured one.
    expect(status).toBe(Object.keys(data).length === 0 ? 200 : 403);
  },
);

test("people of other tenants are handed over as such", async () => {
  const door = await teamsDoor();
  const sent = fixture("personal-message");
  await door.post({ ...sent, from: { ...sent.from, tenantId: "tenant-b" } });

  await vi.waitFor(() => expect(door.events).toHaveLength(1), soon);
  expect(door.spots[0]?.sender.tenant).toBe("tenant-b");
  expect(door.events[0]?.user).toMatchObject({ tenant: "tenant-b", barred: "external" });
});

test("what was acknowledged and not answered is answered by the next run, where nobody waits any more", async () => {
  const store = createMemoryStore();
  const first = await teamsDoor({ store, sink: { hear: () => new Promise(() => undefined) } });
  await first.post(fixture("channel-mention"));
  const execute = first.post(fixture("action-execute"));
  await vi.waitFor(() => expect(first.events).toHaveLength(2), soon);

  const second = await teamsDoor({ store });
  second.resume();

  await vi.waitFor(() => expect(second.said).toHaveLength(2), soon);
  expect(second.spots.map(({ isRepeat }) => isRepeat)).toEqual([true, true]);
  expect((await execute).status).toBe(200);
}, 20_000);

test("an answer that reaches nobody is tried again", async () => {
  let isAway = true;
  const clock = createFakeClock();
  const door = await teamsDoor({ clock, isAway: () => isAway });
  await door.post(fixture("personal-message"));
  await vi.waitFor(() => expect(door.lines.join()).toContain("an answer did not reach Teams"), soon);
  isAway = false;

  await vi.waitFor(async () => {
    await clock.advance(10_000);
    expect(door.said).toEqual(["answer to who owns payments-api?"]);
  }, soon);
});

test("while Teams does not say who asks, that is what is said", async () => {
  const user = () => Promise.reject(new BotError("unavailable", "Teams does not answer."));
  const door = await teamsDoor({ people: { user } });

  expect((await door.post(fixture("action-execute"))).body).toEqual({
    said: "Teams does not say who asks. Try again in a minute.",
  });
  expect(JSON.stringify((await door.post(fixture("task-submit"))).body)).toContain("Teams does not say who sent this.");
});

test("what is no activity, or not for this machine, is refused before anything of it is believed", async () => {
  const door = await teamsDoor();
  const sent = JSON.stringify({ ...fixture("personal-message"), serviceUrl: "http://127.0.0.1:9/" });

  expect((await door.post("{")).status).toBe(400);
  expect((await door.post("[]")).status).toBe(400);
  expect((await door.post({ type: "message" })).status).toBe(400);
  expect((await door.post(sent, { "content-type": "text/plain" })).status).toBe(400);
  expect((await door.post(sent, { "x-forwarded-for": "203.0.113.7" })).status).toBe(401);
  expect((await door.post(sent, { host: "bot.example" })).status).toBe(401);
  expect((await door.post("x".repeat(300_000))).status).toBe(413);
  expect((await door.post(fixture("personal-message", { channelId: "webchat" }))).status).toBe(403);
  expect(door.events).toEqual([]);
});
