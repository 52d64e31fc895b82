import type { Entity } from "../../catalog/entity.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";
import { peopleOf } from "../../catalog/team.ts";
import { rich, type Span, type Text } from "../../chat/text.ts";

/** A person stands for themselves; a team for its people. */
export function peopleAt(snapshot: Snapshot, owner: Entity): readonly Entity[] {
  return owner.ref.startsWith("user:") ? [owner] : peopleOf(snapshot, owner.ref);
}

/** Who owns it and where they are. What a link's channel is called in full only its platform knows. */
export function notification(title: string, channel: Span | undefined): Text {
  if (channel === undefined) return title;
  return channel.type === "link" ? rich`${title} (${channel})` : `${title} (${channel.text})`;
}

/** `#pay-help · Mia Chen, Jonas Weber + 5`. */
export function reachLine(channel: Span | undefined, names: readonly Span[]): Text {
  if (channel === undefined || names.length === 0) return channel === undefined ? names : [channel];
  return [channel, { type: "text", text: " · " }, ...names];
}
