import { displayName, type Entity, specText } from "../../catalog/entity.ts";
import { ownershipOf } from "../../catalog/ownership.ts";
import { type RelationType, type Snapshot, targets } from "../../catalog/snapshot.ts";
import { kindWord } from "../../catalog/team.ts";
import type { Action, Block } from "../../chat/message.ts";
import { andMore } from "../../chat/phrase.ts";
import { bold, oneLine, plain, rich, type Text } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Plugin, Services } from "../../plugin.ts";
import type { Ctx, Reply } from "../../router/command.ts";
import { staleNote } from "../age-note.ts";
import { withClosest } from "../closest-note.ts";
import { linkActions } from "../link-actions.ts";
import { pickFlowId } from "../pick-flow.ts";
import { placeOf } from "../place.ts";
import { shareActions } from "../share-action.ts";
import { namedThing, typeable } from "../thing-argument.ts";

/** `show`: the card of a thing. */
export const showPlugin: Plugin = {
  name: "show",
  register({ router, services }) {
    router.command<string>({
      name: "show",
      aliases: ["get", "info"],
      menu: 5,
      summary: "what it is, where it is, what it is part of",
      short: "what it is",
      usage: "show <thing>",
      examples: ["show payments-api", "show system:checkout"],
      whenEmpty: pickFlowId,
      parse({ rest }) {
        if (rest === "") throw new BotError("usage", "`show` needs a name: `show payments-api`.");
        return rest;
      },
      async run(ctx, text) {
        const named = namedThing(services, ctx, text, "show");
        return "reply" in named ? named.reply : show(services, ctx, named.entity, named.typed);
      },
    });
  },
};

function show(services: Services, ctx: Ctx, entity: Entity, typed: string | undefined): Reply {
  const snapshot = services.catalog.snapshot();
  const title = firstLine(entity);
  const lines = [
    entity.description === undefined ? undefined : oneLine(entity.description, 120),
    standing(snapshot, entity),
    relationLine(snapshot, entity, "Provides", "providesApi"),
    relationLine(snapshot, entity, "Provided by", "apiProvidedBy"),
    relationLine(snapshot, entity, "Has", "hasPart"),
    entity.tags.length === 0 ? undefined : `Tags: ${oneLine(andMore(entity.tags, 5), 80)}`,
  ].filter((line) => line !== undefined && line !== "");
  const name = typeable(services, entity);
  const place = oneLine(placeOf(entity), 120);
  const age = entity.isStale ? `Last good version; ${place} has an error now` : staleNote(services, snapshot, entity);
  const blocks: Block[] = [
    ...lines.slice(0, 5).map((text): Block => ({ type: "text", text: text ?? "" })),
    {
      type: "actions",
      main: asks(services, snapshot, entity),
      more: [...linkActions(entity), ...shareActions(ctx, `show ${name}`)],
    },
    { type: "note", text: withClosest(typed, age, place) ?? place },
  ];
  return {
    status: "answer",
    data: describe(snapshot, entity),
    message: { text: plain(title), card: { title, blocks } },
  };
}

/** What one asks next; people and teams own things and are owned by nobody. */
function asks(services: Services, snapshot: Snapshot, entity: Entity): readonly Action[] {
  const name = typeable(services, entity);
  if (!/^(user|group):/.test(entity.ref)) {
    return [
      { type: "command", label: "Who owns this", command: `whoowns ${name}` },
      { type: "command", label: "Show dependencies", command: `deps ${name}` },
    ];
  }
  const [team] = targets(snapshot, entity.ref, "memberOf").flatMap((ref) => snapshot.entities.get(ref) ?? []);
  return [
    { type: "command", label: "What they own", command: `owned ${name}` },
    ...(team === undefined
      ? []
      : [{ type: "command", label: "Their team", command: `team ${typeable(services, team)}` } as const]),
  ];
}

/** `**payments-api** is a production service`. */
function firstLine(entity: Entity): Text {
  const words = [specText(entity, "lifecycle"), kindWord(entity)].filter((word) => word !== undefined).join(" ");
  const article = /^[aeiou]/i.test(words) ? "an" : "a";
  // Line 1 has 60 characters.
  const what = oneLine(words, 34);
  return rich`${bold(oneLine(displayName(entity), 55 - article.length - [...what].length))} is ${article} ${what}`;
}

/** `Team Payments · checkout · tier 1`. */
function standing(snapshot: Snapshot, entity: Entity): string {
  const { owner } = ownershipOf(snapshot, entity);
  const ownerName = owner === entity ? undefined : owner === undefined ? "No valid owner" : displayName(owner);
  const wholes = targets(snapshot, entity.ref, "partOf").flatMap((ref) => snapshot.entities.get(ref) ?? []);
  const tier = entity.annotations["callboard.dev/tier"];
  const parts = [
    ownerName,
    ...wholes.map((whole) => `${kindWord(whole)} ${displayName(whole)}`),
    tier && `tier ${tier}`,
  ];
  return oneLine(parts.filter((part) => part !== undefined && part !== "").join(" · "), 100);
}

function relationLine(snapshot: Snapshot, entity: Entity, label: string, type: RelationType): string | undefined {
  const refs = targets(snapshot, entity.ref, type);
  if (refs.length === 0) return undefined;
  const names = refs.map((ref) => {
    const known = snapshot.entities.get(ref);
    return known === undefined ? ref.slice(ref.indexOf("/") + 1) : displayName(known);
  });
  return oneLine(`${label} ${andMore(names, 3, " more")}`, 100);
}

/** The thing for scripts: everything that the catalog keeps of it. */
function describe(snapshot: Snapshot, entity: Entity): unknown {
  const { owner } = ownershipOf(snapshot, entity);
  const { ref, kind, namespace, name, title, description, labels, annotations, tags, links, spec, origin, isStale } =
    entity;
  return {
    entity: ref,
    kind,
    namespace,
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(owner && { owner: owner.ref }),
    labels,
    annotations,
    tags,
    links,
    spec: kind.toLowerCase() === "user" ? withoutAddress(spec) : spec,
    relations: snapshot.relations.get(ref) ?? [],
    origin: { source: origin.source, root: origin.rootName, file: origin.path, line: origin.line },
    ...(isStale && { stale: true }),
  };
}

/** People's addresses are for knowing them in chat, not for lists of them. */
function withoutAddress(spec: Entity["spec"]): Entity["spec"] {
  const { profile } = spec;
  if (typeof profile !== "object" || profile === null) return spec;
  return { ...spec, profile: Object.fromEntries(Object.entries(profile).filter(([key]) => key !== "email")) };
}
