import type { Entity } from "../catalog/entity.ts";
import type { Snapshot } from "../catalog/snapshot.ts";
import { ago, duration } from "../chat/phrase.ts";
import type { Services } from "../plugin.ts";

/** When the thing's source was last known to be current: `synced 2 min ago`. */
export function syncedPhrase(snapshot: Snapshot, entity: Entity, now: Date): string | undefined {
  const syncedAt = snapshot.sources.find(({ name }) => name === entity.origin.source)?.syncedAt;
  return syncedAt && `synced ${ago(now.getTime() - syncedAt.getTime())}`;
}

/** A last line for answers that rest on an old catalog; undefined while it is fresh. Without a thing: the oldest source. */
export function staleNote(
  { staleAfterMs, clock }: Pick<Services, "staleAfterMs" | "clock">,
  snapshot: Snapshot,
  entity?: Entity,
): string | undefined {
  const now = clock.now().getTime();
  const sources = snapshot.sources.filter(({ name }) => entity === undefined || name === entity.origin.source);
  const ages = sources.flatMap(({ syncedAt, failure }) =>
    syncedAt ? [{ ageMs: now - syncedAt.getTime(), failure }] : [],
  );
  const oldest = ages.sort((a, b) => b.ageMs - a.ageMs)[0];
  if (oldest === undefined || oldest.ageMs <= staleAfterMs) return undefined;
  const reason = oldest.failure === undefined ? "no sync since" : reasonOf(oldest.failure.code);
  return `Catalog is ${duration(oldest.ageMs)} old: ${reason}`;
}

/** Why a source was not read, in four words; its own message is among the problems. */
function reasonOf(code: string): string {
  return code === "unavailable" ? "Git does not answer" : "its source cannot be read";
}
