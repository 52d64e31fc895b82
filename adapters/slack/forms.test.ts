import { expect, test, vi } from "vitest";
import type { SlackMessage, View } from "../../playground/slack/world.ts";
import type { FormResult, OpenForm } from "../../src/chat/form.ts";
import { createMemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store/store.ts";
import { type BenchOptions, hurriedClock, slackBench } from "../../src/testing/slack-bench.ts";

const ask: OpenForm = {
  flow: "ask",
  state: "payments-api",
  form: {
    title: "Ask Team Payments",
    submit: "Send",
    fields: [
      { name: "question", label: "Question", type: "text", maxLength: 500 },
      { name: "thing", label: "About", type: "search", isOptional: true },
    ],
  },
};

/** A bench that opens `ask` for everything, and what comes of sending it. */
function formBench(
  submit: (values: Readonly<Record<string, string>>) => Promise<FormResult>,
  options: BenchOptions = {},
) {
  return slackBench({
    ...options,
    sink: {
      hear: async (_event, responder) => responder.open(ask),
      submit: async ({ values }) => submit(values),
      ...options.sink,
    },
  });
}

async function opened(bench: Awaited<ReturnType<typeof slackBench>>, isShortcut = false) {
  const mia = bench.slack.as("mia", { channel: "checkout-dev" });
  if (isShortcut) await mia.globalShortcut("ask");
  else await mia.slash("/callboard", "ask");
  await vi.waitFor(() => expect(mia.view()).toBeDefined());
  return { mia, view: mia.view() as View };
}

const texts = (messages: readonly SlackMessage[]): readonly string[] => messages.map(({ text }) => text);

test.each([false, true])(
  "a form from a slash command is answered in that channel, to its sender alone (socket: %s)",
  async (isSocket) => {
    const bench = await formBench(async () => ({ type: "done", message: { text: "Sent to #pay-help." } }), {
      isSocket,
    });
    const { mia, view } = await opened(bench);

    const sent = await mia.submit(view, { question: "Minor units?" });

    expect(sent).toMatchObject({ isClosed: true, errors: {} });
    expect(bench.submissions).toMatchObject([
      {
        flow: "ask",
        state: "payments-api",
        values: { question: "Minor units?" },
        user: { id: "U0MIA", email: "mia@acme.example" },
        address: { platform: "slack", tenant: "T0WORKSPACE", channel: "C0CHECKOUT" },
        place: "channel",
      },
    ]);
    await vi.waitFor(() => expect(texts(mia.sees("checkout-dev"))).toEqual(["Sent to #pay-help."]));
    expect(bench.slack.as("jon").sees("checkout-dev")).toEqual([]);
    expect(bench.slack.violations).toEqual([]);
  },
);

test("a form from a global shortcut is answered in its modal", async () => {
  const bench = await formBench(async () => ({ type: "done", message: { text: "Sent to #pay-help." } }));
  const { mia, view } = await opened(bench, true);

  await mia.submit(view, { question: "Minor units?" });

  expect(JSON.stringify(mia.view()?.blocks)).toContain("Sent to");
});

test("a form that is done without a word is closed", async () => {
  const bench = await formBench(async () => ({ type: "done" }));
  const { mia, view } = await opened(bench);

  expect(await mia.submit(view, { question: "x" })).toMatchObject({ isClosed: true, view: undefined });
});

test("mistakes are shown at their fields, and the corrected form counts", async () => {
  const bench = await formBench(async ({ question }) =>
    question === "bad" ? { type: "errors", errors: { question: "Say more." } } : { type: "done" },
  );
  const { mia, view } = await opened(bench);

  const first = await mia.submit(view, { question: "bad" });
  const second = await mia.submit(mia.view() as View, { question: "bad" });
  const third = await mia.submit(mia.view() as View, { question: "good" });

  expect(first.errors).toEqual({ question: "Say more." });
  expect(second.errors).toEqual({ question: "Say more." });
  expect(third).toMatchObject({ isClosed: true, errors: {} });
  expect(bench.submissions).toHaveLength(3);
});

test("the next page takes the place of the first and remembers where it came from", async () => {
  const page = {
    title: "Review",
    submit: "Open",
    fields: [{ name: "why", label: "Why", type: "text" as const, maxLength: 100 }],
  };
  const bench = await formBench(async ({ why }) =>
    why === undefined ? { type: "next", state: "page 2", form: page } : { type: "done", message: { text: "Done." } },
  );
  const { mia, view } = await opened(bench);

  await mia.submit(view, { question: "x" });
  await mia.submit(mia.view() as View, { why: "because" });

  expect(bench.submissions[1]).toMatchObject({ flow: "ask", state: "page 2", values: { why: "because" } });
  await vi.waitFor(() => expect(texts(mia.sees("checkout-dev"))).toEqual(["Done."]));
});

test("Submit twice has one effect, and both get the same answer", async () => {
  const bench = await formBench(async () => ({ type: "done", message: { text: "Sent." } }), { isSocket: true });
  const { mia, view } = await opened(bench);
  await mia.submit(view, { question: "x" });
  const delivery = bench.slack.deliveries.at(-1)?.delivery;
  if (delivery === undefined) throw new Error("nothing was sent");

  const again = await bench.slack.again(delivery);

  expect(again).toMatchObject({ status: 200, body: { response_action: "clear" } });
  expect(bench.submissions).toHaveLength(1);
  await vi.waitFor(() => expect(texts(mia.sees("checkout-dev"))).toEqual(["Sent."]));
});

test("two Submits at once have one effect", async () => {
  const bench = await formBench(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { type: "done" };
  });
  const { mia, view } = await opened(bench);

  const first = mia.submit(view, { question: "x" });
  await vi.waitFor(() => expect(bench.submissions).toHaveLength(1));
  await mia.submit(view, { question: "x" });
  await first;

  expect(bench.submissions).toHaveLength(1);
});

test("a slow form is closed in time, and its answer comes where it was opened", async () => {
  let finish: (result: FormResult) => void = () => undefined;
  const bench = await formBench(
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  );
  const { mia, view } = await opened(bench);

  const sent = await mia.submit(view, { question: "x" });
  finish({ type: "done", message: { text: "Sent at last." } });

  expect(sent.acknowledgement).toMatchObject({ status: 200, body: undefined });
  expect(sent.acknowledgement?.ms).toBeLessThan(3000);
  await vi.waitFor(() => expect(texts(mia.sees("checkout-dev"))).toEqual(["Sent at last."]));
});

/** A store whose writes take `commitMs` while told to, and what tells it. */
function sluggishStore(commitMs: number) {
  const memory = createMemoryStore();
  const disk = { isSlow: false };
  const commit: Store["commit"] = async (...given) => {
    if (disk.isSlow) await new Promise((resolve) => setTimeout(resolve, commitMs));
    return memory.commit(...given);
  };
  return { disk, store: { ...memory, commit } };
}

test("what the disk takes is no longer there for the form: Slack is answered in time, and its sender later", async () => {
  const { disk, store } = sluggishStore(1800);
  const bench = await formBench(
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 1400));
      return { type: "done", message: { text: "Sent at last." } };
    },
    { store },
  );
  const { mia, view } = await opened(bench);
  disk.isSlow = true;

  const { acknowledgement } = await mia.submit(view, { question: "x" });

  expect(acknowledgement).toMatchObject({ status: 200 });
  expect(acknowledgement?.ms).toBeLessThan(2900);
  await vi.waitFor(() => expect(texts(mia.sees("checkout-dev"))).toEqual(["Sent at last."]), 5000);
});

test.each<[FormResult, string]>([
  [{ type: "done", message: { text: "Sent to #pay-help." } }, "Sent to #pay-help."],
  [{ type: "errors", errors: { question: "Say more." } }, "The form was not taken. Say more."],
])("what came of a form that could not be acknowledged is said to its sender", async (result, said) => {
  const { disk, store } = sluggishStore(2200);
  const bench = await formBench(async () => result, { store });
  const { mia, view } = await opened(bench, true);
  disk.isSlow = true;

  const { acknowledgement } = await mia.submit(view, { question: "x" });
  disk.isSlow = false;

  expect(acknowledgement).toMatchObject({ status: 503 });
  await vi.waitFor(() => expect(texts(mia.seesDirect())).toEqual([said]), 5000);
});

test("a second Submit waits for what the first one gets", async () => {
  const bench = await formBench(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1200));
    return { type: "errors", errors: { question: "Say more." } };
  });
  const { mia, view } = await opened(bench);

  const [first, second] = await Promise.all([mia.submit(view, { question: "x" }), mia.submit(view, { question: "x" })]);

  expect(first.errors).toEqual({ question: "Say more." });
  expect(second.errors).toEqual({ question: "Say more." });
  expect(bench.submissions).toHaveLength(1);
});

test("a form whose sender Slack does not name is taken once it does", async () => {
  const clock = hurriedClock();
  const bench = await formBench(async () => ({ type: "done", message: { text: "Sent." } }), { clock });
  const { mia, view } = await opened(bench);
  const jon = bench.slack.as("jon", { channel: "checkout-dev" });
  bench.slack.world.modals.set("U0JON", [view]);
  const heal = bench.slack.fail("users.info", { status: 500, times: 1000 });

  const sent = await jon.submit(view, { question: "x" });
  heal();

  expect(sent.acknowledgement).toMatchObject({ status: 200 });
  await vi.waitFor(() => expect(bench.submissions).toMatchObject([{ user: { id: "U0JON" } }]), 8000);
  expect(mia.seesDirect()).toEqual([]);
});

test("what came of a form arrives after an outage of Slack", async () => {
  let finish: (result: FormResult) => void = () => undefined;
  const bench = await formBench(
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
    { clock: hurriedClock(100) },
  );
  const { mia, view } = await opened(bench, true);
  await mia.submit(view, { question: "x" });
  const heal = bench.slack.fail("*", { status: 503, times: 1_000_000 });
  finish({ type: "done", message: { text: "Sent at last." } });
  await vi.waitFor(() => expect(bench.lines.join()).toContain("what came of a form did not reach Slack"), 20_000);
  heal();

  await vi.waitFor(() => expect(texts(mia.seesDirect())).toEqual(["Sent at last."]), 8000);
}, 40_000);

test("a search field offers what the flow says, nothing when it takes too long", async () => {
  const bench = await formBench(async () => ({ type: "done" }), {
    sink: {
      options: async ({ query }) => {
        if (query === "slow") await new Promise((resolve) => setTimeout(resolve, 2800));
        return [{ label: "payments-api", value: "component:default/payments-api", about: "service" }];
      },
    },
  });
  const { mia, view } = await opened(bench);

  const quick = await mia.typeahead(view, "thing", "pay");
  const slow = await mia.typeahead(view, "thing", "slow");

  expect(quick.labels).toEqual(["payments-api"]);
  expect(bench.queries[0]).toMatchObject({
    flow: "ask",
    state: "payments-api",
    field: "thing",
    query: "pay",
    user: { id: "U0MIA" },
  });
  expect(slow).toMatchObject({ labels: [], acknowledgement: { status: 200 } });
  expect(slow.acknowledgement?.ms).toBeLessThan(3000);
});

test("a form of another version says so", async () => {
  const bench = await formBench(async () => ({ type: "done" }));
  const { mia, view } = await opened(bench);
  const old = { ...view, private_metadata: "v0" };
  bench.slack.world.modals.set("U0MIA", [old as View]);

  await mia.submit(old as View, { question: "x" });

  expect(bench.submissions).toEqual([]);
  expect(JSON.stringify(mia.view()?.blocks)).toContain("older version");
});

test("an expired trigger is told as such", async () => {
  const thrown: unknown[] = [];
  const bench = await slackBench({
    sink: {
      async hear(_event, responder) {
        await responder.open(ask).catch((error: unknown) => thrown.push(error));
        await responder.open(ask).catch((error: unknown) => thrown.push(error));
      },
    },
  });
  bench.slack.fail("views.open", { error: "expired_trigger_id" });

  await bench.slack.as("mia", { channel: "checkout-dev" }).slash("/callboard", "ask");

  await vi.waitFor(() => expect(thrown).toHaveLength(2));
  for (const error of thrown) expect(error).toMatchObject({ name: "BotError", code: "expired" });
});

test("no form can be opened from a mention", async () => {
  const thrown: unknown[] = [];
  const bench = await slackBench({
    sink: { hear: async (_event, responder) => responder.open(ask).catch((error: unknown) => void thrown.push(error)) },
  });

  await bench.slack.as("mia", { channel: "checkout-dev" }).mention("ask");

  await vi.waitFor(() => expect(thrown).toMatchObject([{ name: "BotError", code: "unsupported" }]));
});
