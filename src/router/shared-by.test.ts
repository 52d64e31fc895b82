import { expect, test } from "vitest";
import type { Message } from "../chat/message.ts";
import { plain } from "../chat/text.ts";
import { heard, routerSubject } from "../testing/router-subject.ts";
import type { Outcome } from "./outcome.ts";

const message: Message = {
  text: "Team Payments owns payments-api",
  card: {
    title: "Team Payments owns payments-api",
    tone: "good",
    blocks: [
      { type: "text", text: "#pay-help" },
      { type: "note", text: "Set in acme/payments" },
    ],
  },
};

function subject(said: Message = message) {
  const { command, say } = routerSubject();
  command({ name: "whoowns", run: async () => ({ status: "answer", data: {}, message: said }) });
  return say;
}

function notes(outcome: Outcome): readonly string[] {
  const blocks = "message" in outcome ? (outcome.message.card?.blocks ?? []) : [];
  return blocks.flatMap((block) => (block.type === "note" ? [plain(block.text)] : []));
}

test("an answer for the channel says in its small line who shows it, as a name and not as a mention", async () => {
  const user = { ...heard.user, profileUrl: "https://chat.test/U1" };

  const outcome = await subject()("whoowns payments-api public", { user });

  expect(outcome).toMatchObject({
    message: {
      private: false,
      text: message.text,
      card: {
        tone: "good",
        blocks: [
          message.card?.blocks[0],
          {
            type: "note",
            text: [{ text: "Set in acme/payments" }, {}, { type: "person", text: "Mia Chen", url: user.profileUrl }],
          },
        ],
      },
    },
  });
  expect(notes(outcome)).toEqual(["Set in acme/payments · shared by Mia Chen"]);
});

test("a small line is added where there is none", async () => {
  const say = subject({ text: "Nothing needs it" });

  const outcome = await say("whoowns payments-api public");

  expect(outcome).toMatchObject({ message: { text: "Nothing needs it", card: { title: "Nothing needs it" } } });
  expect(notes(outcome)).toEqual(["shared by Mia Chen"]);
});

test.each([
  ["for the asker alone", "whoowns payments-api", {}, true],
  ["to a question that all saw", "whoowns payments-api", { isInTheOpen: true }, false],
  ["to a question that all saw, asked for all", "whoowns payments-api public", { isInTheOpen: true }, false],
  ["in a direct conversation", "whoowns payments-api public", { place: "direct" }, false],
  ["for somebody without a name", "whoowns x public", { user: { platform: "t", tenant: "T", id: "U" } }, false],
] as const)("an answer %s has no such line", async (_, text, event, isPrivate) => {
  const outcome = await subject()(text, event);

  expect(outcome).toMatchObject({ status: "answer", message: { private: isPrivate } });
  expect(notes(outcome)).toEqual(["Set in acme/payments"]);
});

test("an answer that its command keeps private stays so", async () => {
  const outcome = await subject({ ...message, private: true })("whoowns payments-api public");

  expect(outcome).toMatchObject({ message: { private: true } });
  expect(notes(outcome)).toEqual(["Set in acme/payments"]);
});

test("a command asked in the open knows that others see its answer; what went wrong is for the asker", async () => {
  const { command, say } = routerSubject();
  const isPrivate: boolean[] = [];
  command({
    name: "whoowns",
    async run(ctx) {
      isPrivate.push(ctx.isPrivate);
      throw new TypeError("bug");
    },
  });

  expect(await say("whoowns x", { isInTheOpen: true })).toMatchObject({ status: "error", message: { private: true } });
  expect(isPrivate).toEqual([false]);
});
