import { z } from "zod";
import { accessory, actionElement, imageElement, inputElement } from "./block-elements.ts";
import { anyText, identifier, mrkdwnText, plainText, webAddress } from "./block-objects.ts";
import { richTextBlock } from "./rich-text.ts";

// Limits: https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/reference/views

const common = { block_id: identifier.optional() };

const section = z
  .strictObject({
    type: z.literal("section"),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
    ...common,
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, {
    path: ["type"],
    message: "must define either `text` or `fields`",
  });

const image = z.strictObject({
  type: z.literal("image"),
  image_url: webAddress.optional(),
  slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
  alt_text: z.string().min(1).max(2000),
  title: plainText(2000).optional(),
  ...common,
});

const tableCell = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("raw_text"), text: z.string() }),
  z.strictObject({ type: z.literal("raw_number"), value: z.number(), text: z.string().optional() }),
  richTextBlock,
]);

const table = z.strictObject({
  type: z.literal("table"),
  rows: z.array(z.array(tableCell).max(20)).min(1).max(100),
  column_settings: z
    .array(
      z
        .strictObject({ align: z.enum(["left", "center", "right"]).optional(), is_wrapped: z.boolean().optional() })
        .nullable(),
    )
    .max(20)
    .optional(),
  ...common,
});

const anywhere = [
  section,
  image,
  richTextBlock,
  z.strictObject({ type: z.literal("divider"), ...common }),
  z.strictObject({
    type: z.literal("header"),
    text: plainText(150),
    level: z.number().int().min(1).max(4).optional(),
    ...common,
  }),
  z.strictObject({
    type: z.literal("context"),
    elements: z
      .array(z.discriminatedUnion("type", [plainText(3000), mrkdwnText(3000), imageElement]))
      .min(1)
      .max(10),
    ...common,
  }),
  z.strictObject({ type: z.literal("actions"), elements: z.array(actionElement).min(1).max(25), ...common }),
  z.strictObject({
    type: z.literal("input"),
    label: plainText(2000),
    element: inputElement,
    hint: plainText(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    ...common,
  }),
] as const;

/** A block of a message. */
export const messageBlock = z.discriminatedUnion("type", [
  ...anywhere,
  table,
  z.strictObject({ type: z.literal("markdown"), text: z.string().min(1).max(12_000), ...common }),
]);

/** A block of a modal. */
export const modalBlock = z.discriminatedUnion("type", [
  ...anywhere,
  z.strictObject({
    type: z.literal("alert"),
    text: anyText(3000),
    level: z.enum(["default", "info", "warning", "error", "success"]).optional(),
    ...common,
  }),
]);

/** A modal without its blocks. */
export const modalFrame = z.strictObject({
  type: z.literal("modal"),
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
});
