import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import type { AuditRecord } from "../../audit.ts";
import type { ChatAdapter } from "../../chat/adapter.ts";
import type { ChatUser, FormSubmission } from "../../chat/event.ts";
import type { Action, Message } from "../../chat/message.ts";
import { plain } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { component, descriptor, documents, group, user } from "../../testing/descriptor.ts";
import { createFakeChatAdapter, type FakeChatAdapter, fakeAddress, fakeUser } from "../../testing/fake-chat-adapter.ts";
import { createMemorySource } from "../../testing/memory-source.ts";
import { createTestBot, type TestBot } from "../../testing/test-bot.ts";
import { createQuestionLog } from "./question-log.ts";

const parser = createParser();

afterAll(() => parser.close());

const person = (name: string, displayName: string) =>
  user(name, { spec: { profile: { displayName, email: `${name}@acme.example` }, memberOf: ["payments"] } });

const catalog = documents(
  group("payments", {
    title: "Team Payments",
    annotations: { "slack.com/bot-notify": "pay-help" },
    spec: { members: ["mia", "jonas"] },
  }),
  group("mobile", { title: "Team Mobile", spec: { members: ["mia", "jonas", "ana"] } }),
  group("ghosts", { annotations: { "slack.com/bot-notify": "long-gone" } }),
  person("mia", "Mia Chen"),
  person("jonas", "Jonas Weber"),
  user("ana", { spec: { profile: { displayName: "Ana Silva" } } }),
  component("payments-api", { spec: { owner: "payments" } }),
  component("tax-api", { annotations: { "slack.com/bot-notify": "#tax" }, spec: { owner: "payments" } }),
  component("ios-app", { spec: { owner: "mobile" } }),
  component("haunted", { spec: { owner: "ghosts" } }),
  component("notes", { spec: { owner: "user:mia" } }),
  component("lost", { spec: { owner: "payment" } }),
  component("a-service-with-a-name-that-takes-a-whole-line-of-its-own", { spec: { owner: "payments" } }),
  descriptor("System", "money", { spec: { owner: "payments" } }),
);

const lena: ChatUser = { ...fakeUser, id: "U-lena", displayName: "Lena Fischer", profileUrl: "https://fake.test/lena" };
const mia: ChatUser = { ...fakeUser, id: "U-mia", displayName: "Mia Chen", email: "mia@acme.example" };
const jonas: ChatUser = { ...fakeUser, id: "U-jonas", displayName: "Jonas Weber" };
const inChannel = { user: lena, address: { ...fakeAddress, channel: "C1" }, place: "channel" } as const;
const inPublic = { ...inChannel, placeName: "#checkout-dev", placeUrl: "https://fake.test/C1/7" } as const;
const question = "Can amounts be sent in minor units?";

interface Stage {
  readonly bot: TestBot;
  readonly chat: FakeChatAdapter;
  /** Presses [Ask …] for a thing. */
  ask(state: string, by?: Partial<typeof inChannel>): Promise<void>;
  /** Presses [I'll take it] in the message that is shown at this place. */
  take(by: ChatUser, shownAt?: number): Promise<void>;
}

/** @param differs what the platform does otherwise than the fake one */
async function stage(differs: (chat: FakeChatAdapter) => Partial<ChatAdapter> = () => ({})): Promise<Stage> {
  const source = createMemorySource("org");
  source.tree("acme/catalog", { files: { "all.yaml": catalog } });
  const chat = createFakeChatAdapter(["C1", "pay-help", "tax", "U-lena", "U-mia"]);
  chat.know("mia@acme.example", "Mia Chen");
  chat.know("jonas@acme.example", "Jonas Weber");
  const bot = createTestBot([source], {
    parser,
    adapters: [{ ...chat, ...differs(chat) }],
    admins: ["group:default/payments"],
  });
  onTestFinished(() => bot.app.stop());
  await bot.sync();
  await bot.app.start();
  return {
    bot,
    chat,
    ask: (state, by = inChannel) => chat.happen({ type: "open", flow: "ask", state, ...inChannel, ...by }),
    async take(by, shownAt = 0) {
      const shown = chat.shown[shownAt];
      const press = actions(shown?.message).find((action) => action.type === "press");
      if (shown === undefined || press === undefined) throw new Error("no question is shown there");
      const { type: _, label: __, ...what } = press;
      await chat.happen({ type: "press", ...what, message: shown.ref, user: by, address: shown.ref, place: "channel" });
    },
  };
}

function actions(message: Message | undefined): readonly Action[] {
  const blocks = message?.card?.blocks ?? [];
  return blocks.flatMap((block) => (block.type === "actions" ? [...block.main, ...block.more] : []));
}

/** A message in words: its first line, then its blocks. */
function words(message: Message | undefined): readonly string[] {
  if (message === undefined) return [];
  const blocks = message.card?.blocks ?? [];
  return [
    plain(message.card?.title ?? message.text),
    ...blocks.flatMap((block) => {
      if (block.type === "actions") return [[...block.main, ...block.more].map(({ label }) => `[${label}]`).join(" ")];
      return "text" in block ? [`${block.type === "quote" ? "> " : ""}${plain(block.text)}`] : [];
    }),
  ];
}

/** What was shown last, in words. */
const last = ({ chat }: Stage) => words(chat.shown.at(-1)?.message);

/** What the audit log has, the newest first, but that it was looked at. */
async function audited({ bot }: Stage): Promise<readonly AuditRecord[]> {
  const outcome = await bot.ask("audit");
  const { items } = "data" in outcome ? (outcome.data as { items: AuditRecord[] }) : { items: [] };
  return items.filter(({ what }) => what !== "audit");
}

async function asked(
  at: Stage,
  state = "component:default/payments-api",
  by: Partial<FormSubmission> = inPublic,
): ReturnType<FakeChatAdapter["submit"]> {
  await at.ask(state);
  return at.chat.submit({ question }, by);
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

    expect(await at.chat.submit({ question: typed }, inChannel)).toEqual({
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
    expect(await ask("two")).toEqual(tooSoon);
    expect(await ask("two", "tax-api")).toMatchObject({ type: "done" });
    expect(await ask("two", undefined, jonas)).toMatchObject({ type: "done" });
    at.bot.clock.stepWall(-30_000);
    expect(await ask("two")).toEqual(tooSoon);
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
    expect(await next.open(kept)).toEqual(opening);
    expect(await next.open(kept)).toEqual({ type: "soon" });
  });

  test("that is not sent says why, keeps the text in the form and nothing in the store", async () => {
    const at = await stage(() => ({
      send: async () => {
        throw new BotError("unavailable", "Slack does not answer. Try again in a minute.");
      },
    }));
    const before = await at.bot.store.list("ask/");

    expect(await asked(at)).toEqual({
      type: "errors",
      errors: { question: "Not sent: Slack does not answer. Try again in a minute." },
    });
    expect(before).toEqual([]);
    expect(await at.bot.store.list("ask/")).toEqual([]);
    expect(await audited(at)).toMatchObject([{ what: "ask component:default/payments-api", result: "failed" }]);
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
      "No channel is set for it in the catalog.",
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
        if ("email" in what) return chat.find(what);
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
        throw new BotError("unavailable", "Slack does not answer.");
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
    await at.chat.happen({ ...pressed, user: jonas, address: { ...ref, channel: "C1" }, place: "channel" });

    expect(last(at)[0]).toMatch(/^Mia Chen took this question at \d\d:\d\d\.$/);
    expect(at.chat.shown[0]?.updates).toBe(1);
  });

  test("pressed by many at once is one person's", async () => {
    const at = await stage();
    await asked(at);

    await Promise.all([mia, jonas, { ...jonas, id: "U-3" }, { ...jonas, id: "U-4" }].map((by) => at.take(by)));

    const told = at.chat.shown.filter(({ message }) => words(message)[0]?.includes("takes your question"));
    expect(told).toHaveLength(1);
  });

  test("may be pressed by whoever asked, who is told nothing", async () => {
    const at = await stage();
    await asked(at);

    await at.take(lena);

    expect(at.chat.shown).toHaveLength(1);
    expect(words(at.chat.shown[0]?.message).at(-1)).toMatch(/^Taken by Lena Fischer/);
  });

  test("counts also when the asker cannot be told", async () => {
    const at = await stage();
    await asked(at, undefined, { ...inPublic, user: { ...lena, id: "U-unreachable" } });

    await at.take(mia);

    expect(at.chat.shown).toHaveLength(1);
    expect(words(at.chat.shown[0]?.message).at(-1)).toMatch(/^Taken by Mia Chen/);
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

      await at.chat.happen({ type: "press", press: "take", value, ...inChannel });

      expect(last(at)[0]).toMatch(/^This question is older than 30 days/);
    },
  );
});
