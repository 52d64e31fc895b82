import { describe, expect, test } from "vitest";
import { plain } from "../chat/text.ts";
import { answer, heard, refuse, routerSubject } from "../testing/router-subject.ts";

const mia = { who: "test:T1/U1", user: "user:default/mia", where: "test:T1/C1" };

describe("an account that the configuration bars", () => {
  test.each(["guest", "external", "bot", "deactivated"] as const)("(%s) gets no answer but this", async (barred) => {
    const { command, say, audited } = routerSubject();
    let runs = 0;
    const run = async () => {
      runs += 1;
      return answer();
    };
    command({ name: "whoowns", takesAnything: true, run });
    const user = { ...heard.user, barred };

    const texts = ["whoowns x", "", "x".repeat(5000)];
    for (const text of texts) {
      const outcome = await say(text, { user, canOpenForm: true });

      expect(outcome).toMatchObject({ status: "error", error: { code: "not_allowed" }, message: { private: true } });
      expect("message" in outcome && plain(outcome.message.text)).toBe(
        "Callboard answers members of this organisation only. Ask a member to look it up.",
      );
    }
    expect(runs).toBe(0);
    expect(audited).toEqual([{ who: mia.who, where: mia.where, what: "whoowns x", result: "refused", reason: barred }]);
  });

  test("is recorded at most once an hour", async () => {
    const { hear, audited, clock } = routerSubject();
    const user = { ...heard.user, barred: "guest" } as const;
    const press = { type: "press", press: "take", value: "q1", ...heard, user } as const;

    await hear(press);
    await clock.advance(3_599_000);
    await hear(press);
    expect(audited).toHaveLength(1);
    await hear({ ...press, user: { ...user, id: "U2" } });
    expect(audited).toHaveLength(2);
    await clock.advance(1000);
    await hear(press);
    expect(audited).toHaveLength(3);
  });

  test("that floods is not even told so", async () => {
    const { say } = routerSubject();
    const user = { ...heard.user, barred: "bot" } as const;
    for (let asked = 0; asked < 20; asked += 1) await say("x", { user });

    expect(await say("x", { user })).toEqual({ status: "silent" });
  });

  test("is refused also when that cannot be recorded", async () => {
    const { say, breakAudit, logged } = routerSubject();
    breakAudit();

    const outcome = await say("x", { user: { ...heard.user, barred: "guest" } });

    expect(outcome).toMatchObject({ error: { code: "not_allowed" } });
    expect(logged()).toMatchObject([{ msg: "refusal not recorded", who: mia.who }]);
  });
});

describe("what operators do", () => {
  test("is recorded before it runs", async () => {
    const { command, say, audited } = routerSubject();
    let before: readonly object[] = [];
    const run = async () => {
      before = [...audited];
      return answer();
    };
    command({ name: "sync", needs: "operate", run });

    await say("sync  --accept\norg");

    expect(before).toEqual([{ ...mia, what: "sync --accept org", result: "done" }]);
    expect(audited).toEqual(before);
  });

  test("is not done when it cannot be recorded", async () => {
    const { command, router, flow, say, hear, submit, breakAudit } = routerSubject();
    let runs = 0;
    const count = async () => {
      runs += 1;
      return undefined;
    };
    command({ name: "sync", needs: "operate", run: async () => (await count()) ?? answer() });
    router.press({ id: "sync", needs: "operate", run: count });
    flow({ id: "ask", needs: "operate", submit: async () => (await count()) ?? { type: "done" } });
    breakAudit();

    const unavailable = { status: "error", error: { code: "unavailable" } };
    expect(await say("sync")).toMatchObject({ ...unavailable, command: "sync" });
    expect(await hear({ type: "press", press: "sync", value: "", ...heard })).toMatchObject(unavailable);
    expect(await submit()).toMatchObject({ type: "done", message: { private: true } });
    expect(runs).toBe(0);
  });

  test("and fails is recorded with why", async () => {
    const { command, router, say, hear, audited } = routerSubject();
    command({ name: "sync", needs: "operate", run: refuse("unavailable", "Git does not answer.") });
    const broken = async () => {
      throw new TypeError("bug");
    };
    router.press({ id: "resume", needs: "operate", run: broken });

    await say("sync");
    await hear({ type: "press", press: "resume", value: "org", ...heard });

    expect(audited).toEqual([
      { ...mia, what: "sync", result: "done" },
      { ...mia, what: "sync", result: "failed", reason: "Git does not answer." },
      { ...mia, what: "press resume org", result: "done" },
      { ...mia, what: "press resume org", result: "failed", reason: "Something went wrong. Reference 7f3a9c." },
    ]);
  });

  test("by form and shortcut is recorded, without what was filled in", async () => {
    const { flow, router, submit, hear, audited } = routerSubject();
    flow({ id: "ask", needs: "operate", submit: async () => ({ type: "errors", errors: { question: "No" } }) });
    const shortcut = {
      id: "drain",
      name: "Drain",
      description: "Empties it",
      on: "anywhere",
      needs: "operate",
    } as const;
    router.shortcut({ ...shortcut, run: async () => answer() });

    await submit({ values: { question: "confidential" } });
    await hear({ type: "shortcut", shortcut: "drain", texts: ["confidential"], ...heard });

    expect(audited).toEqual([
      { ...mia, what: "form ask", result: "done" },
      { ...mia, what: "form ask", result: "failed", reason: "sent back with errors" },
      { ...mia, what: "shortcut drain", result: "done" },
    ]);
  });

  test("at the terminal is recorded as such", async () => {
    const { command, say, audited } = routerSubject();
    command({ name: "sync", needs: "operate" });

    await say("sync", { user: { ...heard.user, isOperator: true } });

    expect(audited).toMatchObject([{ who: "terminal", what: "sync" }]);
  });
});

test("a refusal of something that needs a permission is recorded", async () => {
  const { command, router, flow, say, hear, allow, audited } = routerSubject();
  allow("ask");
  command({ name: "sync", needs: "operate" });
  router.press({ id: "resume", needs: "operate", run: refuse("conflict") });
  flow({ id: "drain", needs: "operate" });

  expect(await say("sync")).toMatchObject({ command: "sync", error: { code: "not_allowed" } });
  expect(await hear({ type: "press", press: "resume", value: "", ...heard })).toMatchObject({
    error: { message: "This button is for those who run Callboard. Ask one of its admins." },
  });
  expect(await hear({ type: "open", flow: "drain", state: "", ...heard })).toMatchObject({
    error: { message: "This form is for those who run Callboard. Ask one of its admins." },
  });

  const refused = { ...mia, result: "refused", reason: "may not operate" };
  expect(audited).toEqual([
    { ...refused, what: "sync" },
    { ...refused, what: "press resume" },
    { ...refused, what: "form drain" },
  ]);
});

test("an ordinary question does not wait for the audit log, nor does who may not even ask fill it", async () => {
  const { command, say, breakAudit, audited, allow, logged } = routerSubject();
  command({ name: "whoowns" });
  breakAudit();

  expect(await say("whoowns x")).toMatchObject({ status: "answer" });
  allow();
  expect(await say("whoowns x")).toMatchObject({
    error: { message: "Callboard answers members only. Ask a member to look it up." },
  });
  expect(audited).toEqual([]);
  expect(logged()).toEqual([]);
});

test("whatever ids and texts hold, an entry is a line", async () => {
  const { command, say, audited } = routerSubject();
  command({ name: "sync", needs: "operate" });
  const user = { platform: "test", tenant: "T\n1", id: "U\u202e1\ud800" };

  await say(`sync ${"x".repeat(3000)}`, { user });

  expect(audited[0]?.who).toBe("test:T 1/U1\ufffd");
  expect(audited[0]?.what).toHaveLength(200);
});
