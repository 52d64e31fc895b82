import { expect, test } from "vitest";
import { keptValues } from "../../form-state.ts";
import type { Json } from "../../world.ts";
import { carried, withState } from "./form.ts";

const input = (blockId: string, element: Json): Json => ({
  type: "input",
  block_id: blockId,
  element: { action_id: "value", ...element },
});
const text = { type: "plain_text_input" };
const typed = { type: "plain_text_input", value: "refund-service" };

function draftOf(blocks: readonly Json[]) {
  return { blocks, values: keptValues(blocks, [], {}) };
}

test("what was typed survives an update that keeps block_id and action_id", () => {
  const before = draftOf([input("name", text)]);
  const draft = { ...before, values: withState(before.values, "name", "value", typed) };

  const next = carried(draft, { blocks: [input("owner", { type: "users_select" }), input("name", text)] });

  expect(next.values).toEqual({
    owner: { value: { type: "users_select", selected_user: null } },
    name: { value: typed },
  });
});

test("another block_id, action_id or type starts anew, with the initial value", () => {
  const before = draftOf([input("name", text)]);
  const draft = { ...before, values: withState(before.values, "name", "value", typed) };
  const anew = { type: "plain_text_input", initial_value: "anew" };

  const otherBlock = carried(draft, { blocks: [input("name2", anew)] });
  const otherAction = carried(draft, { blocks: [input("name", { ...anew, action_id: "other" })] });
  const otherType = carried(draft, { blocks: [input("name", { type: "email_text_input" })] });

  expect(otherBlock.values).toEqual({ name2: { value: { type: "plain_text_input", value: "anew" } } });
  expect(otherAction.values).toEqual({ name: { other: { type: "plain_text_input", value: "anew" } } });
  expect(otherType.values).toEqual({ name: { value: { type: "email_text_input", value: null } } });
});

test("changing one input leaves the others as they are", () => {
  const { values } = draftOf([input("name", text), input("more", text)]);

  const next = withState(values, "name", "value", typed);

  expect(next["name"]).toEqual({ value: typed });
  expect(next["more"]).toBe(values["more"]);
});
