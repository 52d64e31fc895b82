import { displayName, type Entity } from "../../catalog/entity.ts";
import type { Action, Block } from "../../chat/message.ts";
import { oneLine } from "../../chat/text.ts";
import type { Services } from "../../plugin.ts";
import type { Ctx } from "../../router/command.ts";
import { askAction } from "../ask-target.ts";
import { linkActions } from "../link-actions.ts";
import { fileUrl } from "../place.ts";
import { shareActions } from "../share-action.ts";
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
  return split([...links, ...ask, ...shareActions(ctx, `whoowns ${typed}`), ...look]);
}

/** Where a thing has no valid owner: the guess is asked, and called a guess above. */
export function unownedActions(services: Services, entity: Entity, guess: Entity | undefined): Actions {
  const url = fileUrl(entity.origin, entity.origin.ownerLine ?? entity.origin.line);
  const rest: Action[] = [
    { type: "command", label: "Show details", command: `show ${typeable(services, entity)}` },
    ...(url === undefined ? [] : [{ type: "link" as const, label: "Open the file", url }]),
  ];
  if (guess === undefined) return split(rest);
  const ask = askAction(oneLine(`Ask ${displayName(guess)}`, 30), { thing: entity.ref, receiver: guess.ref });
  if (!guess.ref.startsWith("group:")) return split([ask, ...rest]);
  return split([
    ask,
    { type: "command", label: "Show the team", command: `team ${typeable(services, guess)}` },
    ...rest,
  ]);
}

/** The first two are seen at once. */
function split(actions: readonly Action[]): Actions {
  return { type: "actions", main: actions.slice(0, 2), more: actions.slice(2) };
}
