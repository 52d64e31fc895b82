import { afterAll, describe, expect, test } from "vitest";
import type { ChatAdapter } from "../../chat/adapter.ts";
import type { ChatUser } from "../../chat/event.ts";
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
  last,
  lena,
  mia,
  question,
  words,
} from "../../testing/ask-stage.ts";
import type { FakeChatAdapter } from "../../testing/fake-chat-adapter.ts";
import { createQuestionLog } from "./question-log.ts";

const parser = createParser();

afterAll(() => parser.close());

function stage(differs?: (chat: FakeChatAdapter) => Partial<ChatAdapter>): Promise<AskStage> {
  return askStage(parser, differs);
}

describe("asking a team", () => {
  test("is a form that says where the question goes", async () => {
    const at = await stage();

    await at.ask("component:default/payments-api");

    expect(at.chat.opened).toEqual([
      {
        flow: "ask",
        state: "component:default/payments-api",
        form: {
          title: "Ask Team Payments",
          fields: [
            {
              type: "text",
              name: "question",
              label: "Question",
              hint: "About payments-api",
              isLong: true,
              maxLength: 2000,
            },
          ],
          note: "Goes to #pay-help with your name.",
          submit: "Send",
        },
      },
    ]);
  });

  test("posts the question in the team's channel and says so", async () => {
    const at = await stage();

    const result = await asked(at);

    expect(at.chat.shown.map(({ ref }) => ref.channel)).toEqual(["pay-help"]);
    expect(last(at)).toEqual([
      "Question about payments-api from Lena Fischer",
      `> ${question}`,
      "From #checkout-dev",
      "[I'll take it] [Open the thread]",
    ]);
    expect(at.chat.shown[0]?.message.card?.title).toContainEqual({
      type: "person",
      text: "Lena Fischer",
      url: "https://fake.test/lena",
    });
    expect(result).toMatchObject({ type: "done", message: { text: "Sent to #pay-help." } });
    expect(result.type === "done" && actions(result.message)).toEqual([
      { type: "link", label: "Open", url: "https://fake.test/pay-help/1" },
    ]);
  });

  test("prefers the channel of the thing itself", async () => {
    const at = await stage();

    await asked(at, "component:default/tax-api");

    expect(at.chat.shown[0]?.ref.channel).toBe("tax");
  });

  test("says nothing of a place that is not public", async () => {
    const at = await stage();

    await asked(at, undefined, { ...inChannel, placeUrl: "https://fake.test/secret" });

    expect(JSON.stringify(at.chat.shown)).not.toContain("secret");
    expect(last(at)).toEqual(["Question about payments-api from Lena Fischer", `> ${question}`, "[I'll take it]"]);
  });

  test("keeps line 1 within 60 characters, whatever the names are", async () => {
    const at = await stage();
    const long = { ...lena, displayName: "Maximiliane Wolfeschlegelsteinhausen" };

    await asked(at, "component:default/payments-api", { ...inChannel, user: long });

    expect([...(last(at)[0] ?? "")].length).toBeLessThanOrEqual(60);
    await at.take({ ...mia, displayName: "Maximiliane Wolfeschlegelsteinhausen" });
    at.bot.clock.stepWall(3_600_000);
    await asked(at, "component:default/a-service-with-a-name-that-takes-a-whole-line-of-its-own");
    await at.take({ ...mia, displayName: "Maximiliane Wolfeschlegelsteinhausen" }, at.chat.shown.length - 1);
    for (const { message } of at.chat.shown) expect([...(words(message)[0] ?? "")].length).toBeLessThanOrEqual(60);
    expect(last(at)[0]).toMatch(/^Maximiliane Wolfesc… takes your question about a-serv.*\.$/);
  });

  test.each([
    ["nothing", "", "Write your question."],
    ["spaces", " \n\t ", "Write your question."],
    ["too much", "x".repeat(2001), "A question has 2,000 characters at most. Shorten it."],
  ])("with %s is told at the field, and posts nothing", async (_, typed, message) => {
    const at = await stage();
    await at.ask("component:default/payments-api");

    expect(await at.chat.submit({ question: typed }, inChannel)).toMatchObject({
      type: "errors",
      errors: { question: message },
    });
    expect(at.chat.shown).toEqual([]);
  });

  test("once more in a minute about one thing is refused, whatever the wall clock does", async () => {
    const at = await stage();
    const tooSoon = { type: "errors", errors: { question: expect.stringContaining("Wait a minute.") } };
    const ask = async (text: string, thing = "payments-api", by: ChatUser = lena) => {
      await at.ask(`component:default/${thing}`);
      return at.chat.submit({ question: text }, { ...inPublic, user: by });
    };

    expect(await ask("one")).toMatchObject({ type: "done" });
    expect(await ask("two")).toMatchObject(tooSoon);
    expect(await ask("two", "tax-api")).toMatchObject({ type: "done" });
    expect(await ask("two", undefined, jonas)).toMatchObject({ type: "done" });
    at.bot.clock.stepWall(-30_000);
    expect(await ask("two")).toMatchObject(tooSoon);
    at.bot.clock.stepWall(-3_600_000);
    expect(await ask("two")).toMatchObject({ type: "done" });
    await at.bot.clock.advance(60_000);
    expect(await ask("three")).toMatchObject({ type: "done" });
    expect(at.chat.shown).toHaveLength(5);
  });

  test("in the same words once more is the same question, for ten minutes", async () => {
    const at = await stage();

    const first = await asked(at);
    await at.bot.clock.advance(599_000);

    expect(await asked(at)).toEqual(first);
    expect(at.chat.shown).toHaveLength(1);
    await at.bot.clock.advance(1_000);
    expect(await asked(at)).toMatchObject({ type: "done" });
    expect(at.chat.shown).toHaveLength(2);
  });

  test("sent three times at once posts one question", async () => {
    const at = await stage();
    await at.ask("component:default/payments-api");

    const results = await Promise.all([1, 2, 3].map(() => at.chat.submit({ question }, inChannel)));

    expect(results.map(({ type }) => type)).toContain("done");
    expect(at.chat.shown).toHaveLength(1);
  });

  test("that a run kept and did not send before it ended is sent by the next", async () => {
    const { store, clock } = (await stage()).bot;
    const asker = { platform: "fake", tenant: "T1", id: "U-lena", name: "Lena" };
    const kept = { asker, thing: "component:default/a", thingName: "a", text: "?", askedAt: clock.now().toISOString() };

    const opening = await createQuestionLog({ store, clock }).open(kept);
    const next = createQuestionLog({ store, clock });

    expect(opening.type).toBe("send");
    expect(await next.open(kept)).toEqual({ ...opening, isRepeat: true });
    expect(await next.open(kept)).toEqual({ type: "soon" });
  });

  test("that a run may have sent before it ended says so when it is sent by the next", async () => {
    const at = await stage();
    const { platform, tenant, id } = lena;
    const asker = { platform, tenant, id, name: "Lena" };
    const thing = "component:default/payments-api";
    const askedAt = at.bot.clock.now().toISOString();
    await createQuestionLog(at.bot).open({ asker, thing, thingName: "payments-api", text: question, askedAt });

    await asked(at);

    expect(last(at)?.at(-1)).toContain("Possible repeat");
  });

  test("that is refused says why, keeps the text in the form and nothing in the store", async () => {
    const at = await stage(() => ({
      send: async () => {
        throw new BotError("not_allowed", "The bot is not in that channel.");
      },
    }));
    const before = await at.bot.store.list("ask/");

    expect(await asked(at)).toMatchObject({
      type: "errors",
      errors: { question: "Not sent: The bot is not in that channel." },
    });
    expect(before).toEqual([]);
    expect(await at.bot.store.list("ask/")).toEqual([]);
    expect(await audited(at)).toMatchObject([{ what: "ask component:default/payments-api", result: "failed" }]);
  });

  test("that cannot be kept says why, and the text stays", async () => {
    const at = await stage();
    await at.ask("component:default/payments-api");
    at.bot.store.commit = async () => {
      throw new BotError("unavailable", "The disk is full, so nothing is saved.");
    };

    const result = await at.chat.submit({ question }, inPublic);

    expect(result).toMatchObject({ type: "errors", errors: { question: "The disk is full, so nothing is saved." } });
    expect(words(result.type === "errors" ? result.message : undefined)).toContain(`> ${question}`);
  });

  test("is written in the audit log, and so is who takes the question", async () => {
    const at = await stage();
    await asked(at);
    await at.take(mia);

    expect(await audited(at)).toMatchObject([
      {
        who: "fake:T1/U-mia",
        user: "user:default/mia",
        what: "take the question about component:default/payments-api",
      },
      { who: "fake:T1/U-lena", what: "ask component:default/payments-api", where: "fake:T1/C1", result: "done" },
    ]);
  });
});

describe("where a team has no channel", () => {
  test("two of its people are offered instead, and one is asked directly", async () => {
    const at = await stage();

    await at.ask("component:default/ios-app");
    const [title, ...lines] = last(at);
    const [first] = actions(at.chat.shown[0]?.message);

    expect(at.chat.opened).toEqual([]);
    expect(title).toBe("Team Mobile has no channel");
    expect(lines).toContain("[Ask Mia Chen] [Ask Jonas Weber]");
    expect(first).toEqual({
      type: "form",
      label: "Ask Mia Chen",
      flow: "ask",
      state: "component:default/ios-app user:default/mia",
    });
    const result = await asked(at, "component:default/ios-app user:default/mia");
    expect(at.chat.opened[0]?.form).toMatchObject({ title: "Ask Mia Chen", note: "Goes to Mia Chen with your name." });
    expect(result).toMatchObject({ message: { text: "Sent to Mia Chen." } });
    expect(at.chat.shown.at(-1)?.ref.channel).toBe("D-mia@acme.example");
    expect(last(at)).toContain("[I'll take it] [Open the thread]");
  });

  test("whoever asks is not offered to themself", async () => {
    const at = await stage();

    await at.ask("component:default/ios-app", { user: mia as typeof lena });

    expect(last(at)).toContain("[Ask Jonas Weber]");
  });

  test("and the platform knows none of its people, it says what to do", async () => {
    const at = await stage(() => ({ find: async () => undefined }));

    await at.ask("component:default/ios-app");

    expect(last(at)).toEqual([
      "Team Mobile has no channel",
      "Its people are not found here: Mia Chen, Jonas Weber + 1",
      "To have a channel, set slack.com/bot-notify on the team.",
    ]);
  });

  test("or names one that does not exist, that is said", async () => {
    const at = await stage();

    await at.ask("component:default/haunted");

    expect(last(at)).toEqual([
      "ghosts cannot be asked in #long-gone",
      "There is no such channel here.",
      "To mend it, correct slack.com/bot-notify in the catalog.",
    ]);
  });

  test("or names one that cannot be told apart from another, that is said", async () => {
    const at = await stage((chat) => ({
      find: async (what) => {
        if ("person" in what) return chat.find(what);
        throw new BotError("conflict", "Two channels are called #pay-help. Name one by its id.");
      },
    }));

    await at.ask("component:default/payments-api");

    expect(last(at)).toContain("Two channels are called #pay-help. Name one by its id.");
    expect(last(at)).toContain("[Ask Mia Chen] [Ask Jonas Weber]");
  });

  test("the form opens all the same while the platform is too slow to say", async () => {
    const at = await stage(() => ({ find: () => new Promise(() => {}) }));

    const asking = at.ask("component:default/payments-api");
    await at.bot.clock.advance(1_000);
    await asking;

    expect(at.chat.opened[0]?.form.note).toBe("Goes to #pay-help with your name.");
  });

  test("and a person owns the thing, the person is asked", async () => {
    const at = await stage();

    await asked(at, "component:default/notes");

    expect(at.chat.opened[0]?.form.title).toBe("Ask Mia Chen");
    expect(at.chat.shown[0]?.ref.channel).toBe("D-mia@acme.example");
  });
});

describe("a button", () => {
  test("asks the team that is guessed in its own channel", async () => {
    const at = await stage();

    await asked(at, "component:default/lost group:default/payments");

    expect(at.chat.opened[0]?.form.title).toBe("Ask Team Payments");
    expect(at.chat.shown[0]?.ref.channel).toBe("pay-help");
    expect(last(at)[0]).toBe("Question about lost from Lena Fischer");
  });

  test.each([
    "",
    "payments-api",
    "component:default/payments-api component:default/tax-api",
    "a:b/c user:d/e f:g/h",
    `component:default/${"x".repeat(300)}`,
    "__proto__",
  ])("with the state %j is refused as too old", async (state) => {
    const at = await stage();

    await at.ask(state);

    expect(last(at)).toEqual(["This button is too old to work. Ask whoowns again."]);
  });

  test.each([
    ["component:default/gone", "gone is no longer in the catalog. Look for it with find gone."],
    ["component:default/lost", "lost has another owner now, or none. See whoowns lost."],
    ["component:default/lost group:default/gone", "lost has another owner now, or none. See whoowns lost."],
  ])("for %s says what changed", async (state, message) => {
    const at = await stage();

    await at.ask(state);

    expect(last(at)).toEqual([message]);
  });
});
