import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action } from "../../../src/chat/message.ts";
import { propertyRuns } from "../../../src/testing/property-runs.ts";
import { decodeAction, encodeAction } from "./action-data.ts";

const label = "Press";
const text = fc.string({ unit: "binary", maxLength: 100 });
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  text.map((command): Action => ({ type: "command", label, command })),
  text.map((command): Action => ({ type: "command", label, command, replaces: true })),
  fc.tuple(text, text).map(([flow, state]): Action => ({ type: "form", label, flow, state })),
  fc.tuple(text, text).map(([press, value]): Action => ({ type: "press", label, press, value })),
);

test("what a button carries comes back as it was, through JSON and beside what inputs add", () => {
  fc.assert(
    fc.property(anyAction, (action) => {
      const sent = JSON.parse(JSON.stringify({ ...encodeAction(action), "field-name": "so", msteams: {} }));
      expect({ label, ...decodeAction(sent) }).toEqual(action);
    }),
    propertyRuns(),
  );
});

test("a link carries nothing, for Teams opens it itself", () => {
  expect(encodeAction({ type: "link", label, url: "https://example.com/" })).toBeUndefined();
});

test.each<Action>([
  { type: "command", label, command: "x".repeat(4_000) },
  { type: "form", label, flow: "ask", state: "x".repeat(4_000) },
  { type: "press", label, press: "take", value: '"'.repeat(2_500) },
])("more than a button may carry is not carried at all: $type", (action) => {
  expect(encodeAction(action)).toBeUndefined();
});

describe("no action is what", () => {
  const command = { v: 1, do: "command", command: "help" };

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["a text, as another app's button has it", "help"],
    ["another app's data", { action: "help" }],
    ["a list", [{ cb: command }]],
    ["a button of an older version", { cb: { ...command, v: 0 } }],
    ["a button of a later version", { cb: { ...command, v: 2 } }],
    ["a version in words", { cb: { ...command, v: "1" } }],
    ["an unknown deed", { cb: { v: 1, do: "delete", command: "help" } }],
    ["a deed of everything's prototype", { cb: { v: 1, do: "constructor" } }],
    ["the button of a form", { cb: { v: 1, do: "submit", flow: "ask", state: "", origin: "" } }],
    ["a command that is none", { cb: { ...command, command: { $ne: "" } } }],
    ["a command longer than we make any", { cb: { ...command, command: "x".repeat(4_001) } }],
    ["a replacement that is not ours", { cb: { ...command, replaces: "yes" } }],
    ["a form without its flow", { cb: { v: 1, do: "form", state: "" } }],
    ["a state longer than we make any", { cb: { v: 1, do: "form", flow: "ask", state: "x".repeat(4_001) } }],
    ["a press without a value", { cb: { v: 1, do: "press", press: "take" } }],
  ])("%s", (_, value) => {
    expect(decodeAction(value)).toBeUndefined();
  });
});

test("whatever is forged, what is read has the shape of an action and its own fields alone", () => {
  const part = fc.oneof(fc.string(), fc.constantFrom("command", "form", "press", 1, true), fc.jsonValue());
  const keys = fc.constantFrom(..."v do command flow state press value replaces __proto__ label".split(" "));
  const forged = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(keys, part).map((cb) => ({ cb: { v: 1, ...cb } })),
    fc
      .dictionary(keys, fc.string())
      .chain((cb) =>
        fc.constantFrom("command", "form", "press").map((deed) => ({ cb: { ...cb, v: 1, do: deed }, msteams: {} })),
      ),
  );
  const fields = { command: ["command"], form: ["flow", "state"], press: ["press", "value"] } as const;
  fc.assert(
    fc.property(forged, (value) => {
      const read = decodeAction(value);
      if (read === undefined) return;
      const { type, ...rest } = read;
      const { replaces = true, ...texts } = rest as Readonly<Record<string, unknown>>;
      expect(replaces).toBe(true);
      expect(Object.keys(texts).sort()).toEqual([...fields[type]]);
      expect(Object.values(texts).every((one) => typeof one === "string")).toBe(true);
    }),
    propertyRuns(),
  );
});
