import type { LostThing } from "../../../src/chat/intake/lost.ts";
import { readForm } from "../render/read-form.ts";
import { kindOf, type TeamsActivity } from "./activity.ts";
import { dataOf, readActivity } from "./read-activity.ts";
import { dialogSurface, spotOf } from "./read-spot.ts";
import type { Spot } from "./spot.ts";
import { type AllowedTenants, allowedTenantOf } from "./tenant.ts";

/**
 * Who is told, and of what, when something gets no answer: undefined for what nobody waits for. A button is only pressed
 * again.
 */
export function readLost(
  activity: TeamsActivity,
  deliveryId: string,
  options: AllowedTenants,
): { readonly spot: Spot; readonly thing: LostThing } | undefined {
  const tenant = allowedTenantOf(activity, options);
  if (tenant === undefined) return undefined;
  const parts = { tenant, deliveryId, isRepeat: true };
  if (kindOf(activity) === "submit" && readForm(dataOf(activity)) !== undefined)
    return { spot: spotOf(activity, dialogSurface(activity), parts), thing: { type: "form" } };
  const reading = readActivity(activity, parts);
  if (reading.type !== "event") return undefined;
  const { event, spot } = reading;
  if (event.type === "command" && (spot.surface === "message" || spot.surface === "slash"))
    return { spot, thing: { type: "question", text: event.text } };
  return event.type === "shortcut" ? { spot, thing: { type: "question" } } : undefined;
}
