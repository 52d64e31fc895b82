import { type Channels, channelOn, channelsOf } from "../../catalog/channel.ts";
import { displayName, type Entity } from "../../catalog/entity.ts";
import type { Action, Block } from "../../chat/message.ts";
import { capital } from "../../chat/phrase.ts";
import { oneLine } from "../../chat/text.ts";
import type { Services } from "../../plugin.ts";
import type { Ctx } from "../../router/command.ts";
import { askAction } from "../ask-target.ts";
import { sortedLinks } from "../link-actions.ts";
import { fileUrl } from "../place.ts";
import { shareActions } from "../share-action.ts";
import { typeable } from "../thing-argument.ts";

type Actions = Extract<Block, { type: "actions" }>;

/**
 * What one does next who knows the owner: ask them, show it to the others, look closer. On-call and runbook come first.
 * `shared` is what was asked about, where that is not the thing itself.
 */
export function ownerActions(
  services: Services,
  ctx: Ctx,
  entity: Entity,
  { owner, shared }: { readonly owner: Entity; readonly shared?: string },
): Actions {
  const typed = typeable(services, entity);
  const label = owner.ref.startsWith("user:") ? oneLine(`Ask ${displayName(owner)}`, 30) : "Ask the team";
  const canAsk = isReachable(ctx, owner, { ...channelsOf(owner), ...channelsOf(entity) });
  const ask = canAsk ? [askAction(label, { thing: entity.ref })] : [];
  const { first, later } = sortedLinks(entity);
  const next = [...first, ...ask, ...shareActions(ctx, `whoowns ${shared ?? typed}`)];
  if (owner === entity) {
    const whose = owner.ref.startsWith("user:") ? "they own" : "it owns";
    return split([...next, { type: "command", label: `Show what ${whose}`, command: `owned ${typed}` }, ...later]);
  }
  const looks = [
    ["details", `show ${typed}`],
    ["dependencies", `deps ${typed}`],
  ] as const;
  // A button has a verb; an entry of the menu needs none.
  const look = looks.map(([what, command], index): Action => {
    return { type: "command", label: next.length + index < 2 ? `Show ${what}` : capital(what), command };
  });
  return split([...next, ...look, ...later]);
}

/** Nobody asks themselves, and a team without a channel cannot be asked: its people are named. */
export function isReachable({ asker }: Ctx, owner: Entity, channels: Channels): boolean {
  return owner.ref.startsWith("user:") ? owner.ref !== asker.ref : channelOn(channels, asker.platform) !== undefined;
}

/** Where a thing has no valid owner: the guess is asked, and called a guess above. */
export function unownedActions(services: Services, ctx: Ctx, entity: Entity, guess: Entity | undefined): Actions {
  const url = fileUrl(services.catalog.snapshot(), entity.origin, entity.origin.ownerLine ?? entity.origin.line);
  const isTeam = guess?.ref.startsWith("group:") === true;
  return split([
    ...(guess === undefined || !isReachable(ctx, guess, channelsOf(guess))
      ? []
      : [askAction("Ask them", { thing: entity.ref, receiver: guess.ref })]),
    ...(url === undefined ? [] : [{ type: "link", label: "Open the file", url } as const]),
    ...(isTeam
      ? [{ type: "command", label: "Show the team", command: `team ${typeable(services, guess)}` } as const]
      : []),
    { type: "command", label: "Show details", command: `show ${typeable(services, entity)}` },
  ]);
}

/** The first two are seen at once. */
export function split(actions: readonly Action[]): Actions {
  return { type: "actions", main: actions.slice(0, 2), more: actions.slice(2) };
}
