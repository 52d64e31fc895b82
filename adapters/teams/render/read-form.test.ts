import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Form } from "../../../src/chat/form.ts";
import { bold, timeOfDay } from "../../../src/chat/text.ts";
import { hostileForm } from "../../../src/testing/hostile-message.ts";
import { propertyRuns } from "../../../src/testing/property-runs.ts";
import type { AdaptiveCard } from "./elements.ts";
import { renderForm } from "./form.ts";
import { fieldId, readDataset, readForm, searchDataset } from "./read-form.ts";

/** What the button of a form sends with what was typed. */
function sent(form: Form, typed: Readonly<Record<string, unknown>> = {}): unknown {
  const { body } = renderForm({ flow: "ask", state: "{}", form }, "origin").card.content as AdaptiveCard;
  const [button] = body.flatMap((one) => (one.type === "ActionSet" ? one.actions : []));
  if (button?.type !== "Action.Submit") throw new Error("the form cannot be sent");
  return JSON.parse(JSON.stringify({ ...button.data, ...typed }));
}

const form: Form = {
  title: "Ask",
  intro: [bold("Payments"), { type: "text", text: " since " }, timeOfDay(new Date("2026-01-15T12:00:00Z"))],
  fields: [
    { type: "text", name: "question", label: "Question", isLong: true, maxLength: 100 },
    { type: "search", name: "thing", label: "Thing", isOptional: true, initial: { label: "Web", value: "web" } },
    { type: "select", name: "where", label: "Where", choices: [{ label: "Here", value: "here", about: "now" }] },
  ],
  note: "Goes to help.",
  submit: "Send",
};

test("a form comes back with what it is, where it was opened and what was typed", () => {
  const typed = { [fieldId("question")]: " Why?\n", [fieldId("where")]: "here" };

  expect(readForm(sent(form, typed))).toEqual({
    ...{ flow: "ask", state: "{}", origin: "origin", form },
    values: { question: " Why?\n", where: "here" },
  });
});

test("fields that are empty, are no texts or are not the form's are absent", () => {
  const typed = {
    [fieldId("question")]: " \n",
    [fieldId("where")]: 7,
    [fieldId("thing")]: null,
    msteams: {},
    note: "x",
  };

  expect(readForm(sent(form, typed))?.values).toEqual({});
});

test("a form too large to be sent along is read without it", () => {
  const large: Form = { ...form, note: "x".repeat(7_000) };

  expect(readForm(sent(large, { [fieldId("question")]: "Why?" }))).toEqual({
    ...{ flow: "ask", state: "{}", origin: "origin" },
    values: { question: "Why?" },
  });
});

test("any form that is sent along comes back as it was", () => {
  fc.assert(
    fc.property(hostileForm, (given) => {
      const read = readForm(sent(given));
      expect(read).toMatchObject({ flow: "ask", state: "{}", origin: "origin" });
      // What is no time travels as nothing.
      const travelled: unknown = JSON.parse(
        JSON.stringify(given).replaceAll('"at":null', '"at":"1970-01-01T00:00:00.000Z"'),
      );
      if (read?.form !== undefined) expect(JSON.parse(JSON.stringify(read.form))).toEqual(travelled);
    }),
    propertyRuns(200),
  );
});

describe("no form is what", () => {
  const cb = { v: 1, do: "submit", flow: "ask", state: "", origin: "" };

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["a text", "submit"],
    ["another app's data", { "field-question": "Why?" }],
    ["a button of a message", { cb: { v: 1, do: "command", command: "help" } }],
    ["a form of an older version", { cb: { ...cb, v: 0 } }],
    ["a form of a later version", { cb: { ...cb, v: 2 } }],
    ["a form that says not where it was opened", { cb: { v: 1, do: "submit", flow: "ask", state: "" } }],
    ["a state longer than we make any", { cb: { ...cb, state: "x".repeat(3_001) } }],
    ["an origin longer than we make any", { cb: { ...cb, origin: "x".repeat(3_001) } }],
  ])("%s", (_, value) => {
    expect(readForm(value)).toBeUndefined();
  });

  test.each<[string, unknown]>([
    ["no form", { ...cb, form: "Ask" }],
    ["another version's", { ...cb, form: { ...form, fields: [{ type: "date", name: "when", label: "When" }] } }],
    ["without fields", { ...cb, form: { title: "Ask", submit: "Send" } }],
  ])("%s: the form that came along is left out, the rest is read", (_, given) => {
    expect(readForm({ cb: given, "field-a": "b" })).toEqual({ flow: "ask", state: "", origin: "", values: { a: "b" } });
  });
});

test("whatever is forged, values are texts by name and nothing is inherited", () => {
  const ids = fc.oneof(
    fc.string(),
    fc.constantFrom("cb", "field-", "field-__proto__", "field-constructor", "__proto__"),
  );
  const cb = fc.oneof(
    fc.jsonValue(),
    fc.record({
      ...{ v: fc.constant(1), do: fc.constant("submit"), flow: fc.string(), state: fc.string(), origin: fc.string() },
      form: fc.oneof(fc.jsonValue(), fc.constant(form)),
    }),
  );
  const inputs = fc.dictionary(
    ids.map((id) => (id.startsWith("field-") || id === "__proto__" ? id : `field-${id}`)),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.tuple(cb, inputs)), (given) => {
      const value = Array.isArray(given) && given.length === 2 ? { ...(given[1] as object), cb: given[0] } : given;
      const read = readForm(JSON.parse(JSON.stringify(value)));
      if (read === undefined) return;
      expect([read.flow, read.state, read.origin].every((one) => typeof one === "string")).toBe(true);
      for (const [name, typed] of Object.entries(read.values)) {
        expect([name === "", typeof typed, String(typed).trim() === ""]).toEqual([false, "string", false]);
        expect((value as Record<string, unknown>)[fieldId(name)]).toBe(typed);
      }
      expect(Object.getPrototypeOf(read.values)).toBe(Object.prototype);
    }),
    propertyRuns(),
  );
});

test("what is asked for the choices of a field names form and field, whatever its state is", () => {
  const name = fc.stringMatching(/^[a-z][a-z-]{0,20}$/);
  fc.assert(
    fc.property(name, name, fc.string({ unit: "binary" }), (flow, field, state) => {
      expect(readDataset(searchDataset({ flow, field, state }))).toEqual({ flow, field, state });
    }),
    propertyRuns(),
  );
});

test("choices that another app's field asks for are none of ours", () => {
  for (const dataset of [undefined, 7, "", "cb", "cb pick name", "people", "graph.microsoft.com/users", { cb: "x" }]) {
    expect(readDataset(dataset)).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.jsonValue(), (dataset) => {
      expect(readDataset(dataset)).toBeUndefined();
    }),
    propertyRuns(),
  );
});
