import { BotError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { CatalogPaths } from "./catalog-paths.ts";
import type { RootHarvest, SourceHarvest } from "./harvest.ts";
import { harvestRoot } from "./harvest-root.ts";
import type { Parser } from "./parse/parser.ts";
import type { Root, RootState } from "./source.ts";

/** How many roots are read at a time: a source may ask for the files of several in one request. */
const rootsAtATime = 16;

/** What a root of a reading comes to; without a harvest it is gone. */
export interface RootOutcome {
  readonly rootId: string;
  readonly harvest?: RootHarvest;
}

/** How the roots of a source are read. */
export interface ReadRootsOptions {
  readonly sourceName: string;
  readonly isTrusted: boolean;
  readonly paths: CatalogPaths;
  readonly parser: Parser;
  readonly log: Log;
  /** The roots that were there before. */
  readonly last: ReadonlyMap<string, RootHarvest>;
  /** Whether they were read as they would be now. */
  readonly isSameRules: boolean;
  /** When all of them were last known to be current; now where they never were. */
  readonly currentAt: Date;
  readonly signal: AbortSignal;
}

/** Reads what changed, in the order of the reading. A root that fails keeps its last good content. Rejects only when `signal` aborts. */
export async function readRoots(
  states: readonly RootState[],
  options: ReadRootsOptions,
): Promise<readonly RootOutcome[]> {
  const outcomes: RootOutcome[] = [];
  const queue = states.entries();
  async function work(): Promise<void> {
    for (const [index, state] of queue) outcomes[index] = await outcomeOf(state, options);
  }
  const changed = states.filter(({ type }) => type === "changed").length;
  await Promise.all(Array.from({ length: Math.max(1, Math.min(changed, rootsAtATime)) }, work));
  return outcomes;
}

function outcomeOf(state: RootState, options: ReadRootsOptions): RootOutcome | Promise<RootOutcome> {
  switch (state.type) {
    case "changed":
      return readRoot(state.root, options);
    case "unchanged": {
      const last = options.last.get(state.rootId);
      return last === undefined ? { rootId: state.rootId } : { rootId: state.rootId, harvest: withoutTroubles(last) };
    }
    case "failed":
      return failed({ id: state.rootId, name: state.name ?? state.rootId }, state.error, options);
    case "gone":
      return { rootId: state.rootId };
  }
}

async function readRoot(root: Root, options: ReadRootsOptions): Promise<RootOutcome> {
  const last = options.last.get(root.id);
  try {
    const previous = options.isSameRules && last?.isOutdated === undefined ? last : undefined;
    return { rootId: root.id, harvest: await harvestRoot(root, { ...options, previous }) };
  } catch (error) {
    options.signal.throwIfAborted();
    return failed(root, error, options);
  }
}

function failed({ id, name }: Pick<Root, "id" | "name">, error: unknown, options: ReadRootsOptions): RootOutcome {
  const last = options.last.get(id);
  const kept =
    last === undefined
      ? { rootId: id, name, revision: "", files: new Map() }
      : keptRoot(withoutTroubles(last), options.isSameRules);
  const since = last?.failure?.since ?? options.currentAt;
  return { rootId: id, harvest: { ...kept, failure: { ...asFailure(error, options.sourceName, options.log), since } } };
}

/** The last good content, the same object where nothing was wrong with it. */
function withoutTroubles(root: RootHarvest): RootHarvest {
  if (root.failure === undefined && root.isMissed === undefined) return root;
  const { failure: _failure, isMissed: _isMissed, ...content } = root;
  return content;
}

/** What was not read this time. Read under other rules before, it has to be read again whatever its revision is. */
export function keptRoot(root: RootHarvest, isSameRules: boolean): RootHarvest {
  return isSameRules || root.isOutdated ? root : { ...root, isOutdated: true };
}

/** A source may fail in ways nobody foresaw: that is logged as a bug and still never spoils the others. */
export function asFailure(error: unknown, source: string, log: Log): NonNullable<SourceHarvest["failure"]> {
  if (error instanceof BotError) return { code: error.code, message: error.message };
  log.error({ err: error, source }, "source failed unexpectedly");
  return { code: "unavailable", message: "It failed unexpectedly; the log says more." };
}
