import { channelNameOn, channelOn, channelsOf } from "../../catalog/channel.ts";
import { displayName, type Entity } from "../../catalog/entity.ts";
import { ownershipOf } from "../../catalog/ownership.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";
import { personClue } from "../../catalog/team.ts";
import type { Place } from "../../chat/adapter.ts";
import { oneLine } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Services } from "../../plugin.ts";
import type { AskTarget } from "../ask-target.ts";

/** Who gets a question, as the catalog has it. */
export interface Audience {
  readonly thing: Entity;
  /** A Group or User. */
  readonly receiver: Entity;
  /** The channel that the catalog names for it on the asker's platform; absent for a person, and where none is named. */
  readonly channel?: string;
}

/**
 * The receiver of a question is the owner of the thing unless another is named; its channel is the thing's own, else the
 * owner's. One that was named otherwise is asked in its own.
 * @throws BotError `not_found` when the catalog no longer has one of them
 */
export function audienceOf(snapshot: Snapshot, { thing: ref, receiver: named }: AskTarget, platform: string): Audience {
  const thing = snapshot.entities.get(ref);
  if (thing === undefined) {
    const name = ref.slice(ref.indexOf("/") + 1);
    throw new BotError("not_found", `${name} is no longer in the catalog. Look for it with \`find ${name}\`.`);
  }
  const receiver = named === undefined ? ownershipOf(snapshot, thing).owner : snapshot.entities.get(named);
  if (receiver === undefined) {
    const whose = oneLine(displayName(thing), 40);
    throw new BotError("not_found", `${whose} has another owner now, or none. See \`whoowns ${thing.name}\`.`);
  }
  const channels = named === undefined ? { ...channelsOf(receiver), ...channelsOf(thing) } : channelsOf(receiver);
  const channel = channelOn(channels, platform);
  return { thing, receiver, ...(channel !== undefined && { channel }) };
}

/** Whom the question goes to, as people call it: `#pay-help`, `Mia Chen`. */
export function audienceName({ receiver, channel }: Audience, platform: string): string {
  return oneLine(channel === undefined ? displayName(receiver) : channelNameOn(platform, channel).text, 40);
}

/**
 * Where the question goes; undefined when the platform has no such channel or person.
 * @throws BotError `conflict` or `unavailable` as `ChatAdapter.find`
 */
export async function placeOf(
  { chat }: Pick<Services, "chat">,
  audience: Pick<Audience, "receiver" | "channel">,
  platform: string,
): Promise<Place | undefined> {
  if (audience.channel !== undefined) return chat.find(platform, { channel: audience.channel });
  const person = audience.receiver.ref.startsWith("user:") ? personClue(audience.receiver) : {};
  return Object.keys(person).length === 0 ? undefined : chat.find(platform, { person });
}
