import { expect, test } from "vitest";
import { checkCard } from "./card-schema.ts";

const card = (...body: object[]) => ({ type: "AdaptiveCard", version: "1.5", body });
const line = { type: "TextBlock", text: "Hi", wrap: true };
const submit = { type: "Action.Submit", title: "Send" };

test("a sound card breaks no rule", () => {
  const sound = [
    { ...line, size: "Medium", weight: "bolder", color: "Attention", spacing: "Small", isSubtle: true, maxLines: 2 },
    {
      type: "Container",
      style: "attention",
      items: [line, { type: "ColumnSet", columns: [{ items: [line], width: "auto" }] }],
    },
    {
      type: "ActionSet",
      actions: [submit, { ...submit, mode: "secondary", data: { msteams: { type: "task/fetch" } } }],
    },
    { type: "Input.ChoiceSet", id: "a", style: "filtered", "choices.data": { type: "Data.Query", dataset: "cb" } },
    { type: "Input.Toggle", id: "b", title: "Yes", isRequired: true },
    { type: "Input.Date", id: "c", value: "2026-11-21" },
    {
      type: "Table",
      columns: [{ width: 1 }],
      rows: [{ type: "TableRow", cells: [{ type: "TableCell", items: [line] }] }],
    },
    {
      type: "ActionSet",
      actions: [
        { type: "Action.ToggleVisibility", targetElements: ["d"] },
        { type: "Action.ShowCard", card: card(line) },
      ],
    },
    { type: "FactSet", id: "d", facts: [{ title: "Owner", value: "Payments" }] },
  ];

  expect(checkCard(card(...sound), "message")).toEqual([]);
  expect(checkCard({ type: "AdaptiveCard", version: "1.4" }, "dialog")).toEqual([]);
});

test.each<[string, unknown, string]>([
  ["a later version", { type: "AdaptiveCard", version: "1.6" }, "/version: must be 1.5 at most"],
  ["no version", { type: "AdaptiveCard" }, "/version: "],
  ["no card at all", undefined, "/: "],
  ["an empty text", card({ ...line, text: "" }), "/body/0/text: must not be empty"],
  ["an element that Teams has not", card({ type: "Media", sources: [] }), "/body/0/type: Teams knows no Media"],
  ["a property that there is not", card({ ...line, wraps: true }), "/body/0: Teams knows no wraps"],
  ["a word that there is not", card({ ...line, color: "red" }), "/body/0/color: must be one of default"],
  [
    "an action without an address",
    card({ type: "ActionSet", actions: [{ type: "Action.OpenUrl" }] }),
    "/body/0/actions/0/url",
  ],
  [
    "a script for an address",
    card({ type: "ActionSet", actions: [{ type: "Action.OpenUrl", url: "javascript:1" }] }),
    "must be an address that Teams opens",
  ],
  ["an input without an id", card({ type: "Input.Text" }), "/body/0/id"],
  ["an id twice", card({ type: "Input.Text", id: "a" }, { type: "Input.Text", id: "a" }), 'the id "a" is there twice'],
  [
    "a target that is not there",
    card({ type: "ActionSet", actions: [{ type: "Action.ToggleVisibility", targetElements: ["x"] }] }),
    'no element has the id "x"',
  ],
  [
    "something deep inside",
    card({ type: "Container", items: [{ type: "Container", items: [{ type: "TextBlock" }] }] }),
    "/body/0/items/0/items/0/text",
  ],
])("%s is told, and where", (_what, content, problem) => {
  expect(checkCard(content, "message").join("\n")).toContain(problem);
});
