import type { types } from "@slack/bolt";
import type { Choice, Field } from "../../../src/chat/form.ts";
import { visible } from "../../../src/chat/visible.ts";
import { plainLabel } from "./buttons.ts";
import { limits } from "./limits.ts";
import { verbatim } from "./text.ts";

/**
 * Choices as Slack takes them: at most 100, labels and descriptions cut. A choice whose value Slack cannot carry, or that
 * another has, is left out: a cut value would be a different one.
 */
export function optionsOf(choices: readonly Choice[]): types.PlainTextOption[] {
  const seen = new Set<string>();
  const options: types.PlainTextOption[] = [];
  for (const choice of choices) {
    if (options.length >= limits.selectOptions) break;
    if (choice.value === "" || choice.value.length > limits.optionValue || seen.has(choice.value)) continue;
    seen.add(choice.value);
    options.push(optionOf(choice));
  }
  return options;
}

function optionOf({ label, value, about }: Choice): types.PlainTextOption {
  const description = about?.trim() ? plainLabel(about, limits.optionText, "…") : undefined;
  return { text: plainLabel(label, limits.optionText, value), value, ...(description && { description }) };
}

/** A field as an input; a selection without choices as a line that says so, for Slack refuses an empty menu. */
export function fieldBlock(field: Field): types.InputBlock | types.SectionBlock {
  const element = elementOf(field);
  if (element === undefined) {
    const label = plainLabel(field.label, limits.optionText, field.name);
    return { type: "section", block_id: field.name, text: { ...label, text: `${label.text}: nothing to choose from` } };
  }
  return {
    type: "input",
    block_id: field.name,
    label: plainLabel(field.label, limits.fieldLabel, field.name),
    element,
    ...(field.hint?.trim() && { hint: plainLabel(field.hint, limits.fieldHint, "…") }),
    optional: field.isOptional === true,
  };
}

function elementOf(field: Field): types.InputBlock["element"] | undefined {
  switch (field.type) {
    case "text":
      return typed(field);
    case "search": {
      const [initial] = field.initial ? optionsOf([field.initial]) : [];
      return {
        type: "external_select",
        action_id: field.name,
        // Offers the best choices before anything is typed.
        min_query_length: 0,
        ...(field.placeholder?.trim() && { placeholder: plainLabel(field.placeholder, limits.placeholder, "…") }),
        ...(initial && { initial_option: initial }),
      };
    }
    case "select": {
      const options = optionsOf(field.choices);
      const initial = options.find(({ value }) => value === field.initial?.value);
      if (options.length === 0) return undefined;
      return { type: "static_select", action_id: field.name, options, ...(initial && { initial_option: initial }) };
    }
  }
}

function typed(field: Extract<Field, { type: "text" }>): types.PlainTextInput {
  const maxLength = Math.min(Math.max(1, Math.floor(field.maxLength) || 1), limits.sectionText);
  const initial =
    field.initial === undefined
      ? ""
      : visible(field.initial)
          .slice(0, maxLength)
          .replace(/\p{Cs}/gu, "");
  return {
    type: "plain_text_input",
    action_id: field.name,
    multiline: field.isLong === true,
    max_length: maxLength,
    ...(initial !== "" && { initial_value: initial }),
  };
}

/** A small line of a modal. */
export function noteOf(markup: string): types.ContextBlock {
  return { type: "context", block_id: "form-note", elements: [verbatim(markup)] };
}
