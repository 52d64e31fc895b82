import { expect, test, vi } from "vitest";
import type { TeamsMessage } from "../../playground/teams/world.ts";
import type { ChatSink } from "../../src/chat/adapter.ts";
import type { Action, Message } from "../../src/chat/message.ts";
import { hurriedClock } from "../../src/testing/slack-bench.ts";
import { type TeamsBench, teamsBench } from "../../src/testing/teams-bench.ts";

/** What the bot said, as notifications say it. */
const said = (messages: readonly TeamsMessage[]): readonly string[] =>
  messages.flatMap(({ from, summary }) => (from.startsWith("28:") ? [summary ?? "?"] : []));
const own = (messages: readonly TeamsMessage[]): readonly TeamsMessage[] =>
  messages.filter(({ from }) => from.startsWith("28:"));

async function until(check: () => void): Promise<void> {
  await vi.waitFor(check, { timeout: 8000, interval: 10 });
}

const withButton = (action: Action, title = "choose"): Message => ({
  text: title,
  card: { title, blocks: [{ type: "actions", main: [action], more: [] }] },
});
const form = {
  flow: "ask",
  state: "s1",
  form: {
    title: "Ask the team",
    fields: [{ type: "text" as const, name: "question", label: "Question", maxLength: 500 }],
    submit: "Send",
  },
};

/** Answers what is typed with `first`, and all else privately with “answer”. */
function offering(first: Message): Partial<ChatSink> {
  return {
    async hear(event, responder) {
      if (event.type === "command" && event.text === "offer") return responder.answer(first);
      if (event.type === "open") return responder.open(form);
      await responder.answer({ text: "answer", private: true });
    },
  };
}

const privately: Partial<ChatSink> = {
  hear: (_event, responder) => responder.answer({ text: "answer", private: true }),
};

/** Somebody in the channel help of the team Payments. */
const inHelp = ({ teams }: TeamsBench, name: string) => teams.as(name, { channel: "Payments › help" });

test("in a personal chat a second answer takes the place of the first", async () => {
  const { teams } = await teamsBench({
    sink: {
      async hear(_event, responder) {
        await responder.answer({ text: "Still working", private: true });
        await responder.answer({ text: "done", private: true });
      },
    },
  });
  const mia = teams.as("mia");

  await mia.say("help");

  await until(() => expect(said(mia.seesPersonal())).toEqual(["done"]));
  expect(teams.violations).toEqual([]);
});

test("a mention is answered in its thread, for all to see", async () => {
  const bench = await teamsBench();
  const mia = inHelp(bench, "mia");

  await mia.mention("whoowns x");

  await until(() => expect(said(inHelp(bench, "jon").sees())).toEqual(["answer to whoowns x"]));
  const [question, answer] = mia.sees();
  expect(answer?.thread).toBe(question?.id);
  expect(bench.events[0]).toMatchObject({ place: "channel", isInTheOpen: true, placeName: "Payments › help" });
});

test("a slash command is answered for its asker's eyes alone, and a second answer takes the place of the first", async () => {
  const bench = await teamsBench({
    sink: {
      async hear(_event, responder) {
        await responder.answer({ text: "Still working", private: true });
        await responder.answer({ text: "answer", private: true });
      },
    },
  });
  const mia = inHelp(bench, "mia");

  await mia.slash("whoowns x");

  await until(() => expect(said(mia.sees())).toEqual(["answer"]));
  expect(said(inHelp(bench, "jon").sees())).toEqual([]);
  expect(bench.teams.violations).toEqual([]);
});

/** Says first privately that it takes long, then answers for all who see the question. */
const slowly: Partial<ChatSink> = {
  async hear(_event, responder) {
    await responder.answer({ text: "Still working", private: true, isPassing: true });
    await responder.answer({ text: "answer", private: false });
  },
};

test("an answer for all is seen by all, though its asker alone was told that it takes long", async () => {
  const bench = await teamsBench({ sink: slowly });

  await inHelp(bench, "mia").mention("whoowns x");

  await until(() => expect(said(inHelp(bench, "jon").sees())).toEqual(["answer"]));
});

test("where one person's messages are refused nobody is told that it takes long, least of all that it was answered", async () => {
  const bench = await teamsBench({ world: { targetedMessages: false }, sink: slowly });
  const mia = inHelp(bench, "mia");

  await mia.mention("whoowns x");
  await until(() => expect(said(mia.sees())).toEqual(["answer"]));
  await mia.mention("whoowns y");
  await until(() => expect(said(mia.sees())).toEqual(["answer", "answer"]));

  expect(said(mia.seesPersonal())).toEqual([]);
});

test("why there is no answer is told at once where it was pressed, also when it took two seconds", async () => {
  const choice = withButton({ type: "command", label: "Choose", command: "whoowns x", replaces: true });
  const { teams } = await teamsBench({
    sink: {
      async hear(event, responder) {
        if (event.type === "command" && event.text === "offer") return responder.answer(choice);
        await new Promise((resolve) => setTimeout(resolve, 1900));
        await responder.answer({ text: "That is gone.", private: true });
      },
    },
  });
  const mia = teams.as("mia");
  await mia.say("offer");
  await until(() => expect(own(mia.sees())).toHaveLength(1));

  const { notice } = await mia.press(own(mia.sees())[0] as TeamsMessage, "Choose");

  expect(notice).toBeUndefined();
  expect(JSON.stringify(mia.cardsOf(own(mia.sees())[0] as TeamsMessage))).toContain("That is gone.");
});

test("an answer for its asker alone does not take the place of one that all see", async () => {
  const bench = await teamsBench({
    sink: {
      async hear(_event, responder) {
        await responder.answer({ text: "for all" });
        await responder.answer({ text: "a secret", private: true });
      },
    },
  });
  const mia = inHelp(bench, "mia");

  await mia.mention("whoowns x");

  await until(() => expect(said(mia.sees())).toEqual(["for all", "a secret"]));
  expect(said(inHelp(bench, "jon").sees())).toEqual(["for all"]);
});

test("what is shared is seen by all in the channel", async () => {
  const bench = await teamsBench({
    sink: { hear: (_event, responder) => responder.answer({ text: "answer", private: false }) },
  });

  await inHelp(bench, "mia").slash("whoowns x public");

  await until(() => expect(said(inHelp(bench, "jon").sees())).toEqual(["answer"]));
});

test("where one person's messages are refused the answer is a direct message, the channel is told, and it is not tried again for an hour", async () => {
  let passedMs = 0;
  const clock = hurriedClock(1);
  const bench = await teamsBench({
    world: { targetedMessages: false },
    sink: privately,
    clock: { ...clock, monotonicMs: () => clock.monotonicMs() + passedMs },
  });
  const { teams } = bench;
  const mia = inHelp(bench, "mia");
  const targeted = () =>
    teams.callsOf("sendToConversation").filter((call) => JSON.stringify(call).includes("recipient"));

  await mia.slash("whoowns x");
  await until(() => expect(said(mia.sees())).toEqual(["Answered in your direct messages."]));
  await mia.slash("whoowns y");
  await until(() => expect(said(mia.sees())).toHaveLength(2));
  const tries = targeted().length;
  passedMs = 3_700_000;
  await mia.slash("whoowns z");
  await until(() => expect(said(mia.sees())).toHaveLength(3));

  expect(said(mia.seesPersonal())).toEqual(["answer", "answer", "answer"]);
  expect(tries).toBe(1);
  expect(targeted()).toHaveLength(2);
});

test("a token that was refused once says nothing of one person's messages", async () => {
  const bench = await teamsBench({ sink: privately });
  const mia = inHelp(bench, "mia");
  bench.teams.fail("sendToConversation", { status: 401, times: 2 });
  await mia.slash("whoowns x");
  await until(() => expect(said(mia.seesPersonal())).toEqual(["answer"]));

  await mia.slash("whoowns y");

  await until(() => expect(said(mia.sees())).toEqual(["Answered in your direct messages.", "answer"]));
});

test("who cannot be written to is told in the channel how to change that, and nothing of the answer", async () => {
  const bench = await teamsBench({
    world: { targetedMessages: false },
    sink: {
      async hear(_event, responder) {
        await responder.answer({ text: "Still working", private: true });
        await responder.answer({ text: "a secret", private: true });
      },
    },
  });
  bench.teams.block("mia");
  const mia = inHelp(bench, "mia");

  await mia.slash("whoowns x");

  await until(() => expect(said(mia.sees())).toEqual(["Mia Chen has to add Callboard in Teams"]));
  await bench.stop();
  expect(said(mia.sees())).toHaveLength(1);
  expect(JSON.stringify(bench.teams.messages)).not.toContain("a secret");
});

test("choosing replaces the card for whoever chose and for nobody else", async () => {
  const choice = withButton({ type: "command", label: "Choose", command: "whoowns x", replaces: true });
  const bench = await teamsBench({ sink: offering(choice) });
  const [mia, jon] = [inHelp(bench, "mia"), inHelp(bench, "jon")];
  await mia.mention("offer");
  await until(() => expect(own(mia.sees())).toHaveLength(1));

  const [card] = own(jon.sees()) as [TeamsMessage];
  const { answer, notice } = await jon.press(card, "Choose");

  expect({ status: answer?.status, notice }).toEqual({ status: 200, notice: undefined });
  const [after] = own(jon.sees()) as [TeamsMessage];
  expect(JSON.stringify(jon.cardsOf(after))).toContain('"answer"');
  expect(JSON.stringify(mia.cardsOf(after))).toContain('"choose"');
  expect(bench.teams.violations).toEqual([]);
});

test("an answer to a choice that takes long comes where only its asker sees it; until then a line says so", async () => {
  const choice = withButton({ type: "command", label: "Choose", command: "whoowns x", replaces: true });
  const bench = await teamsBench({
    clock: hurriedClock(4),
    sink: {
      async hear(event, responder) {
        if (event.type === "command" && event.text === "offer") return responder.answer(choice);
        await new Promise((resolve) => setTimeout(resolve, 1300));
        await responder.answer({ text: "answer", private: true });
      },
    },
  });
  const [mia, jon] = [inHelp(bench, "mia"), inHelp(bench, "jon")];
  await mia.mention("offer");
  await until(() => expect(own(mia.sees())).toHaveLength(1));

  const { notice } = await jon.press(own(jon.sees())[0] as TeamsMessage, "Choose");

  expect(notice).toBe("This takes a moment. The answer comes as a message.");
  await until(() => expect(said(jon.sees())).toEqual(["choose", "answer"]));
  expect(said(mia.sees())).toEqual(["choose"]);
});

test("in a personal chat a choice's card is replaced by its late answer", async () => {
  const choice = withButton({ type: "command", label: "Choose", command: "whoowns x", replaces: true });
  const { teams } = await teamsBench({
    clock: hurriedClock(4),
    sink: {
      async hear(event, responder) {
        if (event.type === "command" && event.text === "offer") return responder.answer(choice);
        await new Promise((resolve) => setTimeout(resolve, 1300));
        await responder.answer({ text: "answer", private: true });
      },
    },
  });
  const mia = teams.as("mia");
  await mia.say("offer");
  await until(() => expect(own(mia.sees())).toHaveLength(1));

  await mia.press(own(mia.sees())[0] as TeamsMessage, "Choose");

  await until(() => expect(said(mia.sees())).toEqual(["answer"]));
});

test("of a line that it takes long and an answer in time the answer alone is in the card", async () => {
  const choice = withButton({ type: "command", label: "Choose", command: "whoowns x", replaces: true });
  const answer: Message = { text: "answer", card: { title: "answer", blocks: [] }, private: true };
  const { teams } = await teamsBench({
    sink: {
      async hear(event, responder) {
        if (event.type === "command" && event.text === "offer") return responder.answer(choice);
        await new Promise((resolve) => setTimeout(resolve, 2000));
        const soothing = responder.answer({ text: "Still working", private: true, isPassing: true });
        await new Promise((resolve) => setTimeout(resolve, 100));
        await Promise.all([soothing, responder.answer(answer)]);
      },
    },
  });
  const mia = teams.as("mia");
  await mia.say("offer");
  await until(() => expect(own(mia.sees())).toHaveLength(1));

  await mia.press(own(mia.sees())[0] as TeamsMessage, "Choose");

  expect(JSON.stringify(mia.cardsOf(own(mia.sees())[0] as TeamsMessage))).toContain('"answer"');
  expect(own(mia.sees())).toHaveLength(1);
});

test("a button opens its form at once; what is typed cannot, and the answer has the button", async () => {
  const launch = withButton({ type: "form", label: "Ask", flow: "ask", state: "s1" }, "Ask Team Payments");
  const bench = await teamsBench({
    sink: {
      async hear(event, responder) {
        await responder.open(form).catch(async (error: unknown) => {
          expect(error).toMatchObject({ code: "unsupported" });
          expect(event.canOpenForm).toBeUndefined();
          await responder.answer(launch);
        });
      },
      submit: async () => ({ type: "done", message: { text: "Sent to help.", private: true } }),
    },
  });
  const mia = inHelp(bench, "mia");
  await mia.slash("ask payments");
  await until(() => expect(said(mia.sees())).toEqual(["Ask Team Payments"]));

  await mia.press(own(mia.sees())[0] as TeamsMessage, "Ask");
  const title = mia.dialog()?.title;
  await mia.submit({ Question: "May we?" });

  expect(title).toBe("Ask the team");
  expect(bench.submissions).toMatchObject([{ flow: "ask", state: "s1", values: { question: "May we?" } }]);
  expect(JSON.stringify(mia.dialog()?.card)).toContain("Sent to help.");
  expect(said(mia.sees())).toEqual(["Ask Team Payments"]);
  expect(bench.teams.violations).toEqual([]);
});

test("a form that is opened too late is not opened, and the answer is a direct message", async () => {
  const launch = withButton({ type: "form", label: "Ask", flow: "ask", state: "s1" });
  const bench = await teamsBench({
    clock: hurriedClock(4),
    sink: {
      async hear(event, responder) {
        if (event.type !== "open") return responder.answer(launch);
        await new Promise((resolve) => setTimeout(resolve, 1300));
        const opened = responder.open(form);
        await expect(opened).rejects.toMatchObject({ code: "expired" });
        await responder.answer({ text: "answer", private: true });
      },
    },
  });
  const mia = inHelp(bench, "mia");
  await mia.slash("ask payments");
  await until(() => expect(own(mia.sees())).toHaveLength(1));

  await mia.press(own(mia.sees())[0] as TeamsMessage, "Ask");

  await until(() => expect(said(mia.seesPersonal())).toEqual(["answer"]));
  expect(said(mia.sees())).toEqual(["choose"]);
});

test("a button under an answer in a channel answers its presser alone", async () => {
  const bench = await teamsBench({
    sink: offering(withButton({ type: "command", label: "Details", command: "show x" })),
  });
  const [mia, jon] = [inHelp(bench, "mia"), inHelp(bench, "jon")];
  await mia.mention("offer");
  await until(() => expect(own(jon.sees())).toHaveLength(1));

  await jon.press(own(jon.sees())[0] as TeamsMessage, "Details");

  await until(() => expect(said(jon.sees())).toEqual(["choose", "answer"]));
  expect(said(mia.sees())).toEqual(["choose"]);
});

test("an entry of a message's menu opens a dialog, also where the bot is not", async () => {
  const bench = await teamsBench({
    world: { groupChats: [{ name: "Elsewhere", members: ["mia", "jon"], withoutApp: true }] },
    sink: { hear: (_event, responder) => responder.answer({ text: "answer", private: true }) },
  });
  const { teams } = bench;
  await teams.as("mia").say("help");
  await until(() => expect(said(teams.as("mia").sees())).toEqual(["answer"]));
  const mia = teams.as("mia", { channel: "Elsewhere" });
  await teams.as("jon", { channel: "Elsewhere" }).say("who owns payments-api?");

  await mia.messageAction("whoowns", mia.sees()[0] as TeamsMessage);

  expect(JSON.stringify(mia.dialog()?.card)).toContain("answer");
  expect(bench.events[1]).toMatchObject({ type: "shortcut", shortcut: "whoowns", user: { email: "mia@acme.example" } });
});

test("whoever installs the app is welcomed once, where it was installed", async () => {
  const bench = await teamsBench({ world: { teams: [{ name: "Checkout", withoutApp: true }] } });

  await bench.teams.install("Checkout", "mia");

  const general = bench.teams.as("jon", { channel: "Checkout › General" });
  await until(() => expect(said(general.sees())).toEqual(["answer to help"]));
  expect(bench.events).toHaveLength(1);
});
