import { z } from "zod";
import { limits } from "./limits.ts";

/** A form as it was sent. */
export interface SentForm {
  readonly flow: string;
  readonly state: string;
  /** What the form was opened with. */
  readonly origin: string;
  /** By field name; a field that was left empty is absent. */
  readonly values: Readonly<Record<string, string>>;
}

const metadata = z.object({ flow: z.string(), state: z.string(), origin: z.string() });
const element = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});
const sentView = z.object({
  private_metadata: z.string().max(limits.privateMetadata),
  blocks: z.array(z.object({ type: z.string(), block_id: z.string() }).partial()).optional(),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), element)) }).optional(),
});

/** A view as Slack sends it back; undefined when it is no form of ours, or was made by another version. */
export function readForm(view: unknown): SentForm | undefined {
  const parsed = sentView.safeParse(view);
  if (!parsed.success) return undefined;
  const opened = metadata.safeParse(fromJson(parsed.data.private_metadata));
  if (!opened.success) return undefined;
  const values = Object.entries(parsed.data.state?.values ?? {}).flatMap(([field, elements]) => {
    const sent = elements[field];
    const value = sent?.selected_option?.value ?? sent?.value ?? "";
    return value.trim() === "" ? [] : [[field, value] as const];
  });
  return { ...opened.data, values: Object.fromEntries(values) };
}

/**
 * What is wrong, at the inputs of a view as Slack sent it; what is about no input of it goes to the first. Undefined for a
 * view without inputs, which can show no errors. https://docs.slack.dev/surfaces/modals#displaying_errors
 */
export function fieldErrors(
  errors: Readonly<Record<string, string>>,
  view: unknown,
): Record<string, string> | undefined {
  const parsed = sentView.safeParse(view);
  const inputs = (parsed.data?.blocks ?? []).flatMap(({ type, block_id }) =>
    type === "input" && block_id ? [block_id] : [],
  );
  const [first] = inputs;
  if (first === undefined) return undefined;
  const placed = new Map<string, string>();
  for (const [field, message] of Object.entries(errors)) {
    const at = inputs.includes(field) ? field : first;
    const all = [placed.get(at), message].filter((text) => text !== undefined).join(" ");
    placed.set(at, all.slice(0, limits.fieldError));
  }
  return Object.fromEntries(placed);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not written by us: the schema refuses it.
    return undefined;
  }
}
