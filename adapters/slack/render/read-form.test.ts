import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../../src/testing/property-runs.ts";
import { renderForm } from "./form.ts";
import { fieldErrors, readForm } from "./read-form.ts";

const view = renderForm(
  {
    flow: "pick",
    state: "whoowns",
    form: {
      title: "Who owns",
      fields: [
        { type: "search", name: "thing", label: "What" },
        { type: "text", name: "note", label: "Note", maxLength: 100, isOptional: true },
        { type: "select", name: "to", label: "To", choices: [{ label: "Me", value: "me" }] },
      ],
      submit: "Ask",
    },
  },
  "C1:17",
);
const sent = (values: unknown) => ({ ...view, id: "V1", hash: "1.a", state: { values } });

test("what was chosen and typed is read by field, empty fields are absent", () => {
  const values = {
    thing: {
      thing: {
        type: "external_select",
        selected_option: { text: { type: "plain_text", text: "x" }, value: "component:default/x" },
      },
    },
    note: { note: { type: "plain_text_input", value: null } },
    to: { to: { type: "static_select", selected_option: null } },
  };

  expect(readForm(sent(values))).toEqual({
    flow: "pick",
    state: "whoowns",
    origin: "C1:17",
    values: { thing: "component:default/x" },
  });
  expect(readForm(sent({ note: { note: { type: "plain_text_input", value: " two\nlines " } } }))?.values).toEqual({
    note: " two\nlines ",
  });
  expect(readForm(sent({ note: { note: { type: "plain_text_input", value: " \n " } } }))?.values).toEqual({});
});

test("a view without metadata of ours is no form", () => {
  expect(readForm({ ...view, private_metadata: "" })).toBeUndefined();
  expect(readForm({ ...view, private_metadata: "{}" })).toBeUndefined();
  expect(readForm({ ...view, private_metadata: '{"flow":1,"state":"","origin":""}' })).toBeUndefined();
  expect(readForm({ ...view, private_metadata: undefined })).toBeUndefined();
  expect(readForm(null)).toBeUndefined();
});

test("anything at all is read without an error", () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (anything, values) => {
      readForm(anything);
      readForm(sent(values));
      fieldErrors({ a: "b" }, anything);
    }),
    propertyRuns(),
  );
});

test("errors stand at their inputs, what is about none of them at the first", () => {
  expect(fieldErrors({ note: "Too long.", flow: "Expired.", other: "Wrong." }, view)).toEqual({
    note: "Too long.",
    thing: "Expired. Wrong.",
  });
  expect(fieldErrors({ note: "x".repeat(5000) }, view)?.["note"]).toHaveLength(2000);
  expect(fieldErrors({ note: "x" }, { ...view, blocks: [] })).toBeUndefined();
});
