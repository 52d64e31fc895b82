import { channelName, channelsOf } from "../../catalog/channel.ts";
import { neededBy } from "../../catalog/dependency.ts";
import { displayName, type Entity } from "../../catalog/entity.ts";
import { ownershipOf } from "../../catalog/ownership.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";
import { oneLine } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Services } from "../../plugin.ts";
import type { FormFlow } from "../../router/interaction.ts";
import { audiencesOf, names } from "./audience.ts";

/** The flow that drafts a note to those who need a thing; its state is the thing's reference. */
export const draftFlowId = "draft";

/** A text field of every platform holds this much. */
const longestNote = 2_500;
const mostTeams = 20;

/** A form with a text that is ready to be copied. It posts nothing. */
export function draftFlow({ catalog }: Pick<Services, "catalog">): FormFlow {
  return {
    id: draftFlowId,
    async build(ctx, state) {
      const snapshot = catalog.snapshot();
      const entity = snapshot.entities.get(state);
      if (entity === undefined)
        throw new BotError("expired", "This is no longer in the catalog. Look for it with `find`.");
      return {
        title: "Draft a note",
        fields: [
          {
            type: "text",
            name: "note",
            label: "Note",
            isLong: true,
            isOptional: true,
            maxLength: 3_000,
            initial: draft(snapshot, entity, ctx.asker.platform),
          },
        ],
        note: "Copy it to where the teams read it. Nothing is posted from here.",
        submit: "Close",
      };
    },
    async submit() {
      return { type: "done" };
    },
  };
}

/** Whom it concerns, and what is left to be filled in. */
function draft(snapshot: Snapshot, entity: Entity, platform: string): string {
  const own = ownershipOf(snapshot, entity).owner;
  const teams = audiencesOf(snapshot, neededBy(snapshot, entity.ref), own).flatMap(({ owner, things }) => {
    if (owner === undefined || owner === own) return [];
    const channel = channelName(channelsOf(owner), platform)?.text;
    // Without its team "dev" says nothing, and a field holds no link.
    const where = channel?.startsWith("#") ? ` (${oneLine(channel, 40)})` : "";
    const whose = `${oneLine(displayName(owner), 40)}${where}`;
    return [`- ${whose}: ${oneLine(names(snapshot, things).join(", "), 200)}`];
  });
  const rest = teams.length - mostTeams;
  const lines = [
    `We are about to change ${oneLine(displayName(entity), 60)}. These need it:`,
    ...teams.slice(0, mostTeams),
    ...(rest > 0 ? [`- and ${rest} more teams`] : []),
    "",
    "What changes: ",
    "From when: ",
    "What to do: ",
  ];
  return lines.join("\n").slice(0, longestNote);
}
