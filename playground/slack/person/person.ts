import { type Channel, named, type SlackMessage, type User, type View } from "../world.ts";
import { type Clicking, clicking } from "./clicking.ts";
import { createOffers } from "./offers.ts";
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
  const offers = createOffers();
  const views = (): readonly View[] => world.modals.get(actor.user.id) ?? [];
  const inside = (place: Channel | undefined): readonly SlackMessage[] =>
    world.messages
      .filter(({ channel, visibleTo = actor.user.id }) => channel === place?.id && visibleTo === actor.user.id)
      .map((message) => ({ ...message }));

  return {
    ...speaking(seat),
    ...clicking(seat, offers),
    ...submitting(seat, offers),
    user: actor.user,
    sees: (channel) => {
      const place = channel === undefined ? seat.channel() : named(world.channels, channel);
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
