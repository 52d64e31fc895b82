import { afterAll, describe, expect, test } from "vitest";
import type { Message } from "../../chat/message.ts";
import { BotError } from "../../errors.ts";
import { createParser } from "../../sync/parse/parser.ts";
import {
  type AskStage,
  asked,
  askStage,
  audited,
  inPublic,
  last,
  mia,
  question,
  words,
} from "../../testing/ask-stage.ts";

const parser = createParser();

afterAll(() => parser.close());

/** A platform that takes the first messages to the team and then hangs up before it says so. */
function hangingUp(times = 1): Promise<AskStage> {
  let left = times;
  return askStage(parser, (chat) => ({
    send: async (to, message) => {
      const ref = await chat.send(to, message);
      if (to.channel !== "pay-help" || left === 0) return ref;
      left -= 1;
      throw new BotError("unavailable", "Slack does not answer. Try again in a minute.");
    },
  }));
}

const told = (result: Awaited<ReturnType<typeof asked>>): Message | undefined =>
  result.type === "errors" ? result.message : undefined;

describe("a question of which nobody knows whether it was sent", () => {
  test("is said to be in doubt, where to look and what to do, and its text stays", async () => {
    const at = await hangingUp();

    const result = await asked(at);

    expect(result).toMatchObject({
      type: "errors",
      errors: {
        question: "It may have been sent to #pay-help. Look there; sent again, it is marked as a possible repeat.",
      },
    });
    expect(words(told(result))).toEqual([
      "It may have been sent to #pay-help.",
      "Look there. Asked again in the same words, it is marked as a possible repeat.",
      `> ${question}`,
    ]);
    expect(await audited(at)).toMatchObject([
      { result: "failed", reason: "In doubt: Slack does not answer. Try again in a minute." },
    ]);
  });

  test("can be taken, and then its asker hears of it", async () => {
    const at = await hangingUp();
    await asked(at);

    await at.take(mia);

    expect(words(at.chat.shown[0]?.message).at(-1)).toMatch(/^Taken by Mia Chen/);
    expect(words(at.chat.shown[1]?.message)).toEqual(["Mia Chen takes your question about payments-api.", "[Open]"]);
  });

  test("is the same one when it is asked again in the same words, and says that it may be a repeat", async () => {
    const at = await hangingUp();
    await asked(at);
    await at.ask("component:default/payments-api");

    // Copied from a message it has invisible characters and other spaces.
    const again = await at.chat.submit({ question: `  ${question.replace(" ", "\u200b \u00a0")}\n` }, inPublic);

    expect(again).toMatchObject({ type: "done", message: { text: "Sent to #pay-help." } });
    expect(last(at)?.at(-1)).toBe("Possible repeat");
    expect(await at.bot.store.list("ask/question/")).toHaveLength(1);
  });

  test("is taken in every copy that somebody presses, by the first of them", async () => {
    const at = await hangingUp(2);
    await asked(at);
    await asked(at);
    await asked(at);

    await at.take(mia, 1);
    await at.take({ ...mia, id: "U-jonas", displayName: "Jonas Weber", email: "jonas@acme.example" }, 0);

    const copies = at.chat.shown.filter(({ ref }) => ref.channel === "pay-help");
    expect(copies.map(({ message }) => words(message).some((line) => line.startsWith("Taken by Mia Chen")))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(last(at)[0]).toMatch(/^Mia Chen took this question at/);
  });

  test("and that was taken since is not sent again", async () => {
    const at = await hangingUp();
    await asked(at);
    await at.take(mia);
    const before = at.chat.shown.length;

    expect(await asked(at)).toMatchObject({ type: "done", message: { text: "Sent to #pay-help." } });
    expect(at.chat.shown).toHaveLength(before);
  });
});
