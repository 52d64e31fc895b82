import type { Option } from "@slack/types";
import { expect, test } from "vitest";
import type { Workspace } from "../../desk/protocol.ts";
import { type AnySelect, choicesOf, chosenOf, matching, ownChoices } from "./choice.ts";

const option = (label: string, about?: string): Option => ({
  text: { type: "plain_text", text: label },
  value: label.toLowerCase(),
  ...(about && { description: { type: "plain_text", text: about } }),
});
const labels = (choices: readonly { readonly label: string }[]) => choices.map(({ label }) => label);

const workspace: Workspace = {
  viewerId: "U1",
  name: "Acme",
  domain: "acme",
  appUserId: "UAPP",
  people: [
    { id: "U1", name: "mia", realName: "Mia Chen", isApp: false, about: "" },
    { id: "UAPP", name: "callboard", realName: "", isApp: true, about: "" },
  ],
  channels: [
    { id: "C1", name: "checkout-dev", kind: "channel", isMember: true, memberCount: 2 },
    { id: "G1", name: "secret", kind: "group", isMember: true, memberCount: 2 },
    { id: "D1", name: "", kind: "im", isMember: true, memberCount: 2, personId: "U1" },
  ],
  commands: [],
  shortcuts: [],
  prompts: [],
};

test("every word that was typed has to stand in a line, in any order, whatever its case and accents", () => {
  const choices = choicesOf([option("payments-api", "Team Payments"), option("Zoë Müller"), option("tax-api")]);

  expect(labels(matching(choices, ""))).toEqual(["payments-api", "Zoë Müller", "tax-api"]);
  expect(labels(matching(choices, "TEAM pay"))).toEqual(["payments-api"]);
  expect(labels(matching(choices, "muller zoe"))).toEqual(["Zoë Müller"]);
  expect(labels(matching(choices, "api tax  "))).toEqual(["tax-api"]);
  expect(labels(matching(choices, "nothing"))).toEqual([]);
});

test("options in groups keep their headings", () => {
  const groups = [{ label: { type: "plain_text" as const, text: "Teams" }, options: [option("Payments")] }];

  expect(choicesOf([], groups)).toEqual([
    { id: "payments", label: "Payments", group: "Teams", value: option("Payments") },
  ]);
});

test("people and conversations come from the workspace", () => {
  const of = (element: AnySelect) => labels(ownChoices(element, workspace));

  expect(of({ type: "users_select" })).toEqual(["Mia Chen", "callboard"]);
  expect(of({ type: "channels_select" })).toEqual(["#checkout-dev"]);
  expect(of({ type: "conversations_select" })).toEqual(["#checkout-dev", "#secret", "Mia Chen"]);
  expect(of({ type: "multi_conversations_select", filter: { include: ["im", "private"] } })).toEqual([
    "#secret",
    "Mia Chen",
  ]);
  expect(of({ type: "external_select" })).toEqual([]);
});

test("what is chosen shows its name, even when it is no longer offered", () => {
  const known = ownChoices({ type: "users_select" }, workspace);

  expect(labels(chosenOf(["U1", "UGONE"], known))).toEqual(["Mia Chen", "UGONE"]);
  expect(labels(chosenOf(option("gone"), []))).toEqual(["gone"]);
  expect(chosenOf(null, known)).toEqual([]);
});
