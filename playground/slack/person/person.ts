import type { Channel, SlackMessage, User, View } from "../world.ts";
import { type Clicking, clicking, type Shown } from "./clicking.ts";
import type { Seat } from "./seat.ts";
import { type Speaking, speaking } from "./speaking.ts";
import { type Submitting, submitting } from "./submitting.ts";

/** Someone in front of Slack: what they do, and what they see. */
export interface Person extends Speaking, Clicking, Submitting {
  readonly user: User;
  /** The messages of a conversation, by id or name, as this person sees them now; of theirs when none is named. */
  readonly sees: (channel?: string) => readonly SlackMessage[];
  /** The direct messages with the bot. */
  readonly seesDirect: () => readonly SlackMessage[];
  /** The modal on top, undefined when none is open. */
  readonly view: () => View | undefined;
  /** All open modals, the lowest first. */
  readonly views: () => readonly View[];
}

/** The person in this seat. */
export function createPerson(seat: Seat): Person {
  const { world, actor } = seat;
  const shown: Shown = new Map();
  const views = (): readonly View[] => world.modals.get(actor.user.id) ?? [];
  const inside = (channel: Channel | undefined): readonly SlackMessage[] =>
    world.messages
      .filter(
        (message) =>
          message.channel === channel?.id && (message.visibleTo === undefined || message.visibleTo === actor.user.id),
      )
      .map((message) => ({ ...message }));
  const named = (name: string): Channel | undefined =>
    world.channels.get(name) ?? [...world.channels.values()].find((channel) => channel.name === name);

  return {
    ...speaking(seat),
    ...clicking(seat, shown),
    ...submitting(seat, shown),
    user: actor.user,
    sees: (channel) => {
      const place = channel === undefined ? seat.channel() : named(channel);
      if (place && place.kind !== "channel" && !place.members.has(actor.user.id)) return [];
      return inside(place);
    },
    seesDirect: () =>
      inside(
        [...world.channels.values()].find((channel) => channel.kind === "im" && channel.members.has(actor.user.id)),
      ),
    view: () => views().at(-1),
    views,
  };
}
