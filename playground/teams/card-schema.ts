import { z } from "zod";
import { isJson, type Json } from "./world.ts";

// Adaptive Cards 1.5 as far as Teams takes them: https://adaptivecards.io/explorer and
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference

const size = z.enum(["auto", "stretch"]);
const spacing = z.enum(["none", "small", "default", "medium", "large", "extraLarge", "padding"]);
const style = z.enum(["default", "emphasis", "good", "attention", "warning", "accent"]);
const across = z.enum(["left", "center", "right"]);
const down = z.enum(["top", "center", "bottom"]);
const https = z.url({ protocol: /^https$/, error: "must be an https address" });
const link = z.url({ protocol: /^(https?|mailto|tel|msteams)$/, error: "must be an address that Teams opens" });
const pixels = z.string().regex(/^\d+px$/, "must be like 50px");
const id = z.string().min(1);

/** Names of values are read in any case, as renderers do. */
function anyCase<Schema extends z.ZodEnum>(schema: Schema) {
  const known = schema.options.map(String);
  return z.preprocess(
    (value) => known.find((name) => typeof value === "string" && name.toLowerCase() === value.toLowerCase()) ?? value,
    schema,
  );
}

const common = {
  id: id.optional(),
  requires: z.record(z.string(), z.string()).optional(),
  fallback: z.union([z.literal("drop"), z.looseObject({ type: z.string() })]).optional(),
};
const block = {
  ...common,
  height: anyCase(size).optional(),
  isVisible: z.boolean().optional(),
  separator: z.boolean().optional(),
  spacing: anyCase(spacing).optional(),
};
const text = {
  text: z.string().min(1, "must not be empty"),
  color: anyCase(z.enum(["default", "dark", "light", "accent", "good", "warning", "attention"])).optional(),
  fontType: anyCase(z.enum(["default", "monospace"])).optional(),
  isSubtle: z.boolean().optional(),
  size: anyCase(z.enum(["default", "small", "medium", "large", "extraLarge"])).optional(),
  weight: anyCase(z.enum(["default", "lighter", "bolder"])).optional(),
};
const input = {
  ...block,
  id,
  label: z.string().optional(),
  isRequired: z.boolean().optional(),
  errorMessage: z.string().optional(),
  placeholder: z.string().optional(),
  valueChangedAction: z.strictObject({ type: z.literal("Action.ResetInputs"), targetInputIds: z.array(id) }).optional(),
};
const labelled = {
  ...common,
  title: z.string().min(1).optional(),
  iconUrl: https.optional(),
  style: anyCase(z.enum(["default", "positive", "destructive"])).optional(),
  mode: anyCase(z.enum(["primary", "secondary"])).optional(),
  isEnabled: z.boolean().optional(),
  tooltip: z.string().optional(),
};
const inputsSent = anyCase(z.enum(["auto", "none"])).optional();
const actionList = () => z.array(action).optional();
const elements = () => z.array(element);

/** What `Action.Submit` may ask of Teams. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions */
const submitData = z.union([
  z.string(),
  z.looseObject({
    msteams: z.looseObject({ type: z.enum(["task/fetch", "messageBack", "imBack", "invoke", "signin"]) }).optional(),
  }),
]);

const action: z.ZodType<Json> = z.lazy(() =>
  z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("Action.OpenUrl"), ...labelled, url: link }),
    z.strictObject({
      type: z.literal("Action.Submit"),
      ...labelled,
      data: submitData.optional(),
      associatedInputs: inputsSent,
    }),
    z.strictObject({
      type: z.literal("Action.Execute"),
      ...labelled,
      verb: z.string().optional(),
      data: z.union([z.string(), z.looseObject({})]).optional(),
      associatedInputs: inputsSent,
    }),
    z.strictObject({ type: z.literal("Action.ShowCard"), ...labelled, card: z.lazy(() => innerCard) }),
    z.strictObject({
      type: z.literal("Action.ToggleVisibility"),
      ...labelled,
      targetElements: z.array(z.union([id, z.strictObject({ elementId: id, isVisible: z.boolean().optional() })])),
    }),
  ]),
);

const box = {
  ...block,
  style: anyCase(style).nullable().optional(),
  bleed: z.boolean().optional(),
  minHeight: pixels.optional(),
  rtl: z.boolean().nullable().optional(),
  verticalContentAlignment: anyCase(down).optional(),
  selectAction: z.lazy(() => action).optional(),
  backgroundImage: z.union([https, z.looseObject({ url: https })]).optional(),
};
const column = z.strictObject({
  type: z.literal("Column").optional(),
  ...box,
  items: z.lazy(elements).optional(),
  width: z.union([z.number(), z.string()]).optional(),
});
const image = z.strictObject({
  type: z.literal("Image"),
  ...block,
  url: https,
  altText: z.string().optional(),
  size: anyCase(z.enum(["auto", "stretch", "small", "medium", "large"])).optional(),
  style: anyCase(z.enum(["default", "person"])).optional(),
  width: z.string().optional(),
  height: z.string().optional(),
  backgroundColor: z.string().optional(),
  horizontalAlignment: anyCase(across).optional(),
  selectAction: z.lazy(() => action).optional(),
});
const run = z.strictObject({
  type: z.literal("TextRun"),
  ...text,
  highlight: z.boolean().optional(),
  italic: z.boolean().optional(),
  strikethrough: z.boolean().optional(),
  underline: z.boolean().optional(),
  selectAction: z.lazy(() => action).optional(),
});
const cell = z.strictObject({ type: z.literal("TableCell").optional(), ...box, items: z.lazy(elements) });
const row = z.strictObject({
  type: z.literal("TableRow").optional(),
  cells: z.array(cell),
  style: anyCase(style).optional(),
  horizontalCellContentAlignment: anyCase(across).optional(),
  verticalCellContentAlignment: anyCase(down).optional(),
});
const choice = z.strictObject({ title: z.string().min(1), value: z.string() });
const query = z.strictObject({
  type: z.literal("Data.Query"),
  dataset: z.string().min(1),
  count: z.int().optional(),
  skip: z.int().optional(),
  associatedInputs: inputsSent,
});

const inputs = [
  z.strictObject({
    type: z.literal("Input.Text"),
    ...input,
    value: z.string().optional(),
    isMultiline: z.boolean().optional(),
    maxLength: z.int().min(1).optional(),
    regex: z.string().optional(),
    style: anyCase(z.enum(["text", "tel", "url", "email", "password"])).optional(),
    inlineAction: z.lazy(() => action).optional(),
  }),
  z.strictObject({
    type: z.literal("Input.Number"),
    ...input,
    value: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  ...(["Date", "Time"] as const).map((kind) => {
    const value = z.string().regex(kind === "Date" ? /^\d{4}-\d\d-\d\d$/ : /^\d\d:\d\d$/, "must be a date or time");
    const limits = { value: value.optional(), min: value.optional(), max: value.optional() };
    return z.strictObject({ type: z.literal(`Input.${kind}` as const), ...input, ...limits });
  }),
  z.strictObject({
    type: z.literal("Input.Toggle"),
    ...input,
    title: z.string().min(1),
    value: z.string().optional(),
    valueOn: z.string().optional(),
    valueOff: z.string().optional(),
    wrap: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal("Input.ChoiceSet"),
    ...input,
    choices: z.array(choice).optional(),
    "choices.data": query.optional(),
    isMultiSelect: z.boolean().optional(),
    style: anyCase(z.enum(["compact", "expanded", "filtered"])).optional(),
    value: z.string().optional(),
    wrap: z.boolean().optional(),
  }),
] as const;

const element: z.ZodType<Json> = z.lazy(() =>
  z.discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("TextBlock"),
      ...block,
      ...text,
      horizontalAlignment: anyCase(across).optional(),
      maxLines: z.int().min(1).optional(),
      style: anyCase(z.enum(["default", "heading", "columnHeader"])).optional(),
      wrap: z.boolean().optional(),
    }),
    z.strictObject({
      type: z.literal("RichTextBlock"),
      ...block,
      inlines: z.array(z.union([z.string(), run])),
      horizontalAlignment: anyCase(across).optional(),
    }),
    image,
    z.strictObject({
      type: z.literal("ImageSet"),
      ...block,
      images: z.array(image),
      imageSize: anyCase(z.enum(["auto", "small", "medium", "large"])).optional(),
    }),
    z.strictObject({ type: z.literal("Container"), ...box, items: elements() }),
    z.strictObject({
      type: z.literal("ColumnSet"),
      ...box,
      columns: z.array(column).optional(),
      horizontalAlignment: anyCase(across).optional(),
    }),
    z.strictObject({
      type: z.literal("FactSet"),
      ...block,
      facts: z.array(z.strictObject({ title: z.string(), value: z.string() })),
    }),
    z.strictObject({
      type: z.literal("Table"),
      ...box,
      columns: z.array(z.looseObject({ width: z.union([z.number(), z.string()]).optional() })),
      rows: z.array(row),
      firstRowAsHeader: z.boolean().optional(),
      showGridLines: z.boolean().optional(),
      gridStyle: anyCase(style).optional(),
      horizontalCellContentAlignment: anyCase(across).optional(),
      verticalCellContentAlignment: anyCase(down).optional(),
    }),
    z.strictObject({ type: z.literal("ActionSet"), ...block, actions: z.array(action).min(1) }),
    ...inputs,
  ]),
);

const card = {
  $schema: z.string().optional(),
  body: z.lazy(elements).optional(),
  actions: z.lazy(actionList),
  selectAction: z.lazy(() => action).optional(),
  fallbackText: z.string().optional(),
  speak: z.string().optional(),
  lang: z.string().optional(),
  rtl: z.boolean().nullable().optional(),
  minHeight: pixels.optional(),
  backgroundImage: z.union([https, z.looseObject({ url: https })]).optional(),
  verticalContentAlignment: anyCase(down).optional(),
  metadata: z.strictObject({ webUrl: link.optional() }).optional(),
  refresh: z.strictObject({ action: z.lazy(() => action), userIds: z.array(z.string()).max(60).optional() }).optional(),
  msteams: z
    .strictObject({ width: z.literal("Full").optional(), entities: z.array(z.looseObject({})).optional() })
    .optional(),
};
const innerCard = z.strictObject({ type: z.literal("AdaptiveCard"), version: z.string().optional(), ...card });
const wholeCard = z.strictObject({
  type: z.literal("AdaptiveCard"),
  version: z.enum(["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"], "must be 1.5 at most"),
  ...card,
});

/**
 * Every rule that a card breaks, as `/body/0/text: must not be empty`.
 * @param where in a dialog, where Teams does nothing for a button with `data.msteams`
 */
export function checkCard(content: unknown, where: "message" | "dialog"): readonly string[] {
  const read = wholeCard.safeParse(content, { reportInput: true });
  if (!read.success) return read.error.issues.map(words);
  const all = partsOf(content);
  const ids = all.flatMap((part) => (typeof part["id"] === "string" ? [part["id"]] : []));
  const repeated = ids.filter((one, index) => ids.indexOf(one) < index);
  const asking = all.filter(({ data }) => isJson(data) && data["msteams"] !== undefined);
  return [
    ...repeated.map((one) => `/: the id "${one}" is there twice`),
    ...(where === "dialog" && asking.length > 0 ? ["/: data.msteams does nothing in a dialog"] : []),
    ...all.flatMap(({ targetElements = [] }) =>
      (targetElements as readonly unknown[])
        .map((target) => String(isJson(target) ? target["elementId"] : target))
        .flatMap((target) => (ids.includes(target) ? [] : [`/: no element has the id "${target}"`])),
    ),
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
  return `${at}: ${issue.discriminator === undefined ? "is of no kind that fits" : `Teams knows no ${type || "element without a type"}`}`;
}
