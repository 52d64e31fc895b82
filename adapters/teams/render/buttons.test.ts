import fc from "fast-check";
import { expect, test } from "vitest";
import type { Action, Row } from "../../../src/chat/message.ts";
import { bold, rich } from "../../../src/chat/text.ts";
import { hostileText } from "../../../src/testing/hostile-message.ts";
import { propertyRuns } from "../../../src/testing/property-runs.ts";
import { actionsRow, buttonOf, rowButtons } from "./buttons.ts";

const ask = (label: string): Action => ({ type: "command", label, command: label });
const form: Action = { type: "form", label: "Ask the team", flow: "ask", state: "web" };
const chosen: Action = { type: "command", label: "Choose", command: "whoowns web", replaces: true };
const page = (url: string): Action => ({ type: "link", label: "Docs", url });

/** What people see of buttons: those behind three dots in brackets. */
const seen = (buttons: ReturnType<typeof actionsRow>) =>
  buttons.map(({ title, mode }) => (mode === "secondary" ? `(${title})` : title));

test("a form's button opens a dialog, a choice's changes the card, others are sent to the bot", () => {
  expect(buttonOf(form, "message")).toMatchObject({ type: "Action.Submit", data: { msteams: { type: "task/fetch" } } });
  expect(buttonOf(chosen, "message")).toMatchObject({ type: "Action.Execute", verb: "cb" });
  expect(buttonOf(ask("mine"), "message")).toEqual({
    ...{ type: "Action.Submit", title: "mine" },
    data: { cb: { v: 1, do: "command", command: "mine" } },
  });
});

test("in a dialog every button is sent to the bot, for Teams knows nothing else there", () => {
  for (const action of [form, chosen, ask("mine")]) {
    const button = buttonOf(action, "dialog");
    expect(button?.type).toBe("Action.Submit");
    expect(JSON.stringify(button)).not.toContain("task/fetch");
  }
});

test("a page is opened by Teams; one that is not safe has no button", () => {
  expect(buttonOf(page("https://docs.example/a b"), "message")).toEqual({
    ...{ type: "Action.OpenUrl", title: "Docs", url: "https://docs.example/a%20b" },
  });
  for (const url of ["javascript:alert(1)", "http://docs.example/", "msteams:/l/call", "https://a:b@docs.example/", ""])
    expect(buttonOf(page(url), "message")).toBeUndefined();
});

test("the first two of a row are seen, the others stand behind three dots", () => {
  expect(seen(actionsRow([ask("a"), ask("b")], [ask("c"), form], "message"))).toEqual([
    "a",
    "b",
    "(c)",
    "(Ask the team)",
  ]);
});

test("the three names of a choice are all seen; of four the others are behind three dots", () => {
  expect(seen(actionsRow([ask("a"), ask("b"), ask("c")], [], "message"))).toEqual(["a", "b", "c"]);
  expect(seen(actionsRow([ask("a"), ask("b"), ask("c"), ask("d")], [], "message"))).toEqual(["a", "b", "(c)", "(d)"]);
});

test("where the first has no button the next one takes its place", () => {
  const all = actionsRow([page("javascript:1"), ask("b")], [ask("c"), ask("d")], "message");

  expect(seen(all)).toEqual(["b", "c", "(d)"]);
});

test("what does the same under another name is there once", () => {
  const twice = actionsRow(
    [ask("mine"), { ...form, label: "Ask" }],
    [form, { ...ask("mine"), label: "Mine" }],
    "message",
  );

  expect(seen(twice)).toEqual(["mine", "Ask"]);
});

test("the buttons of rows are called as the rows are: by what is bold, and by the whole row where two are called the same", () => {
  const row = (name: string, about: string, command: string): Row => ({
    text: rich`${bold(name)} ${about}`,
    action: { type: "command", label: "Choose", command, replaces: true },
  });
  const rows = [
    row("web", "service", "1"),
    row("tax", "service", "2"),
    row("tax", "system", "3"),
    { text: "no button" },
  ];

  expect(rowButtons(rows, "message").map(({ title }) => title)).toEqual(["web", "tax service", "tax system"]);
});

test("a row without words has a button with its action's own name", () => {
  expect(rowButtons([{ text: " ", action: chosen }], "message").map(({ title }) => title)).toEqual(["Choose"]);
});

test("there are never more buttons than Teams takes, and each has a title of one short line", () => {
  const action = fc.oneof(
    fc.tuple(hostileText, hostileText).map(([label, command]): Action => ({ type: "command", label, command })),
    hostileText.map((label): Action => ({ ...form, label })),
    fc.webUrl({ withQueryParameters: true }).map((url) => page(url.replace(/^http:/, "https:"))),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 80 }), fc.array(action, { maxLength: 80 }), (main, more) => {
      const buttons = actionsRow(main, more, "message");
      const rows = rowButtons(
        main.map((one) => ({ text: one.label, action: one })),
        "message",
      );
      for (const all of [buttons, rows]) {
        expect(all.length).toBeLessThanOrEqual(40);
        expect(JSON.stringify(all).length).toBeLessThanOrEqual(10_002);
        for (const { title } of all)
          expect([title.trim() === "", title.length > 30, /\n/.test(title)]).toEqual([false, false, false]);
      }
      expect(buttons.filter(({ mode }) => mode !== "secondary").length).toBeLessThanOrEqual(3);
    }),
    propertyRuns(200),
  );
});
