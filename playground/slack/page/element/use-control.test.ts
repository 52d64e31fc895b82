import { expect, test } from "vitest";
import { stateOf } from "../../form-state.ts";
import { type Interactive, initialState } from "./use-control.ts";

const option = { text: { type: "plain_text" as const, text: "A" }, value: "a" };
const other = { text: { type: "plain_text" as const, text: "B" }, value: "b" };

const untouched: readonly [Interactive, unknown][] = [
  [{ type: "static_select", options: [option], initial_option: option }, option],
  [{ type: "external_select", initial_option: option }, option],
  [{ type: "multi_static_select", options: [option, other], initial_options: [option, other] }, [option, other]],
  [{ type: "multi_external_select" }, undefined],
  [{ type: "users_select", initial_user: "U1" }, "U1"],
  [{ type: "multi_users_select", initial_users: ["U1", "U2"] }, ["U1", "U2"]],
  [{ type: "channels_select", initial_channel: "C1" }, "C1"],
  [{ type: "multi_channels_select" }, undefined],
  [{ type: "conversations_select", initial_conversation: "G1" }, "G1"],
  [{ type: "multi_conversations_select", initial_conversations: ["G1"] }, ["G1"]],
  [{ type: "datepicker", initial_date: "2026-11-21" }, "2026-11-21"],
  [{ type: "timepicker", initial_time: "14:20" }, "14:20"],
  [{ type: "datetimepicker", initial_date_time: 1763740800 }, 1763740800],
  [{ type: "checkboxes", options: [option, other], initial_options: [other] }, [other]],
  [{ type: "radio_buttons", options: [option, other] }, undefined],
  [{ type: "plain_text_input", initial_value: "so" }, "so"],
  [{ type: "email_text_input" }, undefined],
  [{ type: "url_text_input", initial_value: "https://example.com" }, "https://example.com"],
  [{ type: "number_input", is_decimal_allowed: true, initial_value: "3.5" }, "3.5"],
  [{ type: "file_input" }, undefined],
];

test.each(untouched)("an untouched element has the state that the platform keeps: %o", (element, value) => {
  const named = { action_id: "value", ...element } as Interactive;

  expect(initialState(named, "block")).toEqual(stateOf({ type: element.type }, value));
});

test("what is pressed has no state", () => {
  const text = { type: "plain_text" as const, text: "Press" };

  expect(initialState({ type: "button", text, action_id: "press" }, "block")).toEqual({});
  expect(initialState({ type: "overflow", options: [option], action_id: "more" }, "block")).toEqual({});
});
