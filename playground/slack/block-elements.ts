import { z } from "zod";
import {
  boxOption,
  buttonStyle,
  confirmation,
  flag,
  identifier,
  kind,
  list,
  menuOption,
  object,
  optionGroup,
  plainText,
  text,
  webAddress,
} from "./block-objects.ts";

// Limits: https://docs.slack.dev/reference/block-kit/block-elements

const confirmable = { action_id: identifier, confirm: confirmation };
const placeholder = plainText(150);
const words = z.string();
const several = { max_selected_items: z.int().min(1) };
const length = z.int().min(0).max(3000);
const listed = { options: list(menuOption, 100), option_groups: list(optionGroup, 100) };
const queried = { min_query_length: z.int().min(0) };
const respondable = { response_url_enabled: flag };
const conversations = {
  filter: object(
    {},
    {
      include: z.array(z.enum(["im", "mpim", "private", "public"])).min(1),
      exclude_external_shared_channels: flag,
      exclude_bot_users: flag,
    },
  ),
  default_to_current_conversation: flag,
};

const chooser = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  kind(type, {}, { ...confirmable, focus_on_load: flag, ...shape });

const menu = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  chooser(type, { placeholder, ...shape });

const boxes = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  kind(type, { options: list(boxOption, 10) }, { ...confirmable, focus_on_load: flag, ...shape });

const typed = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  kind(
    type,
    {},
    {
      action_id: identifier,
      focus_on_load: flag,
      placeholder,
      dispatch_action_config: z.strictObject({
        trigger_actions_on: z.array(z.enum(["on_enter_pressed", "on_character_entered"])).min(1),
      }),
      ...shape,
    },
  );

/** What a picture is made of. */
export const picture = [
  { alt_text: text(2000) },
  { image_url: webAddress, slack_file: object({}, { id: words, url: words }) },
] as const;

/** A picture inside another block. */
export const imageElement = kind("image", ...picture);

const oneSource = [
  (element: { options?: unknown; option_groups?: unknown }) =>
    (element.options === undefined) !== (element.option_groups === undefined),
  "needs either options or option_groups",
] as const;

const choosers = [
  menu("static_select", { ...listed, initial_option: menuOption }).refine(...oneSource),
  menu("multi_static_select", { ...listed, ...several, initial_options: z.array(menuOption) }).refine(...oneSource),
  menu("external_select", { ...queried, initial_option: menuOption }),
  menu("multi_external_select", { ...queried, ...several, initial_options: z.array(menuOption) }),
  menu("users_select", { initial_user: words }),
  menu("multi_users_select", { ...several, initial_users: z.array(words) }),
  menu("channels_select", { ...respondable, initial_channel: words }),
  menu("multi_channels_select", { ...several, initial_channels: z.array(words) }),
  menu("conversations_select", { ...respondable, ...conversations, initial_conversation: words }),
  menu("multi_conversations_select", { ...several, ...conversations, initial_conversations: z.array(words) }),
  menu("datepicker", { initial_date: z.iso.date() }),
  menu("timepicker", { initial_time: z.iso.time({ precision: -1 }), timezone: words }),
  chooser("datetimepicker", { initial_date_time: z.int() }),
  boxes("checkboxes", { initial_options: z.array(boxOption).min(1) }),
  boxes("radio_buttons", { initial_option: boxOption }),
] as const;

const clickable = [
  kind(
    "button",
    { text: plainText(75) },
    {
      value: z.string().max(2000),
      url: webAddress,
      style: buttonStyle,
      accessibility_label: z.string().max(75),
      ...confirmable,
    },
  ),
  kind("overflow", { options: list(menuOption.extend({ url: webAddress.optional() }), 5) }, confirmable),
  ...choosers,
] as const;

/** What may stand in an actions block. */
export const actionElement = z.discriminatedUnion("type", clickable);

/** What may stand beside a section. */
export const accessory = z.discriminatedUnion("type", [imageElement, ...clickable]);

/** What may stand in an input block. */
export const inputElement = z.discriminatedUnion("type", [
  typed("plain_text_input", {
    initial_value: z.string().max(3000),
    multiline: flag,
    min_length: length,
    max_length: length.min(1),
  }),
  typed("email_text_input", { initial_value: words }),
  typed("url_text_input", { initial_value: words }),
  typed("number_input", { initial_value: words, min_value: words, max_value: words }).extend({
    is_decimal_allowed: flag,
  }),
  kind("file_input", {}, { action_id: identifier, filetypes: z.array(words), max_files: z.int().min(1).max(10) }),
  ...choosers,
]);
