import { z } from "zod";
import { accessory, actionElement, imageElement, inputElement, picture } from "./block-elements.ts";
import {
  anyText,
  flag,
  identifier,
  kind,
  list,
  mrkdwnText,
  object,
  plainText,
  text,
  webAddress,
} from "./block-objects.ts";

// Limits: https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/reference/views

const block = <Type extends string, Needed extends z.ZodRawShape, Optional extends z.ZodRawShape>(
  type: Type,
  needed: Needed,
  optional: Optional,
) => kind(type, needed, { ...optional, block_id: identifier });

const some = z.string().min(1);
const flags = (...names: readonly string[]) => object({}, Object.fromEntries(names.map((name) => [name, flag])));
const styled = { style: flags("bold", "italic", "strike", "code", "underline") };
const mentioned = { style: flags("bold", "italic", "strike", "highlight", "client_highlight", "unlink") };

// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
const spans = z.array(
  z.discriminatedUnion("type", [
    kind("text", { text: some }, styled),
    kind("link", { url: webAddress }, { text: z.string(), unsafe: flag, ...styled }),
    kind("emoji", { name: some }, { unicode: z.string() }),
    kind("user", { user_id: some }, mentioned),
    kind("usergroup", { usergroup_id: some }, mentioned),
    kind("channel", { channel_id: some }, mentioned),
    kind("broadcast", { range: z.enum(["here", "channel", "everyone"]) }, {}),
    kind("color", { value: some }, {}),
    kind("date", { timestamp: z.int(), format: some }, { url: webAddress, fallback: z.string(), ...styled }),
  ]),
);
const border = z.literal([0, 1]);
const paragraph = kind("rich_text_section", { elements: spans }, {});
const richText = block(
  "rich_text",
  {
    elements: z.array(
      z.discriminatedUnion("type", [
        paragraph,
        kind(
          "rich_text_list",
          { style: z.enum(["bullet", "ordered"]), elements: z.array(paragraph) },
          { indent: z.int().min(0).max(8), offset: z.int().min(0), border },
        ),
        kind("rich_text_preformatted", { elements: spans }, { border, language: z.string() }),
        kind("rich_text_quote", { elements: spans }, { border }),
      ]),
    ),
  },
  {},
);

const tableCell = z.discriminatedUnion("type", [
  kind("raw_text", { text: z.string() }, {}),
  kind("raw_number", { value: z.number() }, { text: z.string() }),
  richText,
]);
const tableColumn = object({}, { align: z.enum(["left", "center", "right"]), is_wrapped: flag });
const [pictureNeeds, pictureTakes] = picture;

const anywhere = [
  block("section", {}, { text: anyText(3000), fields: list(anyText(2000), 10), accessory, expand: flag }).refine(
    (section) => section.text !== undefined || section.fields !== undefined,
    {
      path: ["type"],
      message: "must define either `text` or `fields`",
    },
  ),
  block("image", pictureNeeds, { ...pictureTakes, title: plainText(2000) }),
  richText,
  block("divider", {}, {}),
  block("header", { text: plainText(150) }, { level: z.int().min(1).max(4) }),
  block(
    "context",
    { elements: list(z.discriminatedUnion("type", [plainText(3000), mrkdwnText(3000), imageElement]), 10) },
    {},
  ),
  block("actions", { elements: list(actionElement, 25) }, {}),
  block(
    "input",
    { label: plainText(2000), element: inputElement },
    { hint: plainText(2000), optional: flag, dispatch_action: flag },
  ),
] as const;

/** A block of a message. */
export const messageBlock = z.discriminatedUnion("type", [
  ...anywhere,
  block(
    "table",
    { rows: list(z.array(tableCell).max(20), 100) },
    { column_settings: z.array(tableColumn.nullable()).max(20) },
  ),
  block("markdown", { text: text(12_000) }, {}),
]);

/** A block of a modal. */
export const modalBlock = z.discriminatedUnion("type", [
  ...anywhere,
  block("alert", { text: anyText(3000) }, { level: z.enum(["default", "info", "warning", "error", "success"]) }),
]);

/** A modal without its blocks. */
export const modalFrame = kind(
  "modal",
  { title: plainText(24), blocks: z.array(z.unknown()) },
  {
    submit: plainText(24),
    close: plainText(24),
    private_metadata: z.string().max(3000),
    callback_id: z.string().max(255),
    external_id: z.string().max(255),
    clear_on_close: flag,
    notify_on_close: flag,
    submit_disabled: flag,
  },
);
