import { expect, test, vi } from "vitest";
import type { SlackMessage } from "../../playground/slack/world.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import { hurriedClock, type SlackBench, slackBench } from "../../src/testing/slack-bench.ts";

const texts = (messages: readonly SlackMessage[]): readonly string[] => messages.map(({ text }) => text);
const all = (messages: readonly SlackMessage[]): string => JSON.stringify(messages);
const never = new AbortController().signal;
const deaf = { hear: () => new Promise<void>(() => undefined) };

async function until(check: () => void, timeout = 8000): Promise<void> {
  await vi.waitFor(check, { timeout, interval: 10 });
}

function later(ms: number): Clock {
  return { ...systemClock(), now: () => new Date(Date.now() + ms) };
}

/** A clock whose durations pass as fast as wanted, from then on. */
function gearedClock(): { readonly clock: Clock; readonly shift: (factor: number) => void } {
  const clock = systemClock();
  let factor = 1;
  let since = { realMs: clock.monotonicMs(), ms: 0 };
  const monotonicMs = (): number => since.ms + (clock.monotonicMs() - since.realMs) * factor;
  return {
    clock: { now: clock.now, monotonicMs, after: (delayMs, run) => clock.after(delayMs / factor, run) },
    shift(next) {
      since = { realMs: clock.monotonicMs(), ms: monotonicMs() };
      factor = next;
    },
  };
}

/** A bench that heard a command, a mention and a press, and died before it answered. */
async function died(): Promise<SlackBench> {
  const bench = await slackBench({ sink: deaf, clock: hurriedClock() });
  const mia = bench.slack.as("mia", { channel: "checkout-dev" });
  await mia.slash("/whoowns", "x");
  await mia.mention("whoowns y");
  await until(() => expect(bench.events).toHaveLength(2));
  return bench;
}

test("what is asked in an outage of ten minutes is answered when Slack is back, by the same run", async () => {
  const { clock, shift } = gearedClock();
  const { slack, lines, events } = await slackBench({ clock });
  const mia = slack.as("mia", { channel: "checkout-dev" });
  await mia.slash("/whoowns", "before");
  await until(() => expect(texts(mia.sees("checkout-dev"))).toContain("answer to whoowns before"));
  const heal = slack.fail("*", { status: 503, times: 1_000_000 });
  const beganMs = clock.monotonicMs();
  await mia.slash("/whoowns", "x");
  await mia.mention("whoowns y");
  await slack.as("mia", { channel: "im" }).directMessage("help");
  await until(() => expect(events).toHaveLength(4));

  shift(120);
  const given = () => lines.filter((line) => line.includes("an answer did not reach Slack")).length;
  await until(() => expect(given()).toBeGreaterThanOrEqual(3), 20_000);
  await until(() => expect(clock.monotonicMs() - beganMs).toBeGreaterThan(600_000), 20_000);
  expect(events).toHaveLength(4);
  shift(10);
  heal();

  await until(() => {
    expect(texts(mia.seesDirect())).toContain("answer to help");
    expect(all(mia.sees("checkout-dev"))).toContain("answer to whoowns x");
    expect(all(mia.sees("checkout-dev"))).toContain("answer to whoowns y");
  }, 20_000);
}, 60_000);

test.each([
  [2 * 3_600_000, "You asked at "],
  [21 * 24 * 3_600_000, "You asked 21 days ago."],
])("what is left after %i ms gets no answer any more, and its sender is told once", async (ageMs, when) => {
  const { slack, store } = await died();
  const mia = slack.as("mia", { channel: "checkout-dev" });

  const second = await slackBench({ on: slack, store, clock: later(ageMs) });

  await until(() => expect(mia.seesDirect()).toHaveLength(2));
  expect(texts(mia.seesDirect())).toEqual(["“whoowns x” was not answered", "“whoowns y” was not answered"]);
  expect(all(mia.seesDirect())).toContain(when);
  expect(all(mia.seesDirect())).toContain("Callboard was stopped before it could answer. Ask again.");
  expect(second.events).toEqual([]);
  await vi.waitFor(async () => expect(await store.list("inbox/open/")).toEqual([]));
});

test("a press that is left for more than an hour gets no word", async () => {
  const choice = {
    text: "choose",
    card: {
      title: "choose",
      blocks: [
        { type: "actions" as const, main: [{ type: "command" as const, label: "Show", command: "help" }], more: [] },
      ],
    },
  };
  const first = await slackBench({
    clock: hurriedClock(20),
    sink: {
      hear: async (event, responder) =>
        event.type === "command" && event.text === "whoowns x" ? responder.answer(choice) : deaf.hear(),
    },
  });
  const { slack, store } = first;
  const mia = slack.as("mia", { channel: "checkout-dev" });
  await mia.slash("/whoowns", "x");
  await until(() => expect(texts(mia.sees("checkout-dev"))).toContain("choose"));
  await mia.press(mia.sees("checkout-dev")[0] as SlackMessage, "Show");
  await until(() => expect(first.events).toHaveLength(2));

  const second = await slackBench({ on: slack, store, clock: later(2 * 3_600_000) });

  await vi.waitFor(async () => expect(await store.list("inbox/open/")).toEqual([]));
  expect(second.events).toEqual([]);
  expect(mia.seesDirect()).toEqual([]);
});

test("a delivery that ends the process is put away after the second time; its neighbours are answered, its sender is told, and doctor says so", async () => {
  let runs = 0;
  const dying = (sink: "dies" | "all") =>
    slackBench({
      ...(bench && { on: bench.slack, store: bench.store }),
      clock: hurriedClock(20),
      sink: {
        async hear(event, responder) {
          const text = event.type === "command" ? event.text : "";
          if (text === "whoowns poison" || sink === "all") return deaf.hear();
          await responder.answer({ text: `answer to ${text} in run ${runs}` });
        },
      },
    });
  let bench: SlackBench | undefined;
  bench = await dying("all");
  const { slack } = bench;
  const mia = slack.as("mia", { channel: "checkout-dev" });
  for (const text of ["poison", "a", "b", "c", "d", "e", "f"]) await mia.slash("/whoowns", text);
  await until(() => expect(bench?.events).toHaveLength(7));

  for (runs = 2; runs <= 3; runs += 1) {
    bench = await dying("dies");
    const run = bench;
    await until(() =>
      expect(run.events.map((event) => event.type === "command" && event.text)).toContain("whoowns poison"),
    );
    if (runs === 2) await until(() => expect(mia.sees("checkout-dev")).toHaveLength(6));
  }
  const last = await dying("dies");

  await until(() => expect(texts(mia.seesDirect())).toEqual(["“whoowns poison” was not answered"]));
  expect(last.events).toEqual([]);
  expect(all(mia.seesDirect())).toContain("Something went wrong twice.");
  expect(await last.adapter.check(never)).toContainEqual({
    level: "warning",
    area: "Slack",
    found: "1 delivery was put away after it ended the process twice.",
    fix: "Report what `callboard export` shows under quarantine/; it is deleted after 30 days.",
  });
});

test("a bot that is stopped while it takes up what is left does not hold that against it", async () => {
  let bench = await died();
  const { slack, store } = bench;

  for (let times = 0; times < 4; times += 1) {
    bench = await slackBench({ on: slack, store, sink: deaf, clock: hurriedClock(100) });
    await until(() => expect(bench.events).toHaveLength(2));
    await bench.adapter.stop();
  }
  await slackBench({ on: slack, store });

  const mia = slack.as("mia", { channel: "checkout-dev" });
  await until(() =>
    expect(texts(mia.sees("checkout-dev"))).toEqual(
      expect.arrayContaining(["answer to whoowns x", "answer to whoowns y"]),
    ),
  );
});

test("what this version cannot read is an error in the log", async () => {
  const { slack, store, lines } = await slackBench();
  const id = "slack/T0WORKSPACE/command/1.1";
  const value = { id, body: { type: "block_actions" }, acceptedAt: Date.now(), turn: 1, takenUp: 0 };
  await store.commit([{ key: `inbox/open/${id}`, value }]);

  const second = await slackBench({ on: slack, store });

  // The first run may still be looking for what was left.
  await until(() => expect([...lines, ...second.lines].join()).toContain("cannot be read by this version"));
  await vi.waitFor(async () => expect(await store.list("inbox/open/")).toEqual([]));
});
