import { describe, expect, test } from "vitest";
import type { FormResult } from "../chat/form.ts";
import { plain } from "../chat/text.ts";
import { answer, heard, refuse, routerSubject, testForm } from "../testing/router-subject.ts";
import type { Ctx } from "./command.ts";

/** What a form that is over says to its sender alone. */
function said(result: FormResult): string | undefined {
  return result.type === "done" && result.message?.private ? plain(result.message.text) : undefined;
}

test("a sent form reaches its flow with its state and values", async () => {
  const { flow, submit } = routerSubject();
  const calls: { ctx: Ctx; state: string; values: object }[] = [];
  flow({
    id: "ask",
    async submit(ctx, state, values) {
      calls.push({ ctx, state, values });
      return { type: "done", message: { text: "Sent" } };
    },
  });

  expect(await submit()).toEqual({ type: "done", message: { text: "Sent", private: true } });
  expect(calls).toMatchObject([
    { ctx: { isPrivate: true, asker: { ref: "user:default/mia" } }, state: "s1", values: { question: "Why?" } },
  ]);
});

test.each([
  { type: "done" } as const,
  { type: "errors", errors: { question: "Too short" } } as const,
  { type: "next", state: "s2", form: testForm } as const,
])("%j goes back as it is", async (result) => {
  const { flow, submit } = routerSubject();
  flow({ id: "ask", submit: async () => result });

  expect(await submit()).toEqual(result);
});

describe("a command that a form stands for", () => {
  test("is answered as if it had been typed, to the sender alone", async () => {
    const { command, flow, submit } = routerSubject();
    const run = async ({ isPrivate }: Ctx, { rest }: { rest: string }) => answer(`${rest} ${isPrivate}`);
    command({ name: "whoowns", run });
    flow({ id: "ask", submit: async () => ({ type: "command", command: "whoowns payments public" }) });

    expect(await submit()).toEqual({ type: "done", message: { text: "payments true", private: true } });
    expect(await submit({ place: "direct" })).toMatchObject({ message: { private: false } });
  });

  test("opens no other form", async () => {
    const { command, flow, submit } = routerSubject();
    command({ name: "whoowns", whenEmpty: "ask", run: async () => answer("Name something") });
    flow({ id: "ask", submit: async () => ({ type: "command", command: "whoowns" }) });

    expect(await submit({ canOpenForm: true })).toMatchObject({ type: "done", message: { text: "Name something" } });
  });

  test("is refused and recorded as when it is typed", async () => {
    const { command, flow, submit, allow, audited } = routerSubject();
    allow("ask");
    command({ name: "sync", needs: "operate" });
    flow({ id: "ask", submit: async () => ({ type: "command", command: "sync" }) });

    expect(await submit()).toMatchObject({ type: "done", message: { private: true } });
    expect(audited).toMatchObject([{ what: "sync", result: "refused" }]);
  });

  test("that leads nowhere ends the form", async () => {
    const { flow, submit } = routerSubject();
    flow({ id: "ask", submit: async () => ({ type: "command", command: "gibberish" }) });

    expect(await submit()).toMatchObject({ type: "done", message: { private: true } });
  });
});

describe("wrong words", () => {
  const wrong = refuse("usage", "Ask something: `Why?`.");

  test.each([
    ["the first field", {}, { question: "Ask something: Why?." }],
    ["the first field also when it was left empty", { values: { thing: "x" } }, { question: "Ask something: Why?." }],
    ["the first field of an empty form", { values: {} }, { question: "Ask something: Why?." }],
    ["what was sent, when the flow builds another page", { values: { other: "x" } }, { other: "Ask something: Why?." }],
  ])("are said at %s", async (_, submission, errors) => {
    const { flow, submit } = routerSubject();
    flow({ id: "ask", submit: wrong });

    expect(await submit(submission)).toEqual({ type: "errors", errors });
  });

  test("are said at what was sent when the form cannot be built again", async () => {
    const { flow, submit } = routerSubject();
    flow({ id: "ask", submit: wrong, build: refuse("expired") });

    expect(await submit()).toMatchObject({ type: "errors", errors: { question: expect.any(String) } });
    expect(await submit({ values: {} })).toMatchObject({ type: "done", message: { private: true } });
  });
});

test.each(["expired", "conflict", "unavailable"] as const)("a form that is %s ends with why", async (code) => {
  const { flow, submit, logged } = routerSubject();
  flow({ id: "ask", submit: refuse(code) });

  expect(said(await submit())).toEqual("Not like this.");
  expect(logged()).toEqual([]);
});

test("a bug ends the form with a reference, and is logged once without what was sent", async () => {
  const { flow, submit, logged } = routerSubject();
  flow({
    id: "ask",
    submit: async () => {
      throw new TypeError("bug");
    },
  });

  expect(said(await submit({ values: { question: "confidential" } }))).toBe("Something went wrong. Reference 7f3a9c.");
  expect(logged()).toMatchObject([{ msg: "form failed", form: "ask", reference: "7f3a9c" }]);
  expect(JSON.stringify(logged())).not.toContain("confidential");
});

test("the form of a feature that is gone says what to type", async () => {
  expect(said(await routerSubject().submit())).toBe("This form is from an older version. Type help.");
});

describe("who may not", () => {
  test.each([
    ["barred", { user: { ...heard.user, barred: "guest" } }],
    ["not allowed", {}],
  ] as const)("is told, and nothing runs: %s", async (_, submission) => {
    const { flow, submit, allow, audited } = routerSubject();
    allow("ask");
    flow({ id: "ask", needs: "operate", submit: refuse("conflict", "It ran") });

    const result = await submit(submission);

    expect(result).toMatchObject({ type: "done", message: { private: true } });
    expect(JSON.stringify(result)).not.toContain("It ran");
    expect(audited).toMatchObject([{ what: "form ask", result: "refused" }]);
  });
});

test("more than one person can send keeps the form open", async () => {
  const { flow, submit } = routerSubject();
  flow({ id: "ask" });
  for (let sent = 0; sent < 20; sent += 1) await submit();

  expect(await submit()).toEqual({
    type: "errors",
    errors: { question: "That is more than can be answered at once. Go on in a minute." },
  });
  expect(await submit({ values: {} })).toMatchObject({ type: "done", message: { private: true } });
});
