import { activityOf, type Spot } from "../activities.ts";
import type { Courier, Delivered } from "../courier.ts";
import { type Conversation, type Json, type Person, traceMessage, type World } from "../world.ts";

/** Where a person sits: who they are, in which conversation, and what they act through. */
export interface Seat {
  readonly world: World;
  readonly courier: Courier;
  readonly serviceUrl: () => string;
  readonly person: Person;
  readonly conversation: () => Conversation;
}

/** Sends what somebody waits for; `about` is the message in which they pressed. */
export function invoke(
  { world, courier, serviceUrl, person }: Seat,
  spot: Spot,
  what: { readonly name: string; readonly value: Json; readonly replyToId?: string | undefined },
): Promise<Delivered> {
  const { name, value, replyToId } = what;
  const activity = {
    ...activityOf(world, serviceUrl(), person, spot),
    ...{ type: "invoke", name, value },
    ...(replyToId !== undefined && { replyToId }),
  };
  return courier.invoke(activity, (exchange) => traceMessage(world, replyToId, exchange));
}
