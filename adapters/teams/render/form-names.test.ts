import { expect, test } from "vitest";
import type { Field } from "../../../src/chat/form.ts";
import { renderForm } from "./form.ts";
import { fieldId } from "./read-form.ts";

test("a form that comes back with fields named as what every object inherits is shown with what is wrong", () => {
  const names = ["constructor", "toString", "valueOf", "hasOwnProperty", "__proto__"];
  const fields = names.map((name): Field => ({ type: "text", name, label: name, maxLength: 10 }));
  const searched: Field = { type: "search", name: "isPrototypeOf", label: "Found" };
  const form = { title: "Ask", fields: [...fields, searched], submit: "Send" };

  const shown = renderForm({ flow: "ask", state: "x", form }, "{}", { errors: { thing: "Choose one." }, values: {} });

  const card = JSON.stringify(shown);
  for (const name of names) expect(card).toContain(`"id":"${fieldId(name)}"`);
  expect(card).toContain("Choose one.");
  expect(card).not.toContain("See constructor");
});
