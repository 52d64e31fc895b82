import type { RepositoryState } from "../../catalog/snapshot.ts";
import { pause } from "../../chat/outgoing/pause.ts";
import { BotError } from "../../errors.ts";
import { type DeliveryEvent, type PushEvent, repositoryKey } from "../../event/delivery-event.ts";
import type { Services } from "../../plugin.ts";

/** A host tells of a commit before it shows it everywhere, and may be away for a moment. */
const pausesMs = [2_000, 10_000, 30_000];
const stepMs = 1_000;

/** What is read of a repository now; undefined where nothing is. */
export function stateOf({ catalog }: Pick<Services, "catalog">, event: PushEvent): RepositoryState | undefined {
  try {
    return catalog.snapshot().repositories.get(repositoryKey(event.repository));
  } catch (error) {
    // Nothing was ever loaded.
    if (error instanceof BotError) return undefined;
    throw error;
  }
}

/** Whether what a source reads may have changed. */
export function isOfInterest(state: RepositoryState | undefined, { branch, isDefaultBranch }: PushEvent): boolean {
  return isDefaultBranch || state?.branch === branch;
}

/** Whether a later push to the same branch waits: that one is refreshed for, once for all before it. */
export function isOutrun({ branch }: PushEvent, behind: readonly DeliveryEvent[]): boolean {
  return behind.some((next) => next.type === "push" && next.branch === branch);
}

/** Refreshes until the commit that was pushed is read, three times more at most. True once it is. */
export async function refreshAfterPush(
  services: Pick<Services, "catalog" | "sync" | "clock">,
  event: PushEvent,
  options: { readonly behind: () => readonly DeliveryEvent[]; readonly signal: AbortSignal },
): Promise<boolean> {
  const { behind, signal } = options;
  const isRead = () => event.after !== undefined && stateOf(services, event)?.revision === event.after;
  if (isRead()) return true;
  for (const pauseMs of [0, ...pausesMs]) {
    await pauseUnlessOutrun(services, event, { ...options, pauseMs });
    signal.throwIfAborted();
    if (isOutrun(event, behind())) return false;
    const reports = await services.sync.refresh([event.repository], signal);
    if (isRead()) return true;
    // Nobody reads it, or not this branch: there is nothing to wait for.
    if (reports.length === 0 || stateOf(services, event)?.branch !== event.branch) return false;
    if (event.after === undefined) return false;
  }
  return false;
}

/** What comes meanwhile does not wait for what it outran. */
async function pauseUnlessOutrun(
  { clock }: Pick<Services, "clock">,
  event: PushEvent,
  options: { readonly behind: () => readonly DeliveryEvent[]; readonly signal: AbortSignal; readonly pauseMs: number },
): Promise<void> {
  const { behind, signal, pauseMs } = options;
  for (let passedMs = 0; passedMs < pauseMs && !signal.aborted && !isOutrun(event, behind()); passedMs += stepMs) {
    await pause(clock, stepMs, signal);
  }
}
