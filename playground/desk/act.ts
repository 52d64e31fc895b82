import { z } from "zod";

/** What somebody can do on every platform. A platform's own acts are told apart from them by `do`. */
export const commonActs = [
  /** Says something; a text that begins with a registered slash command runs it, where the platform takes commands. */
  z.strictObject({
    do: z.literal("say"),
    channel: z.string(),
    text: z.string().max(12_000),
    threadTs: z.string().optional(),
  }),
  z.strictObject({ do: z.literal("message shortcut"), callbackId: z.string(), channel: z.string(), ts: z.string() }),
  z.strictObject({ do: z.literal("global shortcut"), callbackId: z.string() }),
  /** Joins a public channel. */
  z.strictObject({ do: z.literal("join"), channel: z.string() }),
] as const;

/** What somebody does on any platform. */
export type CommonAct = z.infer<(typeof commonActs)[number]>;

/** What came of an act, beside what the live events tell. A platform's own acts may have more to say. */
export interface ActResult {
  /** Why nothing came of it, as a sentence for the person: the app did not answer, the form could not be sent. */
  readonly problem?: string;
  /** Of the message that was said. */
  readonly ts?: string | undefined;
}
