import type { Entity } from "../catalog/entity.ts";
import type { Snapshot } from "../catalog/snapshot.ts";
import { ago, duration } from "../chat/phrase.ts";
import type { Services } from "../plugin.ts";

/** When the thing's repository was last known to be current: `synced 2 min ago`. */
export function syncedPhrase(snapshot: Snapshot, entity: Entity, now: Date): string | undefined {
  const [oldest] = agesOf(snapshot, entity, now);
  return oldest && `synced ${ago(oldest.ageMs)}`;
}

/** A last line for answers that rest on an old catalog; undefined while it is fresh. Without a thing: the oldest source. */
export function staleNote(
  { staleAfterMs, clock }: Pick<Services, "staleAfterMs" | "clock">,
  snapshot: Snapshot,
  entity?: Entity,
): string | undefined {
  const [oldest] = agesOf(snapshot, entity, clock.now());
  if (oldest === undefined || oldest.ageMs <= staleAfterMs) return undefined;
  const reason = oldest.failure === undefined ? "no sync since" : reasonOf(oldest.failure.code);
  return `Catalog is ${duration(oldest.ageMs)} old: ${reason}`;
}

interface Age {
  readonly ageMs: number;
  readonly failure: { readonly code: string } | undefined;
}

/** Oldest first: of the thing's source, and of its repository where that alone cannot be read; without a thing of every source. */
function agesOf({ sources }: Snapshot, entity: Entity | undefined, now: Date): readonly Age[] {
  const ages = sources
    .filter(({ name }) => entity === undefined || name === entity.origin.source)
    .flatMap(({ syncedAt, failure, failedRoots }): Age[] => {
      const root = entity && failedRoots?.get(entity.origin.root);
      return [
        ...(syncedAt ? [{ ageMs: now.getTime() - syncedAt.getTime(), failure }] : []),
        ...(root ? [{ ageMs: now.getTime() - root.since.getTime(), failure: root }] : []),
      ];
    });
  return ages.sort((a, b) => b.ageMs - a.ageMs);
}

/** Why a source was not read, in four words; its own message is among the problems. */
function reasonOf(code: string): string {
  return code === "unavailable" ? "Git does not answer" : "its source cannot be read";
}
