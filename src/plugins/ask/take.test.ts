import { afterAll, describe, expect, test } from "vitest";
import type { ChatAdapter } from "../../chat/adapter.ts";
import { BotError } from "../../errors.ts";
import { createParser } from "../../sync/parse/parser.ts";
import {
  type AskStage,
  actions,
  asked,
  askStage,
  audited,
  inChannel,
  inPublic,
  jonas,
  knownJonas,
  last,
  lena,
  mia,
  question,
  words,
} from "../../testing/ask-stage.ts";
import { type FakeChatAdapter, fakeAddress } from "../../testing/fake-chat-adapter.ts";
import { questionMessage } from "./question.ts";
import { createQuestionLog } from "./question-log.ts";

const parser = createParser();

afterAll(() => parser.close());

function stage(differs?: (chat: FakeChatAdapter) => Partial<ChatAdapter>): Promise<AskStage> {
  return askStage(parser, differs);
}

describe("[I'll take it]", () => {
  test("says in the message who has the question, and tells the asker", async () => {
    const at = await stage();
    await asked(at);

    await at.take(mia);

    const [posted, told] = at.chat.shown;
    expect(words(posted?.message).slice(2)).toEqual([
      "From #checkout-dev",
      "[Open the thread]",
      expect.stringMatching(/^Taken by Mia Chen, \d\d:\d\d$/),
    ]);
    expect(posted?.updates).toBe(1);
    expect(told?.ref.channel).toBe("U-lena");
    expect(words(told?.message)).toEqual(["Mia Chen takes your question about payments-api.", "[Open]"]);
    expect(actions(told?.message)).toEqual([{ type: "link", label: "Open", url: "https://fake.test/pay-help/1" }]);
    expect(at.chat.shown).toHaveLength(2);
  });

  test("goes to the asker's own conversation where their e-mail address is known", async () => {
    const at = await stage();
    await asked(at, undefined, { ...inPublic, user: { ...lena, email: "jonas@acme.example" } });

    await at.take(mia);

    expect(at.chat.shown[1]?.ref.channel).toBe("D-jonas@acme.example");
  });

  test("goes to the asker's id where their e-mail address cannot be looked up", async () => {
    const at = await stage((chat) => ({
      find: async (what) => {
        if ("channel" in what) return chat.find(what);
        throw new BotError("not_allowed", "The app lacks a permission.");
      },
    }));
    await asked(at, undefined, { ...inPublic, user: { ...lena, email: "jonas@acme.example" } });

    await at.take(mia);

    expect(at.chat.shown[1]?.ref.channel).toBe("U-lena");
  });

  test("is for the first: a second is told who has it", async () => {
    const at = await stage();
    await asked(at);
    const [{ ref, message } = { ref: fakeAddress, message: { text: "" } }] = at.chat.shown;
    const press = actions(message).find((action) => action.type === "press");
    const pressed = { type: "press", press: "take", value: press?.type === "press" ? press.value : "" } as const;

    await at.take(mia);
    await at.chat.happen({ ...pressed, user: knownJonas, address: { ...ref, channel: "C1" }, place: "channel" });

    expect(last(at)[0]).toMatch(/^Mia Chen took this question at \d\d:\d\d\.$/);
    expect(at.chat.shown[0]?.updates).toBe(1);
  });

  test("pressed by many at once is one person's", async () => {
    const at = await stage();
    await asked(at);

    await Promise.all([mia, knownJonas, { ...knownJonas, id: "U-3" }, { ...mia, id: "U-4" }].map((by) => at.take(by)));

    const told = at.chat.shown.filter(({ message }) => words(message)[0]?.includes("takes your question"));
    expect(told).toHaveLength(1);
  });

  test("is for others than whoever asked, who is told so", async () => {
    const at = await stage();
    await asked(at, undefined, { ...inPublic, user: mia });

    await at.take(mia);

    expect(last(at)).toEqual(["It is your own question."]);
    expect(at.chat.shown[0]?.updates).toBe(0);
    await at.take(knownJonas);
    expect(words(at.chat.shown[0]?.message).at(-1)).toMatch(/^Taken by Jonas Weber/);
  });

  test("tells whoever asked who has it, once somebody does", async () => {
    const at = await stage();
    await asked(at, undefined, { ...inPublic, user: mia });
    const [{ ref, message } = { ref: fakeAddress, message: { text: "" } }] = at.chat.shown;
    const press = actions(message).find((action) => action.type === "press");
    const pressed = { type: "press", press: "take", value: press?.type === "press" ? press.value : "" } as const;

    await at.take(knownJonas);
    await at.chat.happen({ ...pressed, user: mia, address: { ...ref, channel: "C1" }, place: "channel" });

    expect(last(at)[0]).toMatch(/^Jonas Weber took this question at/);
  });

  test("counts also when the asker cannot be told", async () => {
    const at = await stage();
    await asked(at, undefined, { ...inPublic, user: { ...lena, id: "U-unreachable" } });

    await at.take(mia);

    expect(at.chat.shown).toHaveLength(1);
    expect(words(at.chat.shown[0]?.message).at(-1)).toMatch(/^Taken by Mia Chen/);
  });

  test("is for people of the catalog: somebody unknown may ask, and is told how to be known", async () => {
    const at = await stage();
    await asked(at);

    await at.take(jonas);

    expect(last(at)).toEqual(["Your account matches nobody in the catalog. Ask in #pay-help to be added."]);
    expect(at.chat.shown[0]?.updates).toBe(0);
    expect(await audited(at)).toMatchObject([
      { who: "fake:T1/U-jonas", result: "refused", reason: "not in the catalog" },
      { result: "done" },
    ]);
    await at.take(mia);
    expect(words(at.chat.shown[0]?.message).at(-1)).toMatch(/^Taken by Mia Chen/);
  });

  test("counts in both messages where the first run ended before it knew of its own, and the repeat still says so", async () => {
    const at = await stage();
    const { platform, tenant, id } = lena;
    const asker = { platform, tenant, id, name: "Lena" };
    const thing = "component:default/payments-api";
    const askedAt = at.bot.clock.now().toISOString();
    const kept = { asker, thing, thingName: "payments-api", text: question, askedAt };
    const opening = await createQuestionLog(at.bot).open(kept);
    if (opening.type !== "send") throw new Error("it was asked before");
    await at.chat.send({ platform, tenant, channel: "pay-help" }, questionMessage(opening.id, kept));
    await asked(at);

    await at.take(mia);

    const [first, second] = at.chat.shown.map(({ message }) => words(message).join("; "));
    expect(first).toContain("Taken by Mia Chen");
    expect(second).toMatch(/Taken by Mia Chen.*Possible repeat/);
  });

  test("stands in the pressed message where the platform did not say how it calls what was sent", async () => {
    const at = await stage((chat) => ({
      send: async (to, message) => ({ ...(await chat.send(to, message)), id: "" }),
    }));
    await asked(at);

    await at.take(mia);

    expect(words(at.chat.shown[0]?.message)).toContainEqual(expect.stringMatching(/^Taken by Mia Chen, /));
  });

  test("counts also when its message is gone, and says so to whoever pressed", async () => {
    const at = await stage(() => ({
      update: async () => {
        throw new BotError("not_found", "The message was deleted.");
      },
    }));
    await asked(at);

    await at.take(mia);

    expect(last(at)).toEqual(["You take the question about payments-api."]);
  });

  test("works as long as the question is kept: 30 days", async () => {
    const at = await stage();
    await asked(at);
    const day = 24 * 3_600_000;

    at.bot.clock.stepWall(31 * day);
    await at.take(mia);
    expect(last(at)).toEqual(["This question is older than 30 days. Ask its asker whether it still stands."]);
    expect((await at.bot.store.list("ask/question/")).length).toBe(1);

    await asked(at);
    expect((await at.bot.store.list("ask/question/")).length).toBe(1);
    expect((await at.bot.store.list("ask/last/")).length).toBe(1);
  });

  test.each(["", "x", "__proto__", "000000000-0000000000000000", "../audit/1"])(
    "refuses the unknown value %j",
    async (value) => {
      const at = await stage();

      await at.chat.happen({ type: "press", press: "take", value, ...inChannel, user: mia });

      expect(last(at)[0]).toMatch(/^This question is older than 30 days/);
    },
  );
});
