import { z } from "zod";
import type { Spot } from "./spot.ts";

const origin = z.object({
  m: z
    .string()
    .max(200)
    .regex(/^[\w.:@=-]+$/)
    .optional(),
});

/** Where a form came from, as text that its dialog carries: the conversation is known when it is sent, the message is not. */
export function originOf(spot: Spot): string {
  const { pressedId } = spot;
  return JSON.stringify({ ...(pressedId !== undefined && { m: pressedId }) } satisfies z.infer<typeof origin>);
}

/** Reads what `originOf` wrote; empty for what it did not write. */
export function readOrigin(text: string): Pick<Spot, "pressedId"> {
  const parsed = origin.safeParse(parsedJson(text));
  return parsed.success && parsed.data.m !== undefined ? { pressedId: parsed.data.m } : {};
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A dialog of somebody else's making: it came from nowhere that we know.
    return undefined;
  }
}
