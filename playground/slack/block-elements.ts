import { z } from "zod";
import {
  boxOption,
  confirmation,
  dispatchConfig,
  identifier,
  menuOption,
  optionGroup,
  overflowOption,
  plainText,
  webAddress,
} from "./block-objects.ts";

// Limits: https://docs.slack.dev/reference/block-kit/block-elements

const common = { action_id: identifier.optional() };
const confirmable = { ...common, confirm: confirmation.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(150).optional() };
const filter = z.strictObject({
  include: z
    .array(z.enum(["im", "mpim", "private", "public"]))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
});
const conversations = { filter: filter.optional(), default_to_current_conversation: z.boolean().optional() };
const several = { max_selected_items: z.number().int().min(1).optional() };
const respondable = { response_url_enabled: z.boolean().optional() };
const queried = { min_query_length: z.number().int().min(0).optional() };
const text = z.string().optional();
const texts = z.array(z.string()).optional();
const length = z.number().int().min(0).max(3000);
const listed = {
  options: z.array(menuOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};

const menu = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...confirmable, ...focusable, ...placeholder, ...shape });

const typed = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({
    type: z.literal(type),
    ...common,
    ...focusable,
    ...placeholder,
    dispatch_action_config: dispatchConfig.optional(),
    ...shape,
  });

const boxes = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({
    type: z.literal(type),
    ...confirmable,
    ...focusable,
    options: z.array(boxOption).min(1).max(10),
    ...shape,
  });

const button = z.strictObject({
  type: z.literal("button"),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: webAddress.optional(),
  style: z.enum(["primary", "danger"]).optional(),
  accessibility_label: z.string().max(75).optional(),
  ...confirmable,
});

/** A picture inside another block. */
export const imageElement = z.strictObject({
  type: z.literal("image"),
  image_url: webAddress.optional(),
  slack_file: z.strictObject({ id: text, url: text }).optional(),
  alt_text: z.string().min(1).max(2000),
});

const overflow = z.strictObject({
  type: z.literal("overflow"),
  options: z.array(overflowOption).min(1).max(5),
  ...confirmable,
});

const oneSource = [
  (element: { options?: unknown; option_groups?: unknown }) =>
    (element.options === undefined) !== (element.option_groups === undefined),
  "needs either options or option_groups",
] as const;

const choosers = [
  menu("static_select", { ...listed, initial_option: menuOption.optional() }).refine(...oneSource),
  menu("multi_static_select", {
    ...listed,
    ...several,
    initial_options: z.array(menuOption).optional(),
  }).refine(...oneSource),
  menu("external_select", { ...queried, initial_option: menuOption.optional() }),
  menu("multi_external_select", { ...queried, ...several, initial_options: z.array(menuOption).optional() }),
  menu("users_select", { initial_user: text }),
  menu("multi_users_select", { ...several, initial_users: texts }),
  menu("channels_select", { ...respondable, initial_channel: text }),
  menu("multi_channels_select", { ...several, initial_channels: texts }),
  menu("conversations_select", { ...respondable, ...conversations, initial_conversation: text }),
  menu("multi_conversations_select", { ...several, ...conversations, initial_conversations: texts }),
  menu("datepicker", { initial_date: z.iso.date().optional() }),
  menu("timepicker", { initial_time: z.iso.time({ precision: -1 }).optional(), timezone: text }),
  menu("datetimepicker", { initial_date_time: z.number().int().optional() }).omit({ placeholder: true }),
  boxes("checkboxes", { initial_options: z.array(boxOption).min(1).optional() }),
  boxes("radio_buttons", { initial_option: boxOption.optional() }),
] as const;

const typedInputs = [
  typed("plain_text_input", {
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: length.optional(),
    max_length: length.min(1).optional(),
  }),
  typed("email_text_input", { initial_value: text }),
  typed("url_text_input", { initial_value: text }),
  typed("number_input", { is_decimal_allowed: z.boolean(), initial_value: text, min_value: text, max_value: text }),
  z.strictObject({
    type: z.literal("file_input"),
    ...common,
    filetypes: texts,
    max_files: z.number().int().min(1).max(10).optional(),
  }),
] as const;

/** What may stand in an actions block. */
export const actionElement = z.discriminatedUnion("type", [button, overflow, ...choosers]);

/** What may stand beside a section. */
export const accessory = z.discriminatedUnion("type", [button, overflow, imageElement, ...choosers]);

/** What may stand in an input block. */
export const inputElement = z.discriminatedUnion("type", [...typedInputs, ...choosers]);
