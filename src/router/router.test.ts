import { describe, expect, test } from "vitest";
import type { ChatEvent, ChatUser, CommandEvent } from "../chat/event.ts";
import { plain } from "../chat/text.ts";
import { type Clock, systemClock } from "../clock.ts";
import { BotError } from "../errors.ts";
import { createLog } from "../log.ts";
import type { Argv, Command, Ctx, Permission, Reply } from "./command.ts";
import { inWords } from "./outcome.ts";
import { createRouter } from "./router.ts";

interface Heard {
  readonly name: string;
  readonly argv: Argv;
  readonly ctx: Ctx;
}

/** A router with the commands that matter here; `heard` is what they were asked. */
function subject(options: { allowed?: readonly Permission[]; answer?: (heard: Heard) => Promise<Reply> } = {}) {
  const heard: Heard[] = [];
  const logged: string[] = [];
  const clock: Clock = systemClock();
  const allowed = options.allowed ?? ["ask", "operate"];
  const router = createRouter({
    may: (_, permission) => allowed.includes(permission),
    identify: (user) => ({ ...user, ref: "user:default/mia" }),
    audit: async () => {},
    log: createLog({ level: "info", secrets: [], write: (line) => logged.push(line) }),
    clock,
    newReference: () => "7f3a9c",
  });
  const add = (command: Partial<Command<Argv>> & { name: string }): void => {
    router.command<Argv>({
      menu: 10,
      summary: "answers",
      usage: `${command.name} <thing>`,
      examples: [],
      parse: (argv) => argv,
      async run(ctx, argv) {
        heard.push({ name: command.name, argv, ctx });
        return options.answer ? options.answer({ name: command.name, argv, ctx }) : reply("answer");
      },
      ...command,
    });
  };
  add({ name: "whoowns", aliases: ["owner"], menu: 1, takesAnything: true, sentences: [/^who owns (.+)$/i] });
  add({ name: "deploys", menu: 2, sentences: [/^what is live in (.+)$/i] });
  add({ name: "help", menu: 99 });
  add({ name: "sync", needs: "operate" });
  const say = async (text: string, event: Partial<CommandEvent> = {}) => {
    const { signal } = new AbortController();
    return inWords(await router.dispatch({ type: "command", text, user, address, place: "channel", ...event }, signal));
  };
  return { router, add, say, heard, logged };
}

const user: ChatUser = { platform: "test", tenant: "T1", id: "U1" };
const address = { platform: "test", tenant: "T1", channel: "C1" };

function reply(status: Reply["status"]): Reply {
  return { status, data: { total: 0 }, message: { text: "Nothing here is called so" } };
}

describe("a text leads to its command", () => {
  test.each([
    ["whoowns payments-api", "whoowns", ["payments-api"]],
    ["WhoOwns payments-api.", "whoowns", ["payments-api"]],
    ["owner payments-api", "whoowns", ["payments-api"]],
    ["/whoowns payments-api", "whoowns", ["payments-api"]],
    ["callboard deploys payments-api", "deploys", ["payments-api"]],
    ["/callboard deploys payments-api production", "deploys", ["payments-api", "production"]],
    ["@Callboard, deploys payments-api", "deploys", ["payments-api"]],
    ["Who owns payments-api?", "whoowns", ["payments-api"]],
    ["What is live in payments-api?", "deploys", ["payments-api"]],
    ["payments-api", "whoowns", ["payments-api"]],
    ["src/billing/tax.ts", "whoowns", ["src/billing/tax.ts"]],
    ["/src/billing/tax.ts", "whoowns", ["/src/billing/tax.ts"]],
    ["whoowns “Payments API”", "whoowns", ["Payments API"]],
    ["", "help", []],
    ["  ?", "help", []],
    ["callboard", "help", []],
    ["deploys help", "help", ["deploys"]],
    ["deploys —help", "help", ["deploys"]],
    ["deploys help production", "deploys", ["help", "production"]],
    ["help deploys", "help", ["deploys"]],
  ])("%j is %s", async (text, name, words) => {
    const { say, heard } = subject();

    const outcome = await say(text);

    expect(outcome).toMatchObject({ status: "answer", command: name });
    expect(heard).toMatchObject([{ name, argv: { words } }]);
  });
});

describe("public", () => {
  test("as the last word shows the answer to the channel", async () => {
    const { say, heard } = subject();

    const outcome = await say("whoowns payments-api Public.");

    expect(heard).toMatchObject([
      { argv: { words: ["payments-api"], rest: "payments-api" }, ctx: { isPrivate: false } },
    ]);
    expect(outcome.message.private).toBe(false);
  });

  test.each(["public", 'whoowns "public"', "whoowns public api"])("%j is about something called so", async (text) => {
    const { say, heard } = subject();

    const outcome = await say(text);

    expect(heard[0]?.argv.rest).toContain("public");
    expect(heard[0]?.ctx.isPrivate).toBe(true);
    expect(outcome.message.private).toBe(true);
  });

  test("an answer in a direct conversation need not be private", async () => {
    const { say } = subject();

    expect((await say("payments-api", { place: "direct" })).message.private).toBe(false);
  });
});

describe("permissions", () => {
  test("a command that needs more than the asker may is refused", async () => {
    const { say, heard } = subject({ allowed: ["ask"] });

    expect(await say("sync")).toMatchObject({
      status: "error",
      command: "sync",
      error: { code: "not_allowed", message: "`sync` is for those who run Callboard. Ask one of its admins." },
    });
    expect(heard).toEqual([]);
  });

  test("who may not ask gets no answer at all, not even that of parsing", async () => {
    const { say, add } = subject({ allowed: [] });
    add({
      name: "strict",
      parse: () => {
        throw new BotError("usage", "Says what exists.");
      },
    });

    expect(await say("strict")).toMatchObject({ error: { code: "not_allowed" } });
    expect(await say("payments-api")).toMatchObject({ error: { code: "not_allowed" } });
  });

  test("a command knows who asks and what they may", async () => {
    const { say, heard } = subject({ allowed: ["ask"] });

    await say("payments-api");

    expect(heard[0]?.ctx.asker.ref).toBe("user:default/mia");
    expect(heard[0]?.ctx.may("ask")).toBe(true);
    expect(heard[0]?.ctx.may("operate")).toBe(false);
  });
});

describe("what goes wrong is said", () => {
  test("an error for people is shown as it is, with what to type as code", async () => {
    const { say, logged } = subject({
      answer: async () => {
        throw new BotError("not_found", "There is no team “x”. Try `find team x`.");
      },
    });

    const outcome = await say("whoowns x");

    expect(outcome).toMatchObject({ status: "error", command: "whoowns", error: { code: "not_found" } });
    expect(outcome.message.text).toEqual([
      { type: "text", text: "There is no team “x”. Try " },
      { type: "code", text: "find team x" },
      { type: "text", text: "." },
    ]);
    expect(outcome.message.private).toBe(true);
    expect(logged).toEqual([]);
  });

  test("a bug is shown as a reference, and logged once with it", async () => {
    const { say, logged } = subject({
      answer: async () => {
        throw new TypeError("secret detail");
      },
    });

    const outcome = await say("whoowns x");

    expect(outcome).toMatchObject({ status: "error", command: "whoowns", error: { code: "internal" } });
    expect(plain(outcome.message.text)).toBe("Something went wrong. Reference 7f3a9c.");
    expect(logged).toHaveLength(1);
    expect(JSON.parse(logged[0] ?? "")).toMatchObject({
      reference: "7f3a9c",
      command: "whoowns",
      msg: "command failed",
    });
  });

  test("the next question after a bug is answered", async () => {
    let isBroken = true;
    const { say } = subject({
      answer: async () => {
        if (isBroken) throw new TypeError("bug");
        return reply("answer");
      },
    });
    await say("x");
    isBroken = false;

    expect(await say("x")).toMatchObject({ status: "answer" });
  });

  test("a command that was stopped says so, and is no bug", async () => {
    const { router, logged } = subject({
      answer: async ({ ctx }) => {
        ctx.signal.throwIfAborted();
        return reply("answer");
      },
    });

    const outcome = await router.dispatch(
      { type: "command", text: "x", user, address, place: "direct" },
      AbortSignal.abort(),
    );

    expect(outcome).toMatchObject({ status: "error", error: { code: "unavailable" } });
    expect(logged).toEqual([]);
  });

  test("a text of 40 KB is refused with what to do", async () => {
    const { say } = subject();

    expect(await say("x".repeat(40_000))).toMatchObject({ status: "error", error: { code: "usage" } });
  });

  test("without a command that takes anything, an unknown word leads to help", async () => {
    const router = createRouter({
      may: () => true,
      identify: (asker) => asker,
      audit: async () => {},
      log: createLog({ level: "silent", secrets: [] }),
      clock: systemClock(),
    });

    const event: ChatEvent = { type: "command", text: "x", user, address, place: "direct" };

    expect(await router.dispatch(event, new AbortController().signal)).toMatchObject({ error: { code: "usage" } });
  });
});

describe("a mistyped command", () => {
  test("is suggested when nothing is called like that", async () => {
    const { say } = subject({ answer: async () => reply("none") });

    const outcome = await say("deplois payments-api");

    expect(outcome).toMatchObject({ status: "none", command: "whoowns", data: { total: 0 } });
    expect(plain(outcome.message.text)).toBe("Did you mean deploys payments-api?");
    expect(outcome.message.card?.blocks).toEqual([
      {
        type: "actions",
        main: [{ type: "command", label: "deploys payments-api", command: "deploys payments-api" }],
        more: [],
      },
    ]);
  });

  test("is a name when something is called like that", async () => {
    const { say } = subject({ answer: async () => reply("choice") });

    expect(plain((await say("deplois")).message.text)).toBe("Nothing here is called so");
  });

  test("is not suggested when the command was named", async () => {
    const { say } = subject({ answer: async () => reply("none") });

    expect(plain((await say("whoowns deplois")).message.text)).toBe("Nothing here is called so");
  });
});

describe("registration", () => {
  test("commands are listed in menu order, also those registered later, without their code", () => {
    const { router, add } = subject();
    add({ name: "mine", menu: 3 });

    expect(router.commands().map((command) => command.name)).toEqual(["whoowns", "deploys", "mine", "sync", "help"]);
    expect(router.commands()[0]).not.toHaveProperty("run");
  });

  test.each([
    { name: "whoowns" },
    { name: "Owner" },
    { name: "new", aliases: ["deploys"] },
    { name: "new", aliases: ["new"] },
    { name: "new", takesAnything: true as const },
  ])("%j is refused, and changes nothing", (command) => {
    const { router, add } = subject();

    expect(() => add(command)).toThrow(expect.objectContaining({ code: "conflict" }));
    expect(router.commands()).toHaveLength(4);
  });
});
