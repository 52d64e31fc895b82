import { z } from "zod";
import { type ActResult as CommonResult, commonActs } from "../../desk/act.ts";

/** Where a card stands: in a message, as the so-many-th of its cards, or in the open dialog. */
const surface = z.union([
  z.strictObject({ channel: z.string(), ts: z.string(), card: z.int().min(0) }),
  z.strictObject({ dialogId: z.string() }),
]);
const inputs = z.record(z.string(), z.string());

/** What somebody does at the page: the body of `POST /teams/acts?as=<user>`. */
export const act = z.discriminatedUnion("do", [
  ...commonActs,
  /** Presses a button: `action` is its Action.Submit or Action.Execute as it stands in the card, without titles and styles. */
  z.strictObject({
    do: z.literal("press"),
    surface,
    action: z.looseObject({ type: z.enum(["Action.Submit", "Action.Execute"]) }),
    inputs,
  }),
  /** Types into a menu whose choices come from the app: a Data.Query. */
  z.strictObject({ do: z.literal("search"), surface, dataset: z.string(), query: z.string().max(3000), inputs }),
  z.strictObject({ do: z.literal("close"), dialogId: z.string() }),
]);

/** What somebody does at the page. */
export type Act = z.infer<typeof act>;

/** Where a card stands. */
export type Surface = z.infer<typeof surface>;

/** What came of it, beside what the live events tell. */
export interface ActResult extends CommonResult {
  /** What the app says to whoever pressed a button, in a sentence. */
  readonly notice?: string;
  /** For `search`. */
  readonly choices?: readonly { readonly title: string; readonly value: string }[];
}
