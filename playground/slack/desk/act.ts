import { z } from "zod";
import { type ActResult as CommonResult, commonActs } from "../../desk/act.ts";

const surface = z.union([
  z.strictObject({ channel: z.string(), ts: z.string() }),
  z.strictObject({ viewId: z.string() }),
]);
const at = { surface, blockId: z.string(), actionId: z.string() };
/** As Slack keeps it: `{type, value}`, `{type, selected_option}` … by block_id and action_id. */
const values = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));

/** What somebody does at the page: the body of `POST /slack/acts?as=<user>`. Slash commands do not run in threads. */
export const act = z.discriminatedUnion("do", [
  ...commonActs,
  /** Presses a button, picks from a menu of a message, or changes an input that tells the app at once. */
  z.strictObject({ do: z.literal("use"), ...at, state: z.record(z.string(), z.unknown()), values: values.optional() }),
  /** Types into a menu whose choices come from the app. */
  z.strictObject({ do: z.literal("suggest"), ...at, query: z.string().max(3000) }),
  z.strictObject({ do: z.literal("submit"), viewId: z.string(), values }),
  /** Closes the modal on top, or with `isAll` every one below it too. */
  z.strictObject({ do: z.literal("close"), viewId: z.string(), isAll: z.boolean() }),
]);

/** What somebody does at the page. */
export type Act = z.infer<typeof act>;

/** What came of it, beside what the live events tell. */
export interface ActResult extends CommonResult {
  /** What is wrong with the inputs of a submitted form, by block_id. */
  readonly errors?: Readonly<Record<string, string>>;
  /** For `suggest`: option objects, or groups of them, as the app gave them. */
  readonly options?: readonly Record<string, unknown>[];
  readonly optionGroups?: readonly Record<string, unknown>[];
}
