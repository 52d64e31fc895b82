import { neededBy, neededByFar, needsOf } from "../../catalog/dependency.ts";
import { displayName, type Entity } from "../../catalog/entity.ts";
import { ownershipOf } from "../../catalog/ownership.ts";
import type { EntityRef } from "../../catalog/ref.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";
import { channelsOf } from "../../catalog/team.ts";
import type { Action, Block } from "../../chat/message.ts";
import { andMore, count } from "../../chat/phrase.ts";
import { bold, oneLine, plain, rich, type Text } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Plugin, Services } from "../../plugin.ts";
import type { Reply } from "../../router/command.ts";
import { staleNote } from "../age-note.ts";
import { channelText } from "../channel-text.ts";
import { withoutAll } from "../list-message.ts";
import { pickFlowId } from "../pick-flow.ts";
import { namedThing, typeable } from "../thing-argument.ts";

interface Question {
  readonly text: string;
  readonly isWhole: boolean;
}

/** `deps`: who to tell before changing a thing. */
export const depsPlugin: Plugin = {
  name: "deps",
  register({ router, services }) {
    router.command<Question>({
      name: "deps",
      aliases: ["dependencies"],
      menu: 2,
      summary: "who to tell before changing it, and what it needs",
      usage: "deps <thing>",
      examples: ["deps payments-api", "deps resource:orders-db", "deps system:checkout"],
      whenEmpty: pickFlowId,
      parse({ rest }) {
        const question = withoutAll(rest);
        if (question.text === "") throw new BotError("usage", "`deps` needs a name: `deps payments-api`.");
        return question;
      },
      async run(_ctx, { text, isWhole }) {
        const named = namedThing(services, text, "deps");
        return "reply" in named ? named.reply : deps(services, named.entity, isWhole);
      },
    });
  },
};

/** A team to tell, and the things of theirs that would notice. */
interface Audience {
  readonly owner: Entity | undefined;
  readonly things: readonly EntityRef[];
}

function deps(services: Services, entity: Entity, isWhole: boolean): Reply {
  const snapshot = services.catalog.snapshot();
  const needs = needsOf(snapshot, entity.ref);
  const direct = neededBy(snapshot, entity.ref);
  const far = neededByFar(snapshot, entity.ref).filter((ref) => !direct.includes(ref));
  const own = ownershipOf(snapshot, entity).owner;
  const audiences = audiencesOf(snapshot, direct, own);
  const title = firstLine(entity, direct, audiences);
  const shown = isWhole ? audiences : audiences.slice(0, 4);
  const lines: Text[] = shown.map((audience) => audienceLine(snapshot, audience));
  if (needs.length > 0)
    lines.push(oneLine(`Needs: ${andMore(names(snapshot, needs), isWhole ? 50 : 3, " more")}`, isWhole ? 2000 : 100));
  const typed = typeable(services, entity);
  const showAll: Action[] =
    shown.length < audiences.length || (!isWhole && needs.length > 3)
      ? [{ type: "command", label: `Show all ${direct.length + needs.length}`, command: `deps ${typed} --all` }]
      : [];
  const main: Action[] = [...showAll, { type: "command", label: "Who owns this", command: `whoowns ${typed}` }];
  const further = far.length === 0 ? undefined : `${count(far.length, "more thing needs", "more things need")} those`;
  const note = staleNote(services, snapshot, entity) ?? further;
  const blocks: Block[] = [
    ...lines.map((text): Block => ({ type: "text", text })),
    { type: "actions", main, more: [] },
    ...(note === undefined ? [] : [{ type: "note" as const, text: note }]),
  ];
  const data = {
    entity: entity.ref,
    needs,
    neededBy: direct,
    neededByFar: far,
    tell: audiences.map(({ owner, things }) => ({
      ...(owner && { owner: owner.ref }),
      channels: channelsOf(owner),
      things,
    })),
  };
  return { status: "answer", data, message: { text: plain(title), card: { title, blocks } } };
}

function firstLine(entity: Entity, direct: readonly EntityRef[], audiences: readonly Audience[]): Text {
  // Line 1 has 60 characters.
  const name = (max: number) => bold(oneLine(displayName(entity), max));
  if (direct.length === 0) return rich`Nothing in the catalog needs ${name(31)}`;
  const teams = audiences.filter(({ owner }) => owner !== undefined).length;
  const things = `${count(direct.length, "thing")} of your own or unowned ${direct.length === 1 ? "needs" : "need"}`;
  if (teams === 0) return rich`${things} ${name(59 - things.length)}`;
  const tell = count(teams, "team");
  return rich`Before changing ${name(37 - tell.length)}, tell ${bold(tell)}`;
}

/** Who to tell, teams with most to lose first; the thing's own team and things without an owner last. */
function audiencesOf(snapshot: Snapshot, things: readonly EntityRef[], own: Entity | undefined): readonly Audience[] {
  const byOwner = new Map<EntityRef | undefined, EntityRef[]>();
  for (const ref of things) {
    const entity = snapshot.entities.get(ref);
    const owner = entity && ownershipOf(snapshot, entity).owner?.ref;
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), ref]);
  }
  return [...byOwner]
    .map(([ref, list]) => ({ owner: ref === undefined ? undefined : snapshot.entities.get(ref), things: list }))
    .sort(
      (a, b) =>
        rank(a, own) - rank(b, own) ||
        b.things.length - a.things.length ||
        ((a.owner?.ref ?? "") < (b.owner?.ref ?? "") ? -1 : 1),
    );
}

function rank({ owner }: Audience, own: Entity | undefined): number {
  return owner === undefined ? 2 : owner === own ? 1 : 0;
}

/** `**Team Checkout** #checkout-dev: checkout-web, cart-api`. */
function audienceLine(snapshot: Snapshot, { owner, things }: Audience): Text {
  const list = oneLine(andMore(names(snapshot, things), 3, " more"), 100);
  if (owner === undefined) return rich`No valid owner: ${list}`;
  const channel = channelText(channelsOf(owner));
  const name = bold(oneLine(displayName(owner), 40));
  return channel === undefined ? rich`${name}, no channel: ${list}` : rich`${name} ${channel}: ${list}`;
}

function names(snapshot: Snapshot, refs: readonly EntityRef[]): readonly string[] {
  return refs.map((ref) => {
    const entity = snapshot.entities.get(ref);
    return oneLine(entity === undefined ? ref.slice(ref.indexOf("/") + 1) : displayName(entity), 40);
  });
}
