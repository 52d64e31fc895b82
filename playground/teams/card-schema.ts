import { z } from "zod";
import { isJson, type Json } from "./world.ts";

// Adaptive Cards 1.5 as far as Teams takes them: https://adaptivecards.io/explorer and
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference

/** What there is, each with its properties: `name:type`, `[]` for several, `!` for what must be there, `@` for a group. */
const elements = {
  TextBlock: "@block @font text:id! wrap:flag maxLines:count horizontalAlignment:across style:textStyle",
  RichTextBlock: "@block inlines:inline[]! horizontalAlignment:across",
  Image:
    "@block url:https! altText:text size:imageSize style:imageStyle width:text height:text backgroundColor:text horizontalAlignment:across selectAction:action",
  ImageSet: "@block images:element[]! imageSize",
  Container: "@box items:element[]!",
  ColumnSet: "@box columns:Column[] horizontalAlignment:across",
  FactSet: "@block facts:Fact[]!",
  Table: "@box @cells columns:any[]! rows:TableRow[]! firstRowAsHeader:flag showGridLines:flag gridStyle:style",
  ActionSet: "@block actions:action[]!",
  "Input.Text": "@input value:text isMultiline:flag maxLength:count regex:text inlineAction:action style:inputStyle",
  "Input.Number": "@input value:number min:number max:number",
  "Input.Date": "@input value:date min:date max:date",
  "Input.Time": "@input value:time min:time max:time",
  "Input.Toggle": "@input title:id! value:text valueOn:text valueOff:text wrap:flag",
  "Input.ChoiceSet":
    "@input choices:Choice[] choices.data:query value:text isMultiSelect:flag wrap:flag style:choiceStyle",
};
const actions = {
  "Action.OpenUrl": "@button url:link!",
  "Action.Submit": "@button data associatedInputs",
  "Action.Execute": "@button verb:text data associatedInputs",
  "Action.ShowCard": "@button card:innerCard!",
  "Action.ToggleVisibility": "@button targetElements:target[]!",
};
/** What stands in them and may leave out its type. */
const parts = {
  Column: "@box items:element[] width",
  TableRow: "@cells cells:TableCell[]! style",
  TableCell: "@box items:element[]!",
  TextRun: "@font text! highlight:flag italic:flag strikethrough:flag underline:flag selectAction:action",
  Fact: "title:text! value:text!",
  Choice: "title:id! value:text!",
};
const groups: Readonly<Record<string, string>> = {
  lowest: "id requires:any fallback:any",
  block: "@lowest isVisible:flag separator:flag height:blockHeight spacing",
  box: "@block @back style bleed:flag verticalContentAlignment:down selectAction:action",
  back: "backgroundImage:picture minHeight:pixels rtl:any",
  font: "fontType isSubtle:flag weight color size:fontSize",
  button: "@lowest title:id iconUrl:https isEnabled:flag tooltip:text style:buttonStyle mode",
  input: "@block label:text isRequired:flag errorMessage:text placeholder:text valueChangedAction:any id!",
  cells: "horizontalCellContentAlignment:across verticalCellContentAlignment:down",
  card: "$schema:text body:element[] actions:action[] selectAction:action lang:text speak:text @back fallbackText:text verticalContentAlignment:down metadata:any refresh msteams",
};
/** Words that are read in any case. */
const words = {
  ...{ across: "left center right", down: "top center bottom", blockHeight: "auto stretch", mode: "primary secondary" },
  ...{ fontType: "default monospace", weight: "default lighter bolder", associatedInputs: "auto none" },
  color: "default dark light accent good warning attention",
  fontSize: "default small medium large extraLarge",
  spacing: "none small default medium large extraLarge padding",
  style: "default emphasis good attention warning accent",
  imageSize: "auto stretch small medium large",
  ...{ imageStyle: "default person", textStyle: "default heading columnHeader" },
  ...{ buttonStyle: "default positive destructive", choiceStyle: "compact expanded filtered" },
  inputStyle: "text tel url email password",
};

const text = z.string();
const id = z.string().min(1, "must not be empty");
const https = z.url({ protocol: /^https$/, error: "must be an https address" });
/** What `Action.Submit` may ask of Teams. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions */
const asked = z.looseObject({ type: z.enum(["task/fetch", "messageBack", "imBack", "invoke", "signin"]) });
const types: Readonly<Record<string, z.ZodType>> = {
  ...{ any: z.unknown(), flag: z.boolean(), text, id, number: z.number(), count: z.int().min(1), https },
  link: z.url({ protocol: /^(https?|mailto|tel|msteams)$/, error: "must be an address that Teams opens" }),
  picture: z.union([https, z.looseObject({ url: https })]),
  pixels: text.regex(/^\d+px$/, "must be like 50px"),
  date: text.regex(/^\d{4}-\d\d-\d\d$/, "must be a date"),
  time: text.regex(/^\d\d:\d\d$/, "must be a time"),
  version: text.regex(/^1\.[0-5]$/, "must be 1.5 at most"),
  width: z.union([z.number(), text]),
  data: z.union([text, z.looseObject({ msteams: asked.optional() })]),
  target: z.union([id, z.looseObject({ elementId: id })]),
  query: z.looseObject({ type: z.literal("Data.Query"), dataset: id }),
  inline: z.lazy(() => z.union([text, typed("TextRun")])),
  refresh: z.looseObject({ action: z.lazy(() => typed("action")), userIds: z.array(text).max(60).optional() }),
  msteams: z.strictObject({ width: z.literal("Full").optional(), entities: z.array(z.unknown()).optional() }),
  ...Object.fromEntries(Object.entries(words).map(([name, all]) => [name, one(all)])),
  ...Object.fromEntries(Object.entries(parts).map(([name, all]) => [name, kind(name, all, true)])),
  element: z.lazy(() => anyOf(elements)),
  action: z.lazy(() => anyOf(actions)),
  innerCard: z.lazy(() => kind("AdaptiveCard", "@card version:text")),
};

function typed(name: string): z.ZodType {
  return types[name] ?? z.never(`There is no type ${name}.`);
}

function one(all: string): z.ZodType {
  const known = all.toLowerCase().split(" ");
  return z.custom<string>((value) => known.includes(String(value).toLowerCase()), `must be one of ${all}`);
}

function anyOf(kinds: Readonly<Record<string, string>>): z.ZodType {
  const all = Object.entries(kinds).map(([name, properties]) => kind(name, properties));
  return z.discriminatedUnion("type", all as [z.ZodObject<{ type: z.ZodLiteral }>]);
}

function kind(name: string, properties: string, isPart = false): z.ZodObject {
  const type = z.literal(name);
  return z.strictObject({ type: isPart ? type.optional() : type, ...Object.fromEntries(shape(properties)) });
}

function shape(properties: string): readonly (readonly [string, z.ZodType])[] {
  return properties.split(" ").flatMap((property) => {
    if (property.startsWith("@")) return shape(groups[property.slice(1)] ?? "");
    const [, name = "", type = name, several, needed] = /^([^:![]+)(?::([^![]+))?(\[\])?(!)?$/.exec(property) ?? [];
    const single = z.lazy(() => typed(type));
    const schema = several === undefined ? single : z.array(single);
    return [[name, needed === undefined ? schema.optional() : schema] as const];
  });
}

const wholeCard = z.lazy(() => kind("AdaptiveCard", "@card version!"));

/**
 * Every rule that a card breaks, as `/body/0/text: must not be empty`.
 * @param where in a dialog, where Teams does nothing for a button with `data.msteams`
 */
export function checkCard(content: unknown, where: "message" | "dialog"): readonly string[] {
  const read = wholeCard.safeParse(content, { reportInput: true });
  if (!read.success) return read.error.issues.map(problem);
  const all = partsOf(content);
  const ids = all.flatMap((part) => (typeof part["id"] === "string" ? [part["id"]] : []));
  const asking = all.filter(({ data }) => isJson(data) && data["msteams"] !== undefined);
  const toggled = all
    .flatMap(({ targetElements = [] }) => targetElements as readonly unknown[])
    .map((target) => String(isJson(target) ? target["elementId"] : target));
  return [
    ...ids.filter((name, index) => ids.indexOf(name) < index).map((name) => `/: the id "${name}" is there twice`),
    ...(where === "dialog" && asking.length > 0 ? ["/: data.msteams does nothing in a dialog"] : []),
    ...toggled.filter((name) => !ids.includes(name)).map((name) => `/: no element has the id "${name}"`),
  ];
}

/** Everything with a type in a card, itself too, in order; what stands in the data of actions is no part of it. */
export function partsOf(content: unknown): readonly Json[] {
  if (Array.isArray(content)) return content.flatMap(partsOf);
  if (!isJson(content)) return [];
  const inner = Object.entries(content).flatMap(([key, value]) => (key === "data" ? [] : partsOf(value)));
  return typeof content["type"] === "string" ? [content, ...inner] : inner;
}

function problem(issue: z.core.$ZodIssue): string {
  const at = `/${issue.path.map(String).join("/")}`;
  if (issue.code === "unrecognized_keys") return `${at}: Teams knows no ${issue.keys.join(", ")}`;
  if (issue.code !== "invalid_union") return `${at}: ${issue.message}`;
  const type = isJson(issue.input) ? String(issue.input["type"]) : "";
  return `${at}: ${issue.discriminator === undefined ? "is of no kind that fits" : `Teams knows no ${type}`}`;
}
