import { z } from "zod";
import type { Form } from "../../../src/chat/form.ts";
import { limits } from "./limits.ts";

/** A form as it was sent. */
export interface SentForm {
  readonly flow: string;
  readonly state: string;
  /** What the form was opened with. */
  readonly origin: string;
  /** By field name; a field that was left empty is absent. */
  readonly values: Readonly<Record<string, string>>;
  /** The form itself, so that it can be shown again with what is wrong; absent when it was too large to be sent along. */
  readonly form?: Form;
}

/** Which field of which form somebody types into. */
export interface SearchSource {
  readonly flow: string;
  readonly state: string;
  readonly field: string;
}

const span = z.discriminatedUnion("type", [
  z.object({ type: z.enum(["text", "bold", "code"]), text: z.string() }),
  z.object({ type: z.literal("link"), text: z.string(), url: z.string() }),
  z.object({
    type: z.literal("person"),
    text: z.string(),
    email: z.string().exactOptional(),
    url: z.string().exactOptional(),
  }),
  z.object({
    type: z.literal("time"),
    text: z.string(),
    at: z.coerce.date(),
    shows: z.enum(["day-and-time", "day"]).exactOptional(),
  }),
]);
const text = z.union([z.string(), z.array(span)]);
const choice = z.object({ label: z.string(), value: z.string(), about: z.string().exactOptional() });
const fieldBase = {
  name: z.string(),
  label: z.string(),
  hint: z.string().exactOptional(),
  isOptional: z.literal(true).exactOptional(),
};
const field = z.discriminatedUnion("type", [
  z.object({
    ...fieldBase,
    type: z.literal("text"),
    isLong: z.literal(true).exactOptional(),
    maxLength: z.number(),
    initial: z.string().exactOptional(),
  }),
  z.object({
    ...fieldBase,
    type: z.literal("search"),
    placeholder: z.string().exactOptional(),
    initial: choice.exactOptional(),
  }),
  z.object({ ...fieldBase, type: z.literal("select"), choices: z.array(choice), initial: choice.exactOptional() }),
]);
const form = z.object({
  title: z.string(),
  intro: text.exactOptional(),
  fields: z.array(field),
  note: text.exactOptional(),
  submit: z.string(),
});

const carried = z.object({
  v: z.literal(1),
  do: z.literal("submit"),
  flow: z.string(),
  state: z.string().max(limits.formState),
  origin: z.string().max(limits.formState),
  form: z.unknown().optional(),
});
const data = z.looseObject({ cb: carried });

/** What the button of a form carries: Teams has no other place for what must come back. */
export interface FormData {
  readonly cb: {
    readonly v: 1;
    readonly do: "submit";
    readonly flow: string;
    readonly state: string;
    readonly origin: string;
    readonly form?: Form;
  };
}

/** What a field is called in a card: beside `cb` and `msteams` in the same object. */
export const fieldId = (name: string): string => `field-${name}`;

/** The `value.data` of `task/submit`; undefined when it is no form of ours, or was made by another version. */
export function readForm(value: unknown): SentForm | undefined {
  const parsed = data.safeParse(value);
  if (!parsed.success) return undefined;
  const { cb, ...inputs } = parsed.data;
  const values = Object.entries(inputs).flatMap(([id, sent]) => {
    const name = id.startsWith(fieldId("")) ? id.slice(fieldId("").length) : "";
    return name === "" || typeof sent !== "string" || sent.trim() === "" ? [] : [[name, sent] as const];
  });
  const known = form.safeParse(cb.form);
  return {
    flow: cb.flow,
    state: cb.state,
    origin: cb.origin,
    values: Object.fromEntries(values),
    ...(known.success && { form: known.data }),
  };
}

/** What Teams says when it asks for the choices of a field: it says nothing else of the form. */
export function searchDataset({ flow, state, field: name }: SearchSource): string {
  return `cb ${flow} ${name} ${state}`;
}

/** The `dataset` of `application/search`; undefined when it is none of ours. */
export function readDataset(dataset: unknown): SearchSource | undefined {
  const [, flow, name, state] = /^cb (\S+) (\S+) (.*)$/s.exec(typeof dataset === "string" ? dataset : "") ?? [];
  return flow === undefined || name === undefined || state === undefined ? undefined : { flow, field: name, state };
}
