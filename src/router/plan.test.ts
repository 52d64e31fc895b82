import { describe, expect, test } from "vitest";
import type { MessageRef } from "../chat/event.ts";
import { plain } from "../chat/text.ts";
import { answer, heard, refuse, routerSubject, testForm } from "../testing/router-subject.ts";
import type { Ctx, FormReply } from "./command.ts";
import type { Outcome } from "./outcome.ts";

const formReply: FormReply = { status: "form", flow: "ask", state: "s1", message: { text: "Ask elsewhere" } };
const canOpenForm = { canOpenForm: true } as const;

function said(outcome: Outcome): string | undefined {
  return "message" in outcome ? plain(outcome.message.text) : undefined;
}

describe("a command that wants a form", () => {
  test("gets it where one can be opened, with what is said when it is too late", async () => {
    const { command, flow, say } = routerSubject();
    command({ name: "ask", run: async () => formReply });
    flow({ id: "ask", build: async (_, state) => ({ ...testForm, title: `Ask ${state}` }) });

    expect(await say("ask payments", canOpenForm)).toEqual({
      status: "form",
      command: "ask",
      open: { flow: "ask", state: "s1", form: { ...testForm, title: "Ask s1" } },
      message: { text: "Ask elsewhere", private: true },
    });
  });

  test("answers with its message elsewhere", async () => {
    const { command, flow, say } = routerSubject();
    command({ name: "ask", run: async () => formReply });
    flow({ id: "ask", build: refuse("conflict") });

    expect(await say("ask payments")).toEqual({
      status: "done",
      command: "ask",
      data: { flow: "ask", state: "s1" },
      message: { text: "Ask elsewhere", private: true },
    });
  });

  test("says what the flow says instead of opening a form", async () => {
    const { command, flow, say } = routerSubject();
    command({ name: "ask", run: async () => formReply });
    flow({ id: "ask", build: async () => answer("That team has no channel") });

    expect(await say("ask payments", canOpenForm)).toMatchObject({
      status: "answer",
      command: "ask",
      message: { text: "That team has no channel", private: true },
    });
  });

  test("is refused when the flow is not for its asker", async () => {
    const { command, flow, say, allow } = routerSubject();
    allow("ask");
    command({ name: "ask", run: async () => formReply });
    flow({ id: "ask", needs: "operate" });

    expect(await say("ask payments", canOpenForm)).toMatchObject({ status: "error", error: { code: "not_allowed" } });
  });

  test("of a flow that nobody registered is a bug", async () => {
    const { command, say, logged } = routerSubject();
    command({ name: "ask", run: async () => formReply });

    expect(await say("ask payments", canOpenForm)).toMatchObject({ status: "error", error: { code: "internal" } });
    expect(logged()).toHaveLength(1);
  });
});

describe("a command typed without anything", () => {
  test("opens its form, with its name as state", async () => {
    const { command, flow, say } = routerSubject();
    command({ name: "whoowns", aliases: ["owner"], whenEmpty: "pick", parse: refuse("usage", "Name something.") });
    flow({ id: "pick" });

    const outcome = await say("/Owner ", canOpenForm);

    expect(outcome).toMatchObject({ status: "form", command: "whoowns", open: { flow: "pick", state: "whoowns" } });
    expect(said(outcome)).toBe("Name something.");
  });

  test("offers its form by a button where an answer cannot open one", async () => {
    const { command, flow, say } = routerSubject();
    command({ name: "whoowns", whenEmpty: "pick", parse: refuse("usage", "Name something.") });
    flow({ id: "pick" });

    const outcome = await say("whoowns", { canOfferForm: true, isInTheOpen: true });

    const search = { type: "form", label: "Search", flow: "pick", state: "whoowns" };
    expect(outcome).toMatchObject({ status: "done", message: { private: true } });
    expect(said(outcome)).toBe("Name something.");
    expect("message" in outcome ? outcome.message.card?.blocks : []).toEqual([
      { type: "actions", main: [search], more: [] },
    ]);
  });

  test.each([
    ["where no form can be opened", "whoowns", {}],
    ["for all to see", "whoowns public", canOpenForm],
    ["with something after it", "whoowns x", canOpenForm],
  ])("is run %s", async (_, text, event) => {
    const { command, flow, say } = routerSubject();
    command({ name: "whoowns", whenEmpty: "pick", parse: refuse("usage", "Name something.") });
    flow({ id: "pick" });

    expect(await say(text, event)).toMatchObject({ status: "error", error: { code: "usage" } });
  });

  test("is run when the feature with its form is not there", async () => {
    const { command, say } = routerSubject();
    command({ name: "whoowns", whenEmpty: "pick" });

    expect(await say("whoowns", canOpenForm)).toMatchObject({ status: "answer" });
  });
});

describe("a button", () => {
  const press = { type: "press", press: "take", value: "q1", ...heard } as const;

  test("runs its press with its value and its message, for whoever pressed", async () => {
    const { router, hear } = routerSubject();
    const calls: { ctx: Ctx; value: string; message: MessageRef | undefined }[] = [];
    router.press({
      id: "take",
      async run(ctx, value, message) {
        calls.push({ ctx, value, message });
        return answer("Taken");
      },
    });
    const message = { ...heard.address, id: "1" };

    const outcome = await hear({ ...press, message, placeName: "#pay", placeUrl: "https://chat.test/C1" });

    expect(outcome).toEqual({ ...answer("Taken"), message: { text: "Taken", private: true } });
    expect(calls).toMatchObject([
      { value: "q1", message, ctx: { isPrivate: true, placeName: "#pay", placeUrl: "https://chat.test/C1" } },
    ]);
  });

  test("without a reply is silent", async () => {
    const { router, hear } = routerSubject();
    router.press({ id: "take", run: async () => undefined });

    expect(await hear(press)).toEqual({ status: "silent" });
  });

  test("may want a form", async () => {
    const { router, flow, hear } = routerSubject();
    router.press({ id: "take", run: async () => formReply });
    flow({ id: "ask" });

    expect(await hear({ ...press, canOpenForm: true })).toMatchObject({ status: "form", open: { flow: "ask" } });
    expect(await hear(press)).toMatchObject({ status: "done", message: { text: "Ask elsewhere" } });
  });

  test("that goes wrong says so, and a bug is logged once with its name", async () => {
    const { router, hear, logged } = routerSubject();
    router.press({
      id: "take",
      run: async () => {
        throw new TypeError("bug");
      },
    });

    expect(said(await hear(press))).toBe("Something went wrong. Reference 7f3a9c.");
    expect(logged()).toMatchObject([{ msg: "press failed", press: "take", reference: "7f3a9c", platform: "test" }]);
  });
});

describe("a button that opens a form", () => {
  const open = { type: "open", flow: "ask", state: "s2", ...heard } as const;

  test("opens it", async () => {
    const { flow, hear } = routerSubject();
    flow({ id: "ask" });

    expect(await hear(open)).toEqual({
      status: "form",
      open: { flow: "ask", state: "s2", form: testForm },
      message: { text: "The form did not open in time. Press the button again.", private: true },
    });
  });

  test.each(["expired", "not_found", "unavailable"] as const)("says why not when it is %s", async (code) => {
    const { flow, hear, logged } = routerSubject();
    flow({ id: "ask", build: refuse(code) });

    expect(await hear(open)).toMatchObject({ status: "error", error: { code }, message: { private: true } });
    expect(logged()).toEqual([]);
  });
});

test("a shortcut is given everything that can be read", async () => {
  const { router, hear } = routerSubject();
  let given: readonly string[] = [];
  const run = async (_: Ctx, texts: readonly string[]) => {
    given = texts;
    return answer();
  };
  router.shortcut({ id: "owns", name: "Who owns this?", description: "Finds the owner", on: "message", run });

  const outcome = await hear({ type: "shortcut", shortcut: "owns", texts: ["a", "https://b.test"], ...heard });

  expect(outcome).toMatchObject({ status: "answer", message: { private: true } });
  expect(given).toEqual(["a", "https://b.test"]);
});

test.each([
  [{ type: "press", press: "gone", value: "", ...heard }, "button"],
  [{ type: "open", flow: "__proto__", state: "", ...heard }, "button"],
  [{ type: "shortcut", shortcut: "gone", texts: [], ...heard }, "menu entry"],
] as const)("what a later version no longer has says what to type: %j", async (event, thing) => {
  const outcome = await routerSubject().hear(event);

  expect(outcome).toMatchObject({ status: "error", error: { code: "expired" } });
  expect(said(outcome)).toBe(`This ${thing} is from an older version. Type help.`);
});
