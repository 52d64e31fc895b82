import type { Activity } from "botframework-schema";
import { z } from "zod";

const action = z.object({
  type: z.string(),
  title: z.string(),
  url: z.string().optional(),
  mode: z.string().optional(),
});
const element = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  wrap: z.boolean().optional(),
  size: z.string().optional(),
  color: z.string().optional(),
  fontType: z.string().optional(),
  isSubtle: z.boolean().optional(),
  style: z.string().optional(),
  label: z.string().optional(),
  value: z.string().optional(),
  placeholder: z.string().optional(),
  isRequired: z.boolean().optional(),
  isMultiline: z.boolean().optional(),
  choices: z.array(z.object({ title: z.string(), value: z.string() })).optional(),
  actions: z.array(action).optional(),
  get items(): z.ZodOptional<z.ZodArray<typeof element>> {
    return z.array(element).optional();
  },
});
const card = z.object({ type: z.literal("AdaptiveCard"), version: z.string(), body: z.array(element) });

/** A card, read as a person sees it. */
export type ReadCard = z.infer<typeof card>;
export type ReadElement = z.infer<typeof element>;
export type ReadAction = z.infer<typeof action>;

/** The card of a message or of a dialog. @throws when there is not exactly one */
export function cardIn(shown: Partial<Activity> | { readonly card: { readonly content?: unknown } }): ReadCard {
  const attachments = "card" in shown ? [shown.card] : ((shown as Partial<Activity>).attachments ?? []);
  if (attachments.length !== 1) throw new Error(`${attachments.length} cards`);
  return card.parse(attachments[0]?.content);
}

/** All elements, with those inside others. */
export function elementsOf(body: readonly ReadElement[]): readonly ReadElement[] {
  return body.flatMap((one) => [one, ...elementsOf(one.items ?? [])]);
}

/**
 * A message or dialog in a few lines that keep every text, size and colour, button label and address: `N:` is the summary.
 * Buttons stand in brackets, those behind `…` after `⋯`.
 */
export function cardText(shown: Partial<Activity> | { readonly title: string; readonly card: object }): string {
  const head = "title" in shown ? [`title: ${shown.title}`] : [`N: ${(shown as Partial<Activity>).summary}`];
  return [...head, ...cardIn(shown as Partial<Activity>).body.flatMap(elementText)].map(timeless).join("\n");
}

function elementText(one: ReadElement): readonly string[] {
  switch (one.type) {
    case "TextBlock": {
      const looks = [one.size, one.color, one.fontType, one.isSubtle && "subtle"].filter(Boolean).join(", ");
      return [looks === "" ? `  ${one.text}` : `${looks.toLowerCase()}: ${one.text}`];
    }
    case "Container":
      return (one.items ?? []).flatMap(elementText).map((line) => `${one.style} ${line}`);
    case "ActionSet": {
      const all = one.actions ?? [];
      const shown = all.filter(({ mode }) => mode !== "secondary").map((button) => `[${label(button)}]`);
      const more = all.filter(({ mode }) => mode === "secondary").map(label);
      return [`actions: ${[...shown, ...(more.length > 0 ? [`⋯ ${more.join(" | ")}`] : [])].join(" ")}`];
    }
    default:
      return inputText(one);
  }
}

function inputText(one: ReadElement): readonly string[] {
  const traits = [one.type, one.style, one.isMultiline && "long", !one.isRequired && "optional"].filter(Boolean);
  return [
    `input: ${one.label} (${traits.join(", ")})`,
    ...(one.placeholder === undefined ? [] : [`  placeholder: ${one.placeholder}`]),
    ...(one.value === undefined ? [] : [`  value: ${one.value.replaceAll("\n", "⏎")}`]),
    ...(one.choices ?? []).map(({ title }) => `  choice: ${title}`),
  ];
}

function label({ title, url, type }: ReadAction): string {
  return `${title}${type === "Action.Execute" ? " (in its place)" : ""}${url === undefined ? "" : ` → ${url}`}`;
}

/** Guards cannot be seen, and links to chats and channels are long. */
function timeless(line: string): string {
  return line
    .replaceAll("\u200b", "‹guard›")
    .replace(/\(https:\/\/teams\.microsoft\.com\/l\/channel\/[^)]*\)/g, "(channel)")
    .replace(/\(https:\/\/teams\.microsoft\.com\/l\/chat\/0\/0\?users=([^)]*?)%40acme\.example\)/g, "(chat with $1)");
}
