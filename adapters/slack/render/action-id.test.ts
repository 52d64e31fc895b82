import fc from "fast-check";
import { expect, test } from "vitest";
import type { Action } from "../../../src/chat/message.ts";
import { propertyRuns } from "../../../src/testing/property-runs.ts";
import { actionId, decodeAction, encodeAction } from "./action-id.ts";

const label = "Press";
const pressed = (action: Action) =>
  decodeAction({ action_id: actionId(3), type: "button", value: encodeAction(action) });

test("what a button stands for is read back as it was", () => {
  const state = fc.string({ unit: "binary" });
  const name = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
  fc.assert(
    fc.property(state, name, (text, id) => {
      expect(pressed({ type: "command", label, command: text })).toEqual({ type: "command", command: text });
      expect(pressed({ type: "command", label, command: text, replaces: true })).toEqual({
        type: "command",
        command: text,
        replaces: true,
      });
      expect(pressed({ type: "form", label, flow: id, state: text })).toEqual({ type: "form", flow: id, state: text });
      expect(pressed({ type: "press", label, press: id, value: text })).toEqual({
        type: "press",
        press: id,
        value: text,
      });
    }),
    propertyRuns(),
  );
});

test("an entry of a menu says it in its own value", () => {
  const entry = { text: { type: "plain_text", text: "Details" }, value: "do show payments-api" };

  expect(decodeAction({ action_id: "cb:7", type: "overflow", selected_option: entry })).toEqual({
    type: "command",
    command: "show payments-api",
  });
});

test("a link was opened by Slack, nothing else is to be done", () => {
  expect(pressed({ type: "link", label, url: "https://example.com/" })).toEqual({ type: "link" });
});

test.each([
  undefined,
  null,
  "do x",
  {},
  { action_id: "cb:1" },
  { action_id: "cb:1", value: "" },
  { action_id: "cb:1", value: "do" },
  { action_id: "cb:1", value: "open x" },
  { action_id: "cb:1", value: "form ask" },
  { action_id: "cb:1", value: "form A:b x" },
  { action_id: "cb:1", value: "press  x" },
  { action_id: "cb:1", value: "toString x" },
  { action_id: "cb:x", value: "do x" },
  { action_id: "approve", value: "do x" },
  { action_id: "cb:1", value: 7 },
  { action_id: "cb:1", selected_option: null },
])("an old or foreign button means nothing: %j", (element) => {
  expect(decodeAction(element)).toBeUndefined();
});

test("anything at all is decoded without an error", () => {
  fc.assert(
    fc.property(fc.anything(), fc.string(), (anything, value) => {
      decodeAction(anything);
      decodeAction({ action_id: "cb:0", value });
    }),
    propertyRuns(),
  );
});
