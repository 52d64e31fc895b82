import { displayName, type Entity } from "../catalog/entity.ts";
import { ownershipOf } from "../catalog/ownership.ts";
import type { EntityRef } from "../catalog/ref.ts";
import type { Match, Resolution } from "../catalog/search/search-index.ts";
import type { Snapshot } from "../catalog/snapshot.ts";
import { kindWord } from "../catalog/team.ts";
import type { Action, Row } from "../chat/message.ts";
import { quoted } from "../chat/phrase.ts";
import { bold, oneLine, rich, type Text } from "../chat/text.ts";
import type { Services } from "../plugin.ts";
import type { Ctx, Reply } from "../router/command.ts";
import { pickFlowId } from "./pick-flow.ts";
import { problemPlaces } from "./place.ts";

/**
 * One thing that a person named, or the reply that asks which one they meant. `typed` is what they wrote where that is
 * neither its name nor its title nor an alias: the answer says so with `withClosest`.
 */
export type Named = { readonly entity: Entity; readonly typed?: string } | { readonly reply: Reply };

/** How good a match a person must be to be offered for a thing. */
const likelyPerson = 0.6;

/**
 * What a person meant by a name. `command` is what the buttons of a choice say again with the full reference.
 * `accept` narrows to some things, for example teams.
 */
export function namedThing(
  services: Pick<Services, "catalog" | "chat">,
  ctx: Pick<Ctx, "asker">,
  text: string,
  command: string,
  accept?: (ref: EntityRef) => boolean,
): Named {
  const resolution = services.catalog.resolve(text, accept ? { accept } : {});
  return resolvedThing(services, ctx, text, command, resolution);
}

/** The same for what was looked up already. */
export function resolvedThing(
  services: Pick<Services, "catalog" | "chat">,
  ctx: Pick<Ctx, "asker">,
  text: string,
  command: string,
  resolution: Resolution,
): Named {
  const snapshot = services.catalog.snapshot();
  if (resolution.type === "answer") {
    const entity = snapshot.entities.get(resolution.match.ref);
    if (entity !== undefined) return { entity, ...(!isExact(resolution.match) && { typed: text }) };
  }
  if (resolution.type === "choice") {
    const { matches } = resolution;
    return { reply: choiceReply(snapshot, matches, command, matchesTitle(text, matches)) };
  }
  return { reply: noneReply(services, ctx, text, resolution.type === "none" ? resolution.nearest : [], command) };
}

/** Whether it is called what was typed, whatever the case and the separators. */
export function isExact({ score }: Match): boolean {
  return score >= 1;
}

/** What stands above several good matches. */
export function matchesTitle(text: string, matches: readonly Match[]): string {
  return `${matches.length} matches for ${quoted(text)}`;
}

/** Several things: one row each, with the button that chooses it. */
export function choiceReply(snapshot: Snapshot, matches: readonly Match[], command: string, title: string): Reply {
  const rows = matches.flatMap(({ ref }): Row[] => {
    const entity = snapshot.entities.get(ref);
    if (entity === undefined) return [];
    const action = { type: "command", label: "Choose", command: `${command} ${ref}`, replaces: true } as const;
    return [{ text: thingRow(snapshot, entity), action }];
  });
  const message = { text: title, card: { title: [bold(title)], blocks: [{ type: "list" as const, rows }] } };
  return { status: "choice", data: { candidates: candidates(matches) }, message };
}

/** Nothing is called like that: the nearest three as buttons, or where to look. */
export function noneReply(
  services: Pick<Services, "catalog" | "chat">,
  ctx: Pick<Ctx, "asker">,
  text: string,
  nearest: readonly Match[],
  command: string,
): Reply {
  const snapshot = services.catalog.snapshot();
  const title = `Nothing here is called ${quoted(text, 35)}`;
  const broken = brokenFileNote(snapshot, text);
  const offered = broken === undefined ? nearest.filter((match) => isMeantBy(command, match)) : [];
  const names = offered.flatMap(({ ref }): Action[] => {
    const entity = snapshot.entities.get(ref);
    if (entity === undefined) return [];
    const label = oneLine(displayName(entity), 30);
    return [{ type: "command", label, command: `${command} ${typeable(services, entity)}` }];
  });
  const main = names.length > 0 || broken !== undefined ? names : searchActions(services, ctx, text, command);
  const hint = broken ?? (names.length === 0 ? "It may have no catalog-info.yaml yet." : undefined);
  const blocks = [
    ...(hint === undefined ? [] : [{ type: "text" as const, text: hint }]),
    ...(main.length === 0 ? [] : [{ type: "actions" as const, main, more: [] }]),
  ];
  return {
    status: "none",
    data: { candidates: candidates(nearest) },
    message: { text: title, card: { title: [bold(title)], blocks } },
  };
}

/** Whoever asks for a thing means no person whose name is just a little like it. */
function isMeantBy(command: string, { ref, score }: Match): boolean {
  return command === "owned" || !ref.startsWith("user:") || score >= likelyPerson;
}

/** Everything can be looked through while typing, where there are forms. */
export function searchActions(
  { chat }: Pick<Services, "chat">,
  { asker }: Pick<Ctx, "asker">,
  text: string,
  command: string,
): readonly Action[] {
  const label = "Search everything";
  if (chat.traits(asker.platform).hasForms) return [{ type: "form", label, flow: pickFlowId, state: "show" }];
  return command === "find" ? [] : [{ type: "command", label, command: `find ${oneLine(text, 100)}` }];
}

/** A thing that is missing because its file has an error: say that, for it is what the asker can mend. */
function brokenFileNote(snapshot: Snapshot, text: string): string | undefined {
  const name = text.trim().toLowerCase().replace(/\s+/g, "-");
  const problem = snapshot.problems.find(
    ({ entity, severity }) =>
      severity === "error" &&
      entity !== undefined &&
      (entity === name || entity.endsWith(`/${name}`)) &&
      !snapshot.entities.has(entity),
  );
  return problem && `Its file has an error: ${problemPlaces(snapshot)(problem)}. ${problem.message}`;
}

function candidates(matches: readonly Match[]): readonly { entity: EntityRef; score: number }[] {
  return matches.map(({ ref, score }) => ({ entity: ref, score: Math.round(score * 1000) / 1000 }));
}

/** A thing in a list: **name** kind / owner. */
export function thingRow(snapshot: Snapshot, entity: Entity): Text {
  const { owner } = ownershipOf(snapshot, entity);
  const isOwnOwner = owner === entity;
  const about = owner === undefined || isOwnOwner ? kindWord(entity) : `${kindWord(entity)} / ${displayName(owner)}`;
  const namespace = entity.namespace === "default" ? "" : `${entity.namespace}/`;
  return rich`${bold(oneLine(`${namespace}${displayName(entity)}`, 40))} ${oneLine(about, 50)}`;
}

/** The shortest text that means exactly this thing when it is typed: its name where that is enough, else its reference. */
export function typeable({ catalog }: Pick<Services, "catalog">, entity: Entity): string {
  const named = catalog.resolve(entity.name);
  return named.type === "answer" && named.match.ref === entity.ref && isExact(named.match) ? entity.name : entity.ref;
}
