import { describe, expect, test } from "vitest";
import { plain } from "../chat/text.ts";
import { answer, routerSubject } from "../testing/router-subject.ts";
import { isGreeting } from "./greeting.ts";

/** A bot that knows only these names; what it says is which command was asked, and what about. */
function subject(...known: readonly string[]) {
  const { command, say } = routerSubject();
  command({
    name: "whoowns",
    takesAnything: true,
    isName: (text) => known.includes(text),
    run: async (_, { rest }) => answer(`whoowns: ${rest}`),
  });
  command({ name: "help", run: async (_, { rest }) => answer(`help: ${rest}`) });
  return {
    command,
    said: async (text: string) => {
      const outcome = await say(text);
      return "message" in outcome ? plain(outcome.message.text) : outcome.status;
    },
  };
}

describe("a greeting", () => {
  test.each([
    ...["hi", "Hello!", "hey", "hi there", "Hello Callboard", "good morning", "hi :wave:", "hey 👋", "hello, bot."],
    ...["thanks", "Thank you!", "thx", "ok thanks", "thanks a lot", "What can you do?", "help me", "who are you?"],
  ])("is answered with help: %s", async (text) => {
    expect(await subject().said(text)).toBe("help: ");
  });

  test.each(["hi-hat", "thanks-api", "hello world", "hi payments-api", "help sync", "thankful", "what can tax-api do"])(
    "is not %s",
    (text) => {
      expect(isGreeting(text)).toBe(false);
    },
  );

  test("that is the name of something asks for that", async () => {
    expect(await subject("hello").said("hello")).toBe("whoowns: hello");
  });

  test("behind a command is a name like any other", async () => {
    expect(await subject().said("whoowns hello")).toBe("whoowns: hello");
  });

  test("that is the name of a command is that command", async () => {
    const { command, said } = subject();
    command({ name: "hello", run: async () => answer("hello: itself") });

    expect(await said("hello")).toBe("hello: itself");
  });

  test("of a bot that has no help is looked for", async () => {
    const { command, say } = routerSubject();
    command({ name: "whoowns", takesAnything: true });

    expect(await say("hi")).toMatchObject({ command: "whoowns" });
  });
});
