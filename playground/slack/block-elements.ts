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
const confirmable = { confirm: confirmation.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(150).optional() };
const menu = { ...common, ...confirmable, ...focusable, ...placeholder };
const several = { max_selected_items: z.number().int().min(1).optional() };
const respondable = { response_url_enabled: z.boolean().optional() };
const typed = { ...common, ...focusable, ...placeholder, dispatch_action_config: dispatchConfig.optional() };
const options = {
  options: z.array(menuOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};
const oneSource = (element: { options?: unknown; option_groups?: unknown }) =>
  (element.options === undefined) !== (element.option_groups === undefined);
const conversationFilter = z.strictObject({
  include: z
    .array(z.enum(["im", "mpim", "private", "public"]))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
});
const conversations = {
  filter: conversationFilter.optional(),
  default_to_current_conversation: z.boolean().optional(),
};
const length = z.number().int().min(0).max(3000);

/** A button; `url` opens an address as well. */
const button = z.strictObject({
  type: z.literal("button"),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: webAddress.optional(),
  style: z.enum(["primary", "danger"]).optional(),
  accessibility_label: z.string().max(75).optional(),
  ...common,
  ...confirmable,
});

/** A picture inside another block. */
export const imageElement = z.strictObject({
  type: z.literal("image"),
  image_url: webAddress.optional(),
  slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
  alt_text: z.string().min(1).max(2000),
});

const selects = [
  z
    .strictObject({ type: z.literal("static_select"), ...menu, ...options, initial_option: menuOption.optional() })
    .refine(oneSource, "needs either options or option_groups"),
  z
    .strictObject({
      type: z.literal("multi_static_select"),
      ...menu,
      ...several,
      ...options,
      initial_options: z.array(menuOption).optional(),
    })
    .refine(oneSource, "needs either options or option_groups"),
  z.strictObject({
    type: z.literal("external_select"),
    ...menu,
    initial_option: menuOption.optional(),
    min_query_length: z.number().int().min(0).optional(),
  }),
  z.strictObject({
    type: z.literal("multi_external_select"),
    ...menu,
    ...several,
    initial_options: z.array(menuOption).optional(),
    min_query_length: z.number().int().min(0).optional(),
  }),
  z.strictObject({ type: z.literal("users_select"), ...menu, initial_user: z.string().optional() }),
  z.strictObject({
    type: z.literal("multi_users_select"),
    ...menu,
    ...several,
    initial_users: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal("channels_select"),
    ...menu,
    ...respondable,
    initial_channel: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("multi_channels_select"),
    ...menu,
    ...several,
    initial_channels: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal("conversations_select"),
    ...menu,
    ...respondable,
    ...conversations,
    initial_conversation: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("multi_conversations_select"),
    ...menu,
    ...several,
    ...conversations,
    initial_conversations: z.array(z.string()).optional(),
  }),
] as const;

const pickers = [
  z.strictObject({
    type: z.literal("datepicker"),
    ...menu,
    initial_date: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d$/)
      .optional(),
  }),
  z.strictObject({
    type: z.literal("timepicker"),
    ...menu,
    initial_time: z
      .string()
      .regex(/^\d\d:\d\d$/)
      .optional(),
    timezone: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("datetimepicker"),
    ...common,
    ...confirmable,
    ...focusable,
    initial_date_time: z.number().int().optional(),
  }),
  z.strictObject({
    type: z.literal("checkboxes"),
    ...common,
    ...confirmable,
    ...focusable,
    options: z.array(boxOption).min(1).max(10),
    initial_options: z.array(boxOption).min(1).optional(),
  }),
  z.strictObject({
    type: z.literal("radio_buttons"),
    ...common,
    ...confirmable,
    ...focusable,
    options: z.array(boxOption).min(1).max(10),
    initial_option: boxOption.optional(),
  }),
] as const;

const overflow = z.strictObject({
  type: z.literal("overflow"),
  options: z.array(overflowOption).min(1).max(5),
  ...common,
  ...confirmable,
});

const typedInputs = [
  z.strictObject({
    type: z.literal("plain_text_input"),
    ...typed,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: length.optional(),
    max_length: length.min(1).optional(),
  }),
  z.strictObject({ type: z.literal("email_text_input"), ...typed, initial_value: z.string().optional() }),
  z.strictObject({ type: z.literal("url_text_input"), ...typed, initial_value: z.string().optional() }),
  z.strictObject({
    type: z.literal("number_input"),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("file_input"),
    ...common,
    filetypes: z.array(z.string()).optional(),
    max_files: z.number().int().min(1).max(10).optional(),
  }),
] as const;

/** What may stand in an actions block. */
export const actionElement = z.discriminatedUnion("type", [button, overflow, ...selects, ...pickers]);

/** What may stand beside a section. */
export const accessory = z.discriminatedUnion("type", [button, overflow, imageElement, ...selects, ...pickers]);

/** What may stand in an input block. */
export const inputElement = z.discriminatedUnion("type", [...typedInputs, ...selects, ...pickers]);
