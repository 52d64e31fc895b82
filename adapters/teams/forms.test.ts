import { expect, test, vi } from "vitest";
import type { TeamsMessage } from "../../playground/teams/world.ts";
import type { ChatSink } from "../../src/chat/adapter.ts";
import type { Field, Form } from "../../src/chat/form.ts";
import { hurriedClock } from "../../src/testing/slack-bench.ts";
import { type TeamsBench, type TeamsBenchOptions, teamsBench } from "../../src/testing/teams-bench.ts";

const fields: readonly Field[] = [
  { type: "text", name: "question", label: "Question", maxLength: 500 },
  { type: "search", name: "about", label: "About", isOptional: true },
];
const form: Form = { title: "Ask the team", fields, submit: "Send" };
const launch = {
  text: "ask",
  card: {
    title: "ask",
    blocks: [
      { type: "actions" as const, main: [{ type: "form" as const, label: "Ask", flow: "ask", state: "s1" }], more: [] },
    ],
  },
};

async function until(check: () => void): Promise<void> {
  await vi.waitFor(check, { timeout: 8000, interval: 10 });
}

/** Somebody with the form open, in a channel. */
async function withForm(
  sink: Partial<ChatSink>,
  options: Partial<TeamsBenchOptions> = {},
): Promise<{ bench: TeamsBench; mia: ReturnType<TeamsBench["teams"]["as"]> }> {
  const bench = await teamsBench({
    sink: {
      hear: (event, responder) =>
        event.type === "open"
          ? responder.open({ flow: event.flow, state: event.state, form })
          : responder.answer(launch),
      ...sink,
    },
    ...options,
  });
  const mia = bench.teams.as("mia", { channel: "Payments › help" });
  await mia.slash("ask payments");
  const own = (): TeamsMessage | undefined => mia.sees().find(({ from }) => from.startsWith("28:"));
  await until(() => expect(own()).toBeDefined());
  await mia.press(own() as TeamsMessage, "Ask");
  expect(mia.dialog()?.title).toBe("Ask the team");
  return { bench, mia };
}

const shown = (mia: ReturnType<TeamsBench["teams"]["as"]>): string => JSON.stringify(mia.dialog()?.card ?? {});

test("a mistake is said at its field, what was typed stays, and the form can be sent again", async () => {
  let count = 0;
  const { bench, mia } = await withForm({
    submit: async () => {
      count += 1;
      return count === 1 ? { type: "errors", errors: { question: "Say a little more." } } : { type: "done" };
    },
  });

  await mia.submit({ Question: "why?" });
  const again = shown(mia);
  await mia.submit({ Question: "why is it slow?" });

  expect(again).toContain("Say a little more.");
  expect(again).toContain('"value":"why?"');
  expect(mia.dialog()).toBeUndefined();
  expect(bench.submissions.map(({ values }) => values["question"])).toEqual(["why?", "why is it slow?"]);
  expect(bench.teams.violations).toEqual([]);
});

test("a search field is filled by what was typed, and what is chosen is sent", async () => {
  const { bench, mia } = await withForm({
    options: async ({ query }) =>
      query === "pay" ? [{ label: "payments-api", value: "component:default/payments-api" }] : [],
    submit: async () => ({ type: "done" }),
  });
  const dialog = mia.dialog();
  if (dialog === undefined) throw new Error("no dialog");

  const found = await mia.search(dialog, "About", "pay");
  await mia.submit({ Question: "May we?", About: "payments-api" });

  expect(found).toEqual([{ title: "payments-api", value: "component:default/payments-api" }]);
  expect(bench.queries).toMatchObject([{ flow: "ask", state: "s1", field: "about", query: "pay", place: "channel" }]);
  expect(bench.submissions).toMatchObject([
    { values: { question: "May we?", about: "component:default/payments-api" } },
  ]);
});

test("the next page takes the place of the one before", async () => {
  const page: Form = {
    title: "Which one",
    fields: [{ type: "text", name: "which", label: "Which", maxLength: 9 }],
    submit: "Send",
  };
  const { bench, mia } = await withForm({
    submit: async ({ state }) => (state === "s1" ? { type: "next", state: "s2", form: page } : { type: "done" }),
  });

  await mia.submit({ Question: "why?" });
  const title = mia.dialog()?.title;
  await mia.submit({ Which: "this" });

  expect(title).toBe("Which one");
  expect(bench.submissions.map(({ state, values }) => [state, values])).toEqual([
    ["s1", { question: "why?" }],
    ["s2", { which: "this" }],
  ]);
});

test("what takes longer than Teams waits is done once, and said where only its sender sees it", async () => {
  const { bench, mia } = await withForm(
    {
      submit: async () => {
        await new Promise((resolve) => setTimeout(resolve, 700));
        return { type: "done", message: { text: "Sent to help.", private: true } };
      },
    },
    { clock: hurriedClock(8) },
  );

  await mia.submit({ Question: "why?" });
  const said = (): readonly (string | undefined)[] =>
    [...mia.sees(), ...mia.seesPersonal()].map(({ summary }) => summary);
  await until(() => expect(said()).toContain("Sent to help."));

  expect(bench.submissions).toHaveLength(1);
  expect(said().filter((one) => one === "Sent to help.")).toHaveLength(1);
  const jon = bench.teams.as("jon", { channel: "Payments › help" });
  expect(JSON.stringify(jon.sees())).not.toContain("Sent to help.");
});

test("a form that Teams sends again is sent once, and the dialog gets the same answer", async () => {
  const { bench, mia } = await withForm({
    submit: async () => ({ type: "done", message: { text: "Sent to help.", private: true } }),
  });
  await mia.submit({ Question: "why?" });
  const sent = bench.teams.deliveries.findLast(({ activity }) => activity["name"] === "task/submit");
  if (sent === undefined) throw new Error("nothing was sent");

  const again = await bench.teams.deliver(sent.activity);

  expect(again.status).toBe(200);
  expect(again.body).toEqual(sent.body);
  expect(JSON.stringify(again.body)).toContain("Sent to help.");
  expect(bench.submissions).toHaveLength(1);
});
