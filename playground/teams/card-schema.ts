import { z } from "zod";
import { isJson, type Json } from "./world.ts";

// Adaptive Cards 1.5 as far as Teams takes them: https://adaptivecards.io/explorer and
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference

type Shape = Readonly<Record<string, z.ZodType>>;

const flag = z.boolean();
const text = z.string();
const id = z.string().min(1, "must not be empty");
const https = z.url({ protocol: /^https$/, error: "must be an https address" });
const link = z.url({ protocol: /^(https?|mailto|tel|msteams)$/, error: "must be an address that Teams opens" });
const picture = z.union([https, z.looseObject({ url: https })]);

/** One of these words, in any case, as renderers read them. */
function one(words: string): z.ZodType {
  const known = words.split(" ");
  const isKnown = (value: unknown) => known.some((word) => word.toLowerCase() === String(value).toLowerCase());
  return z.custom<string>(isKnown, `must be one of ${words}`);
}

function optional(shape: Shape): Shape {
  return Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, schema.optional()]));
}

/** An object with this type: what it must have, and what it may. */
function kind<Type extends string>(type: Type, needed: Shape, more: Shape = {}) {
  return z.strictObject({ type: z.literal(type), ...optional(more), ...needed });
}

const later = (schema: () => z.ZodType): z.ZodType => z.lazy(schema);
const act = later(() => action);
const elements = later(() => z.array(element));

const style = one("default emphasis good attention warning accent");
const across = one("left center right");
const down = one("top center bottom");
const lowest = { id, requires: z.record(text, text), fallback: z.union([z.literal("drop"), z.looseObject({})]) };
const block = {
  ...{ ...lowest, isVisible: flag, separator: flag, height: one("auto stretch") },
  spacing: one("none small default medium large extraLarge padding"),
};
const font = {
  ...{ fontType: one("default monospace"), isSubtle: flag, weight: one("default lighter bolder") },
  color: one("default dark light accent good warning attention"),
  size: one("default small medium large extraLarge"),
};
const background = { backgroundImage: picture, minHeight: text.regex(/^\d+px$/), rtl: flag.nullable() };
const box = { ...block, ...background, style, bleed: flag, verticalContentAlignment: down, selectAction: act };

const button = {
  ...{ ...lowest, title: id, iconUrl: https, isEnabled: flag, tooltip: text },
  ...{ style: one("default positive destructive"), mode: one("primary secondary") },
};
const inputsSent = one("auto none");
/** What `Action.Submit` may ask of Teams. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions */
const asked = z.looseObject({ type: z.enum(["task/fetch", "messageBack", "imBack", "invoke", "signin"]) });
const data = z.union([text, z.looseObject({ msteams: asked.optional() })]);
const target = z.union([id, z.strictObject({ elementId: id, isVisible: flag.optional() })]);

const action = z.discriminatedUnion("type", [
  kind("Action.OpenUrl", { url: link }, button),
  kind("Action.Submit", {}, { ...button, data, associatedInputs: inputsSent }),
  kind("Action.Execute", {}, { ...button, verb: text, data, associatedInputs: inputsSent }),
  kind("Action.ShowCard", { card: later(() => innerCard) }, button),
  kind("Action.ToggleVisibility", { targetElements: z.array(target) }, button),
]);

const image = kind(
  "Image",
  { url: https },
  {
    ...{ ...block, altText: text, size: one("auto stretch small medium large"), style: one("default person") },
    ...{ width: text, height: text, backgroundColor: text, horizontalAlignment: across, selectAction: act },
  },
);
const run = kind(
  "TextRun",
  { text },
  { ...font, highlight: flag, italic: flag, strikethrough: flag, underline: flag, selectAction: act },
);
const part = (type: string, needed: Shape, more: Shape) =>
  z.strictObject({ type: z.literal(type).optional(), ...optional(more), ...needed });
const cells = { horizontalCellContentAlignment: across, verticalCellContentAlignment: down };
const row = part("TableRow", { cells: z.array(part("TableCell", { items: elements }, box)) }, { style, ...cells });
const width = z.union([z.number(), text]);
const column = part("Column", {}, { ...box, items: elements, width });

const input = {
  ...{ ...block, label: text, isRequired: flag, errorMessage: text, placeholder: text },
  valueChangedAction: kind("Action.ResetInputs", { targetInputIds: z.array(id) }),
};
const query = kind("Data.Query", { dataset: id }, { count: z.int(), skip: z.int(), associatedInputs: inputsSent });
const choices = z.array(z.strictObject({ title: id, value: text }));
const date = text.regex(/^\d{4}-\d\d-\d\d$/, "must be a date");
const time = text.regex(/^\d\d:\d\d$/, "must be a time");
const number = z.number();

const element = z.discriminatedUnion("type", [
  kind(
    "TextBlock",
    { text: id },
    {
      ...{ ...block, ...font, horizontalAlignment: across, maxLines: z.int().min(1), wrap: flag },
      style: one("default heading columnHeader"),
    },
  ),
  kind("RichTextBlock", { inlines: z.array(z.union([text, run])) }, { ...block, horizontalAlignment: across }),
  image,
  kind("ImageSet", { images: z.array(image) }, { ...block, imageSize: one("auto small medium large") }),
  kind("Container", { items: elements }, box),
  kind("ColumnSet", {}, { ...box, columns: z.array(column), horizontalAlignment: across }),
  kind("FactSet", { facts: z.array(z.strictObject({ title: text, value: text })) }, block),
  kind(
    "Table",
    { columns: z.array(z.looseObject({ width: width.optional() })), rows: z.array(row) },
    { ...box, ...cells, firstRowAsHeader: flag, showGridLines: flag, gridStyle: style },
  ),
  kind("ActionSet", { actions: z.array(act).min(1, "must not be empty") }, block),
  kind(
    "Input.Text",
    { id },
    {
      ...{ ...input, value: text, isMultiline: flag, maxLength: z.int().min(1), regex: text, inlineAction: act },
      style: one("text tel url email password"),
    },
  ),
  kind("Input.Number", { id }, { ...input, value: number, min: number, max: number }),
  kind("Input.Date", { id }, { ...input, value: date, min: date, max: date }),
  kind("Input.Time", { id }, { ...input, value: time, min: time, max: time }),
  kind("Input.Toggle", { id, title: id }, { ...input, value: text, valueOn: text, valueOff: text, wrap: flag }),
  kind(
    "Input.ChoiceSet",
    { id },
    {
      ...{ ...input, choices, "choices.data": query, value: text, isMultiSelect: flag, wrap: flag },
      style: one("compact expanded filtered"),
    },
  ),
]);

const card = {
  ...{ $schema: text, body: elements, actions: z.array(act), selectAction: act, lang: text, speak: text },
  ...{ ...background, fallbackText: text, verticalContentAlignment: down, metadata: z.looseObject({}) },
  refresh: z.strictObject({ action: act, userIds: z.array(text).max(60).optional() }),
  msteams: z.strictObject(optional({ width: z.literal("Full"), entities: z.array(z.looseObject({})) })),
};
const innerCard = kind("AdaptiveCard", {}, { ...card, version: text });
const version = text.regex(/^1\.[0-5]$/, "must be 1.5 at most");
const wholeCard = kind("AdaptiveCard", { version }, card);

/**
 * Every rule that a card breaks, as `/body/0/text: must not be empty`.
 * @param where in a dialog, where Teams does nothing for a button with `data.msteams`
 */
export function checkCard(content: unknown, where: "message" | "dialog"): readonly string[] {
  const read = wholeCard.safeParse(content, { reportInput: true });
  if (!read.success) return read.error.issues.map(words);
  const all = partsOf(content);
  const ids = all.flatMap((one) => (typeof one["id"] === "string" ? [one["id"]] : []));
  const asking = all.filter(({ data: sent }) => isJson(sent) && sent["msteams"] !== undefined);
  const toggled = all
    .flatMap(({ targetElements = [] }) => targetElements as readonly unknown[])
    .map((one) => String(isJson(one) ? one["elementId"] : one));
  return [
    ...ids.filter((one, index) => ids.indexOf(one) < index).map((one) => `/: the id "${one}" is there twice`),
    ...(where === "dialog" && asking.length > 0 ? ["/: data.msteams does nothing in a dialog"] : []),
    ...toggled.filter((one) => !ids.includes(one)).map((one) => `/: no element has the id "${one}"`),
  ];
}

/** Everything with a type in a card, itself too, in order; what stands in the data of actions is no part of it. */
export function partsOf(content: unknown): readonly Json[] {
  if (Array.isArray(content)) return content.flatMap(partsOf);
  if (!isJson(content)) return [];
  const inner = Object.entries(content).flatMap(([key, value]) => (key === "data" ? [] : partsOf(value)));
  return typeof content["type"] === "string" ? [content, ...inner] : inner;
}

function words(issue: z.core.$ZodIssue): string {
  const at = `/${issue.path.map(String).join("/")}`;
  if (issue.code === "unrecognized_keys") return `${at}: Teams knows no ${issue.keys.join(", ")}`;
  if (issue.code !== "invalid_union") return `${at}: ${issue.message}`;
  const type = isJson(issue.input) ? String(issue.input["type"]) : "";
  return `${at}: ${issue.discriminator === undefined ? "is of no kind that fits" : `Teams knows no ${type}`}`;
}
