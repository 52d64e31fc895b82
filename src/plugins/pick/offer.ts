import { displayName, type Entity } from "../../catalog/entity.ts";
import { ownershipOf } from "../../catalog/ownership.ts";
import type { EntityRef } from "../../catalog/ref.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";
import { kindWord, ownedBy } from "../../catalog/team.ts";
import type { Choice } from "../../chat/form.ts";
import { oneLine } from "../../chat/text.ts";
import type { Services } from "../../plugin.ts";
import type { Ctx } from "../../router/command.ts";
import { pickValue } from "./pick-value.ts";

/** As many as one reads: whoever does not find it types on. */
const mostOffered = 25;

/** What is offered for a command while somebody types, the best first. */
export type Offer = (ctx: Ctx, command: string, query: string) => readonly Choice[];

/** Offers what is called so; before anything is typed what the asker owns, then what most others need. */
export function createOffer({ catalog }: Pick<Services, "catalog">): Offer {
  let needed: { readonly of: Snapshot; readonly refs: readonly EntityRef[] } | undefined;

  function mostNeeded(snapshot: Snapshot): readonly EntityRef[] {
    if (needed?.of !== snapshot) needed = { of: snapshot, refs: rankByNeed(snapshot) };
    return needed.refs;
  }

  return (ctx, command, query) => {
    const snapshot = catalog.snapshot();
    const accept = (ref: EntityRef) => isMeantBy(command, ref);
    const refs =
      query.trim() === ""
        ? [...ownRefs(snapshot, ctx.asker.ref), ...mostNeeded(snapshot)].filter(accept)
        : catalog
            .search()
            .search(query, { limit: mostOffered, accept })
            .map(({ ref }) => ref);
    return [...new Set(refs)]
      .flatMap((ref) => snapshot.entities.get(ref) ?? [])
      .slice(0, mostOffered)
      .map((entity) => ({ label: labelOf(snapshot, entity), value: pickValue(entity.ref) }));
  };
}

/** People and teams need nothing, and nothing needs them. */
function isMeantBy(command: string, ref: EntityRef): boolean {
  return !ref.startsWith("location:") && (command !== "deps" || !/^(user|group|template):/.test(ref));
}

function ownRefs(snapshot: Snapshot, asker: EntityRef | undefined): readonly EntityRef[] {
  return asker === undefined ? [] : ownedBy(snapshot, asker).map(({ ref }) => ref);
}

/** Things by how many others depend on them or consume them, most first. */
function rankByNeed({ entities, relations }: Snapshot): readonly EntityRef[] {
  const counts: { readonly ref: EntityRef; readonly count: number }[] = [];
  for (const ref of entities.keys()) {
    const needs = relations.get(ref)?.filter(({ type }) => type === "dependencyOf" || type === "apiConsumedBy");
    if (needs !== undefined && needs.length > 0) counts.push({ ref, count: needs.length });
  }
  return counts
    .sort((a, b) => b.count - a.count || (a.ref < b.ref ? -1 : 1))
    .slice(0, mostOffered)
    .map(({ ref }) => ref);
}

/** `payments-api · service · Team Payments`. */
function labelOf(snapshot: Snapshot, entity: Entity): string {
  const { owner } = ownershipOf(snapshot, entity);
  const namespace = entity.namespace === "default" ? "" : `${entity.namespace}/`;
  const parts = [oneLine(`${namespace}${displayName(entity)}`, 36), oneLine(kindWord(entity), 14)];
  const whose = owner === undefined || owner === entity ? [] : [oneLine(displayName(owner), 19)];
  // A label has 75 characters: https://docs.slack.dev/reference/block-kit/composition-objects/option-object
  return [...parts, ...whose].join(" · ");
}
