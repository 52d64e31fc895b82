import { z } from "zod";

/** Where something was asked: all that answering needs to know. */
export interface Spot {
  readonly surface: "command" | "button" | "mention" | "direct" | "message-shortcut" | "global-shortcut" | "modal";
  /** The delivery that asked, for finding its answer again. */
  readonly deliveryId: string;
  /** An earlier run may have answered already. */
  readonly isRepeat: boolean;
  readonly userId: string;
  readonly workspace: string;
  readonly channel?: string;
  readonly thread?: string;
  /** The public channel as people call it, such as `#checkout-dev`; absent for private ones. */
  readonly placeName?: string;
  /** The message that the conversation goes by: links lead there. */
  readonly placeTs?: string;
  readonly responseUrl?: string;
  /** What Slack lets us open a form with. https://docs.slack.dev/interactivity/handling-user-interaction */
  readonly triggerId?: string;
  /** The answer takes the place of the message that was pressed. */
  readonly replaces?: true;
  /** The pressed message; ephemeral ones cannot be updated but through their response_url. */
  readonly pressed?: { readonly ts: string; readonly isEphemeral: boolean };
  /** The modal in which it happened. */
  readonly viewId?: string;
}

const origin = z.object({
  c: z.string().max(200).optional(),
  t: z.string().max(50).optional(),
  r: z.string().max(500).optional(),
  n: z.string().max(90).optional(),
  m: z.string().max(50).optional(),
});

/** What a modal remembers of where it came from. */
export type Origin = Pick<Spot, "channel" | "thread" | "placeName" | "placeTs" | "responseUrl">;

/** Where a form came from, as text that its modal carries. */
export function originOf(spot: Spot): string {
  const responseUrl = spot.responseUrl !== undefined && spot.responseUrl.length <= 500 ? { r: spot.responseUrl } : {};
  return JSON.stringify({
    ...(spot.channel !== undefined && { c: spot.channel }),
    ...(spot.thread !== undefined && { t: spot.thread }),
    ...(spot.placeName !== undefined && { n: spot.placeName }),
    ...(spot.placeTs !== undefined && { m: spot.placeTs }),
    ...responseUrl,
  } satisfies z.infer<typeof origin>);
}

/** Reads what `originOf` wrote; empty for a modal that came from nowhere. */
export function readOrigin(text: string): Origin {
  const parsed = origin.safeParse(parsedJson(text));
  if (!parsed.success) return {};
  const { c, t, r, n, m } = parsed.data;
  return {
    ...(c !== undefined && { channel: c }),
    ...(t !== undefined && { thread: t }),
    ...(n !== undefined && { placeName: n }),
    ...(m !== undefined && { placeTs: m }),
    ...(r !== undefined && { responseUrl: r }),
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A modal of somebody else's making: it came from nowhere that we know.
    return undefined;
  }
}
