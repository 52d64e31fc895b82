import { wholeCharacters } from "../../../src/chat/cut.ts";
import type { Choice, Field } from "../../../src/chat/form.ts";
import { visible } from "../../../src/chat/visible.ts";
import type { CardChoice, CardElement, CardInput } from "./elements.ts";
import { textBlock } from "./elements.ts";
import { limits } from "./limits.ts";
import { fieldId, type SearchSource, searchDataset } from "./read-form.ts";
import { literalLine, plainLabel } from "./text.ts";

/** What is wrong with a form that was sent, and what was sent, by field name. */
export interface Problems {
  readonly errors: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Choices as Teams takes them: at most `max`, labels cut. A choice whose value Teams cannot carry, or that another has, is
 * left out: a cut value would be a different one.
 */
export function optionsOf(choices: readonly Choice[], max: number = limits.selectOptions): readonly CardChoice[] {
  const seen = new Set<string>();
  const options: CardChoice[] = [];
  for (const { label, value, about } of choices) {
    if (options.length >= max) break;
    if (value === "" || value.length > limits.optionValue || seen.has(value)) continue;
    seen.add(value);
    const whole = about?.trim() ? `${label} · ${about}` : label;
    options.push({ title: plainLabel(whole, limits.optionText, value), value });
  }
  return options;
}

/** The form that a field belongs to. */
type FormSource = Omit<SearchSource, "field">;

/** What a field needs to know of its form. */
export interface FieldContext {
  readonly form: FormSource;
  readonly problems?: Problems | undefined;
  /** How much may be typed into it. */
  readonly texts: number;
  /** How much its choices may take. */
  readonly units: number;
}

/** What is said of a field. A form comes back by whoever sent it, and may name fields as every object names what it inherits. */
export function said(about: Problems["errors"] | undefined, name: string): string | undefined {
  return about !== undefined && Object.hasOwn(about, name) ? about[name] : undefined;
}

/** A field with what is wrong and its hint below it. */
export function fieldElements(field: Field, context: FieldContext): readonly CardElement[] {
  const label = literalLine(field.label, limits.fieldLabel) || field.name;
  const hint = literalLine(field.hint ?? "", limits.fieldLabel);
  const error = literalLine(said(context.problems?.errors, field.name) ?? "", limits.fieldError);
  return [
    inputOf(field, context) ?? textBlock(`${label}: nothing to choose from`),
    ...(error === "" ? [] : [textBlock(error, { spacing: "None", color: "Attention" })]),
    ...(hint === "" ? [] : [textBlock(hint, { size: "Small", isSubtle: true })]),
  ];
}

/** What every input says. */
function baseOf(field: Field) {
  return {
    id: fieldId(field.name),
    label: plainLabel(field.label, limits.fieldLabel, field.name),
    spacing: "Medium",
    // Teams says it itself, before anything is sent.
    ...(field.isOptional !== true && {
      isRequired: true as const,
      errorMessage: field.type === "text" ? "This is needed." : "Choose one.",
    }),
  } as const;
}

/** With what was in the field when it was sent, else with what the form begins with. */
function inputOf(field: Field, { form, problems, texts, units }: FieldContext): CardInput | undefined {
  const typed = problems === undefined ? undefined : (said(problems.values, field.name) ?? "");
  switch (field.type) {
    case "text":
      return textInput(field, typed ?? field.initial ?? "", texts);
    case "search":
      return searchInput(field, typed === undefined ? field.initial : chosenOf(field.initial, typed), form);
    case "select":
      return selectInput(field, typed ?? field.initial?.value, units);
  }
}

function textInput(field: Extract<Field, { type: "text" }>, given: string, most: number): CardInput {
  const maxLength = Math.min(Math.max(1, Math.floor(field.maxLength) || 1), limits.fieldText, most);
  const value = wholeCharacters(visible(given), maxLength);
  const isMultiline = field.isLong === true;
  return { type: "Input.Text", ...baseOf(field), isMultiline, maxLength, ...(value !== "" && { value }) };
}

function searchInput(
  field: Extract<Field, { type: "search" }>,
  given: Choice | undefined,
  form: FormSource,
): CardInput {
  const [chosen] = given === undefined ? [] : optionsOf([given]);
  return {
    type: "Input.ChoiceSet",
    ...baseOf(field),
    style: "filtered",
    choices: chosen === undefined ? [] : [chosen],
    "choices.data": { type: "Data.Query", dataset: searchDataset({ ...form, field: field.name }) },
    ...(field.placeholder?.trim() && { placeholder: plainLabel(field.placeholder, limits.placeholder, "…") }),
    ...(chosen && { value: chosen.value }),
  };
}

function selectInput(field: Extract<Field, { type: "select" }>, given: string | undefined, units: number) {
  let left = units;
  const choices = optionsOf(field.choices).filter((choice) => {
    left -= JSON.stringify(choice).length + 1;
    return left >= 0;
  });
  if (choices.length === 0) return undefined;
  const value = choices.find((choice) => choice.value === given)?.value;
  const input: CardInput = {
    type: "Input.ChoiceSet",
    ...baseOf(field),
    style: "compact",
    choices,
    ...(value !== undefined && { value }),
  };
  return input;
}

/** A choice that was searched for comes back as its value alone. */
function chosenOf(initial: Choice | undefined, value: string): Choice | undefined {
  if (value === "") return undefined;
  return initial?.value === value ? initial : { label: value, value };
}
