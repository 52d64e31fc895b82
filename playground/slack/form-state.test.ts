import { expect, test } from "vitest";
import { initialState, keptValues } from "./form-state.ts";
import type { Json } from "./world.ts";

const input = (blockId: string, element: Json): Json => ({
  type: "input",
  block_id: blockId,
  element: { action_id: "value", ...element },
});
const text = { type: "plain_text_input" };
const typed = { name: { value: { type: "plain_text_input", value: "refund-service" } } };
const before = [input("name", text)];

test("what was typed survives an update that keeps block_id and action_id", () => {
  expect(keptValues([input("owner", { type: "users_select" }), input("name", text)], before, typed)).toEqual({
    owner: { value: { type: "users_select", selected_user: null } },
    ...typed,
  });
});

test("another block_id, action_id or type starts anew, with the initial value", () => {
  const anew = { type: "plain_text_input", initial_value: "anew" };
  const kept = (block: Json) => keptValues([block], before, typed);

  expect(kept(input("name2", anew))).toEqual({ name2: { value: { type: "plain_text_input", value: "anew" } } });
  expect(kept(input("name", { ...anew, action_id: "other" }))).toEqual({
    name: { other: { type: "plain_text_input", value: "anew" } },
  });
  expect(kept(input("name", { type: "email_text_input" }))).toEqual({
    name: { value: { type: "email_text_input", value: null } },
  });
});

const option = { text: { type: "plain_text", text: "A" }, value: "a" };

test.each([
  [{ type: "static_select", initial_option: option }, { selected_option: option }],
  [{ type: "external_select" }, { selected_option: null }],
  [{ type: "multi_static_select", initial_options: [option] }, { selected_options: [option] }],
  [{ type: "multi_external_select" }, { selected_options: [] }],
  [{ type: "users_select", initial_user: "U1" }, { selected_user: "U1" }],
  [{ type: "multi_users_select", initial_users: ["U1", "U2"] }, { selected_users: ["U1", "U2"] }],
  [{ type: "channels_select", initial_channel: "C1" }, { selected_channel: "C1" }],
  [{ type: "multi_channels_select" }, { selected_channels: [] }],
  [{ type: "conversations_select", initial_conversation: "G1" }, { selected_conversation: "G1" }],
  [{ type: "multi_conversations_select", initial_conversations: ["G1"] }, { selected_conversations: ["G1"] }],
  [{ type: "datepicker", initial_date: "2026-11-21" }, { selected_date: "2026-11-21" }],
  [{ type: "timepicker", initial_time: "14:20" }, { selected_time: "14:20" }],
  [{ type: "datetimepicker", initial_date_time: 1763740800 }, { selected_date_time: 1763740800 }],
  [{ type: "checkboxes", initial_options: [option] }, { selected_options: [option] }],
  [{ type: "radio_buttons" }, { selected_option: null }],
  [{ type: "plain_text_input", initial_value: "so" }, { value: "so" }],
  [{ type: "number_input", is_decimal_allowed: true, initial_value: "3.5" }, { value: "3.5" }],
  [{ type: "file_input" }, { files: [] }],
])("an untouched element has the state that the platform keeps: %o", (element, state) => {
  expect(initialState(element)).toEqual({ type: element.type, ...state });
});
