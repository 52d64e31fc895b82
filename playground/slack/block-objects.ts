import { z } from "zod";

// Limits: https://docs.slack.dev/reference/block-kit/composition-objects

/** An object with these fields and no others; the second ones may be absent. */
export const object = <Needed extends z.ZodRawShape, Optional extends z.ZodRawShape>(
  needed: Needed,
  optional: Optional,
) => z.strictObject({ ...needed, ...z.object(optional).partial().shape });

/** The same, told from others by its `type`. */
export const kind = <Type extends string, Needed extends z.ZodRawShape, Optional extends z.ZodRawShape>(
  type: Type,
  needed: Needed,
  optional: Optional,
) => object({ type: z.literal(type), ...needed }, optional);

/** One to so many characters. */
export const text = (max: number) => z.string().min(1).max(max);

/** One to so many of them. */
export const list = <Item extends z.ZodType>(item: Item, max: number) => z.array(item).min(1).max(max);

/** Yes or no. */
export const flag = z.boolean();

/** A text object that must not be formatted. */
export const plainText = (max: number) => kind("plain_text", { text: text(max) }, { emoji: flag });

/** A text object with Slack's own formatting. */
export const mrkdwnText = (max: number) => kind("mrkdwn", { text: text(max) }, { verbatim: flag });

/** Either of the two. */
export const anyText = (max: number) => z.discriminatedUnion("type", [plainText(max), mrkdwnText(max)]);

/** `block_id` and `action_id`. */
export const identifier = text(255);

/** An address that a browser opens. */
export const webAddress = z
  .string()
  .max(3000)
  .refine((url) => /^(https?|mailto|slack|tel):/.test(url) && URL.canParse(url), "must be a valid URL");

/** How a button looks. */
export const buttonStyle = z.enum(["primary", "danger"]);

/** A dialog that asks before an action counts. */
export const confirmation = object(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style: buttonStyle },
);

/** One choice of a menu. The value is kept to the 75 characters that both of Slack's own descriptions allow. */
export const menuOption = object({ text: plainText(75), value: text(75) }, { description: plainText(75) });

/** One choice among radio buttons or checkboxes, which may be formatted. */
export const boxOption = object({ text: anyText(75), value: text(75) }, { description: anyText(75) });

/** Choices under a heading. */
export const optionGroup = z.strictObject({ label: plainText(75), options: list(menuOption, 100) });

/** An answer to the question which options an external select has. */
export const suggestedOptions = z.union([
  z.strictObject({ options: z.array(menuOption).max(100) }),
  z.strictObject({ option_groups: z.array(optionGroup).max(100) }),
]);
