import type { PlainTextOption } from "@slack/types";
import { expect, test } from "vitest";
import { type AnySelect, chosenOf, matching, optionsOf, ownOptions } from "./select-options.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const option = (label: string, about?: string): PlainTextOption => ({
  text: plain(label),
  value: label.toLowerCase(),
  ...(about && { description: plain(about) }),
});
const labels = (options: readonly { readonly text: { readonly text: string } }[]) =>
  options.map(({ text }) => text.text);

const people = [
  { id: "U1", name: "mia", realName: "Mia Chen", isApp: false, about: "" },
  { id: "UAPP", name: "callboard", realName: "", isApp: true, about: "" },
];

test("every word that was typed has to stand in a line, in any order, whatever its case and accents", () => {
  const options = [option("payments-api", "Team Payments"), option("Zoë Müller"), option("tax-api")];

  expect(labels(matching(options, ""))).toEqual(["payments-api", "Zoë Müller", "tax-api"]);
  expect(labels(matching(options, "TEAM pay"))).toEqual(["payments-api"]);
  expect(labels(matching(options, "muller zoe"))).toEqual(["Zoë Müller"]);
  expect(labels(matching(options, "api tax  "))).toEqual(["tax-api"]);
  expect(labels(matching(options, "nothing"))).toEqual([]);
});

test("options in groups say of which group they are, unless they say something else", () => {
  const groups = [{ label: plain("Teams"), options: [option("Payments"), option("Tax", "Berlin")] }];

  expect(optionsOf([], groups)).toEqual([option("Payments", "Teams"), option("Tax", "Berlin")]);
});

test("a menu knows its own options and all people; what the app offers it does not know", () => {
  const of = (element: AnySelect) => labels(ownOptions(element, people));

  expect(of({ type: "static_select", options: [option("a"), option("b")] })).toEqual(["a", "b"]);
  expect(of({ type: "users_select" })).toEqual(["Mia Chen", "callboard"]);
  expect(of({ type: "multi_users_select" })).toEqual(["Mia Chen", "callboard"]);
  expect(of({ type: "external_select" })).toEqual([]);
});

test("what is chosen shows its name, even when it is no longer offered", () => {
  const known = ownOptions({ type: "users_select" }, people);

  expect(labels(chosenOf(["U1", "UGONE"], known))).toEqual(["Mia Chen", "UGONE"]);
  expect(labels(chosenOf(option("gone"), []))).toEqual(["gone"]);
  expect(chosenOf(null, known)).toEqual([]);
});
