import { displayName, type Entity } from "../../catalog/entity.ts";
import type { Action, Block } from "../../chat/message.ts";
import { oneLine } from "../../chat/text.ts";
import type { Services } from "../../plugin.ts";
import type { Ctx } from "../../router/command.ts";
import { askAction } from "../ask-target.ts";
import { linkActions } from "../link-actions.ts";
import { typeable } from "../thing-argument.ts";

type Actions = Extract<Block, { type: "actions" }>;

/** What one does next who knows the owner: ask them, show it to the others, look closer. On-call and runbook come first. */
export function ownerActions(services: Services, ctx: Ctx, entity: Entity, owner: Entity): Actions {
  const typed = typeable(services, entity);
  const label = owner.ref.startsWith("user:") ? oneLine(`Ask ${displayName(owner)}`, 30) : "Ask the team";
  const isAsker = owner.ref === ctx.asker.ref;
  const look: Action[] =
    owner === entity
      ? [{ type: "command", label: "What it owns", command: `owned ${typed}` }]
      : [
          { type: "command", label: "Details", command: `show ${typed}` },
          { type: "command", label: "Dependencies", command: `deps ${typed}` },
        ];
  const ask = isAsker ? [] : [askAction(label, { thing: entity.ref })];
  const links = linkActions(entity);
  return split([...links, ...ask, ...shareActions(ctx, typed), ...look]);
}

/** Where a thing has no valid owner: the guess is asked, and called a guess above. */
export function unownedActions(services: Services, entity: Entity, guess: Entity | undefined): Actions {
  const details: Action = { type: "command", label: "Details", command: `show ${typeable(services, entity)}` };
  if (guess === undefined) return split([details]);
  const team: Action = { type: "command", label: "Team guessed", command: `team ${typeable(services, guess)}` };
  return split([askAction("Ask them", { thing: entity.ref, receiver: guess.ref }), team, details]);
}

/** Where only the asker sees the answer and others are there to see it. */
function shareActions(ctx: Ctx, typed: string): readonly Action[] {
  if (!ctx.isPrivate || ctx.place !== "channel") return [];
  return [{ type: "command", label: "Share here", command: `whoowns ${typed} public` }];
}

/** The first two are seen at once. */
function split(actions: readonly Action[]): Actions {
  return { type: "actions", main: actions.slice(0, 2), more: actions.slice(2) };
}
