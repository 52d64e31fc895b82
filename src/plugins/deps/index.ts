import { channelsOf } from "../../catalog/channel.ts";
import { neededBy, neededByFar, needsOf } from "../../catalog/dependency.ts";
import { displayName, type Entity } from "../../catalog/entity.ts";
import { ownershipOf } from "../../catalog/ownership.ts";
import type { EntityRef } from "../../catalog/ref.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";
import type { Action, Block } from "../../chat/message.ts";
import { andMore, count } from "../../chat/phrase.ts";
import { bold, oneLine, plain, rich, type Text } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Plugin, Services } from "../../plugin.ts";
import type { Ctx, Reply } from "../../router/command.ts";
import { staleNote } from "../age-note.ts";
import { channelSpan } from "../channel-text.ts";
import { withClosest } from "../closest-note.ts";
import { withoutAll } from "../list-message.ts";
import { pickFlowId } from "../pick-flow.ts";
import { shareActions } from "../share-action.ts";
import { namedThing, typeable } from "../thing-argument.ts";
import { type Audience, audiencesOf, names } from "./audience.ts";
import { draftFlow, draftFlowId } from "./draft-flow.ts";

interface Question {
  readonly text: string;
  readonly isWhole: boolean;
}

/** `deps`: who to tell before changing a thing. */
export const depsPlugin: Plugin = {
  name: "deps",
  register({ router, services }) {
    router.flow(draftFlow(services));
    router.command<Question>({
      name: "deps",
      aliases: ["dependencies"],
      menu: 2,
      summary: "who to tell before changing it, and what it needs",
      short: "who to tell",
      usage: "deps <thing>",
      examples: ["deps payments-api", "deps resource:orders-db", "deps system:checkout"],
      whenEmpty: pickFlowId,
      parse({ rest }) {
        const question = withoutAll(rest);
        if (question.text === "") throw new BotError("usage", "`deps` needs a name: `deps payments-api`.");
        return question;
      },
      async run(ctx, { text, isWhole }) {
        const named = namedThing(services, ctx, text, "deps");
        return "reply" in named ? named.reply : deps(services, ctx, { ...named, isWhole });
      },
    });
  },
};

interface Asked extends Pick<Question, "isWhole"> {
  readonly entity: Entity;
  readonly typed?: string;
}

function deps(services: Services, ctx: Ctx, { entity, typed: written, isWhole }: Asked): Reply {
  const snapshot = services.catalog.snapshot();
  const needs = needsOf(snapshot, entity.ref);
  const direct = neededBy(snapshot, entity.ref);
  const far = neededByFar(snapshot, entity.ref).filter((ref) => !direct.includes(ref));
  const own = ownershipOf(snapshot, entity).owner;
  const audiences = audiencesOf(snapshot, direct, own);
  const title = firstLine(entity, direct, audiences);
  const shown = isWhole ? audiences : audiences.slice(0, 4);
  const lines: Text[] = shown.map((audience) => audienceLine(snapshot, audience, ctx.asker.platform));
  if (needs.length > 0)
    lines.push(oneLine(`Needs: ${andMore(names(snapshot, needs), isWhole ? 50 : 3, " more")}`, isWhole ? 2000 : 100));
  const typed = typeable(services, entity);
  const showAll: Action[] =
    shown.length < audiences.length || (!isWhole && needs.length > 3)
      ? [{ type: "command", label: `Show all ${direct.length + needs.length}`, command: `deps ${typed} --all` }]
      : [];
  const draft: Action[] = audiences.some(({ owner }) => owner !== undefined && owner !== own)
    ? [{ type: "form", label: "Draft a note", flow: draftFlowId, state: entity.ref }]
    : [];
  const buttons: Action[] = [
    ...draft,
    ...showAll,
    { type: "command", label: "Who owns this", command: `whoowns ${typed}` },
    ...shareActions(ctx, `deps ${typed}${isWhole ? " --all" : ""}`),
  ];
  const further = far.length === 0 ? undefined : `${count(far.length, "more thing needs", "more things need")} those`;
  const note = withClosest(written, staleNote(services, snapshot, entity) ?? further);
  const blocks: Block[] = [
    ...lines.map((text): Block => ({ type: "text", text })),
    { type: "actions", main: buttons.slice(0, 2), more: buttons.slice(2) },
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
  const name = (max: number) => oneLine(displayName(entity), max);
  if (direct.length === 0) return [bold(`Nothing in the catalog needs ${name(31)}`)];
  const teams = audiences.filter(({ owner }) => owner !== undefined).length;
  const things = `${count(direct.length, "thing")} of your own or unowned ${direct.length === 1 ? "needs" : "need"}`;
  if (teams === 0) return [bold(`${things} ${name(59 - things.length)}`)];
  const tell = count(teams, "team");
  return [bold(`Before changing ${name(37 - tell.length)}, tell ${tell}`)];
}

/** `**Team Checkout** #checkout-dev: checkout-web, cart-api`. */
function audienceLine(snapshot: Snapshot, { owner, things }: Audience, platform: string): Text {
  const list = oneLine(andMore(names(snapshot, things), 3, " more"), 100);
  if (owner === undefined) return rich`No valid owner: ${list}`;
  const channel = channelSpan(channelsOf(owner), platform);
  const name = bold(oneLine(displayName(owner), 40));
  return channel === undefined ? rich`${name}, no channel: ${list}` : rich`${name} ${channel}: ${list}`;
}
