import { z } from "zod";
import { identifier, webAddress } from "./block-objects.ts";

// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
    underline: z.boolean().optional(),
  })
  .optional();
const mentionStyle = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    highlight: z.boolean().optional(),
    client_highlight: z.boolean().optional(),
    unlink: z.boolean().optional(),
  })
  .optional();

const leaf = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: z.string().min(1), style }),
  z.strictObject({
    type: z.literal("link"),
    url: webAddress,
    text: z.string().optional(),
    unsafe: z.boolean().optional(),
    style,
  }),
  z.strictObject({ type: z.literal("emoji"), name: z.string().min(1), unicode: z.string().optional() }),
  z.strictObject({ type: z.literal("user"), user_id: z.string().min(1), style: mentionStyle }),
  z.strictObject({ type: z.literal("usergroup"), usergroup_id: z.string().min(1), style: mentionStyle }),
  z.strictObject({ type: z.literal("channel"), channel_id: z.string().min(1), style: mentionStyle }),
  z.strictObject({ type: z.literal("broadcast"), range: z.enum(["here", "channel", "everyone"]) }),
  z.strictObject({ type: z.literal("color"), value: z.string().min(1) }),
  z.strictObject({
    type: z.literal("date"),
    timestamp: z.number().int(),
    format: z.string().min(1),
    url: webAddress.optional(),
    fallback: z.string().optional(),
    style,
  }),
]);

const border = z.union([z.literal(0), z.literal(1)]).optional();
const section = z.strictObject({ type: z.literal("rich_text_section"), elements: z.array(leaf) });

/** Typed, unparsed formatting. */
export const richTextBlock = z.strictObject({
  type: z.literal("rich_text"),
  block_id: identifier.optional(),
  elements: z.array(
    z.discriminatedUnion("type", [
      section,
      z.strictObject({
        type: z.literal("rich_text_list"),
        style: z.enum(["bullet", "ordered"]),
        elements: z.array(section),
        indent: z.number().int().min(0).max(8).optional(),
        offset: z.number().int().min(0).optional(),
        border,
      }),
      z.strictObject({
        type: z.literal("rich_text_preformatted"),
        elements: z.array(leaf),
        border,
        language: z.string().optional(),
      }),
      z.strictObject({ type: z.literal("rich_text_quote"), elements: z.array(leaf), border }),
    ]),
  ),
});
