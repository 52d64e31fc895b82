import { z } from "zod";

// Limits: https://docs.slack.dev/reference/block-kit/composition-objects

/** A text object that must not be formatted. */
export const plainText = (max: number) =>
  z.strictObject({ type: z.literal("plain_text"), text: z.string().min(1).max(max), emoji: z.boolean().optional() });

/** A text object with Slack's own formatting. */
export const mrkdwnText = (max: number) =>
  z.strictObject({ type: z.literal("mrkdwn"), text: z.string().min(1).max(max), verbatim: z.boolean().optional() });

/** Either of the two. */
export const anyText = (max: number) => z.discriminatedUnion("type", [plainText(max), mrkdwnText(max)]);

/** `block_id` and `action_id`. */
export const identifier = z.string().min(1).max(255);

/** An address that a browser opens. */
export const webAddress = z
  .string()
  .max(3000)
  .refine((text) => /^(https?|mailto|slack|tel):/.test(text) && URL.canParse(text), "must be a valid URL");

/** A dialog that asks before an action counts. */
export const confirmation = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(["primary", "danger"]).optional(),
});

/** One choice of a menu. The value is kept to the 75 characters that both of Slack's own descriptions allow. */
export const menuOption = z.strictObject({
  text: plainText(75),
  value: z.string().min(1).max(75),
  description: plainText(75).optional(),
});

/** One choice among radio buttons or checkboxes, which may be formatted. */
export const boxOption = z.strictObject({
  text: anyText(75),
  value: z.string().min(1).max(75),
  description: anyText(75).optional(),
});

/** One choice of an overflow menu, which may open an address. */
export const overflowOption = menuOption.extend({ url: webAddress.optional() });

/** Choices under a heading. */
export const optionGroup = z.strictObject({ label: plainText(75), options: z.array(menuOption).min(1).max(100) });

/** An answer to the question which options an external select has. */
export const suggestedOptions = z.union([
  z.strictObject({ options: z.array(menuOption).max(100) }),
  z.strictObject({ option_groups: z.array(optionGroup).max(100) }),
]);

/** When an input tells the app of a change. */
export const dispatchConfig = z.strictObject({
  trigger_actions_on: z.array(z.enum(["on_enter_pressed", "on_character_entered"])).min(1),
});
