import picomatch from "picomatch";
import type { EntityRef } from "../catalog/ref.ts";
import { BotError } from "../errors.ts";
import type { Log } from "../log.ts";
import { harvestedEntities, type RootHarvest, type SourceHarvest } from "./harvest.ts";
import { harvestRoot } from "./harvest-root.ts";
import type { Parser } from "./parse/parser.ts";
import { countRemoved, isRemovalHeld } from "./removal-guard.ts";
import type { EntitySource, RootState } from "./source.ts";

/** A source as the configuration has it. */
export interface ConfiguredSource {
  readonly source: EntitySource;
  readonly isTrusted: boolean;
  /** Globs of catalog files. */
  readonly paths: readonly string[];
}

/** What a source's sync may use. */
export interface SyncSourceOptions {
  readonly parser: Parser;
  readonly log: Log;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** True when an admin confirmed the removals that are held. */
  readonly isAccepted: boolean;
}

/**
 * Brings one source up to date. Whatever fails keeps its last good content, and says so in `failure` or `held`.
 * Never rejects for a failure of the source; rejects only when `signal` aborts.
 */
export async function syncSource(
  { source, isTrusted, paths }: ConfiguredSource,
  last: SourceHarvest | undefined,
  options: SyncSourceOptions,
): Promise<SourceHarvest> {
  const fingerprint = JSON.stringify({ isTrusted, paths });
  // What was read as trusted must not live on once trust is withdrawn.
  const previous = last !== undefined && last.isTrusted === isTrusted ? last : undefined;
  const isSameRules = previous?.fingerprint === fingerprint;
  const base = { name: source.name, fingerprint, isTrusted };
  const unread = { ...base, roots: previous?.roots ?? [], ...(previous?.syncedAt && { syncedAt: previous.syncedAt }) };
  try {
    const known = new Map((isSameRules ? previous.roots : []).map((root) => [root.rootId, root.revision]));
    const read = await source.read(known, options.signal);
    const lastRoots = new Map((previous?.roots ?? []).map((root) => [root.rootId, root]));
    const outcomes = await readRoots(read.roots, lastRoots, { source, isTrusted, paths, isSameRules }, options);
    const kept = read.complete
      ? []
      : [...lastRoots.values()].filter((root) => !outcomes.some(({ rootId }) => rootId === root.rootId));
    const roots = [...outcomes.flatMap(({ harvest }) => harvest ?? []), ...kept];
    const failure = outcomes.find(({ error }) => error !== undefined)?.error;
    if (failure !== undefined) return { ...unread, roots, failure: { code: failure.code, message: failure.message } };
    const held = isSameRules && !options.isAccepted ? heldRemovals(previous, roots) : undefined;
    if (held !== undefined)
      return { ...unread, fingerprint: previous?.fingerprint ?? fingerprint, held, syncedAt: options.now() };
    return { ...base, roots, syncedAt: options.now() };
  } catch (error) {
    options.signal.throwIfAborted();
    const failure = asFailure(error, source.name, options.log);
    return {
      ...unread,
      fingerprint: previous?.fingerprint ?? fingerprint,
      failure: { code: failure.code, message: failure.message },
    };
  }
}

function globTest(globs: readonly string[]): (path: string) => boolean {
  const isMatch = picomatch([...globs], { dot: true });
  return (path) => isMatch(path);
}

interface RootOutcome {
  readonly rootId: string;
  readonly harvest: RootHarvest | undefined;
  readonly error?: BotError;
}

async function readRoots(
  states: readonly RootState[],
  lastRoots: ReadonlyMap<string, RootHarvest>,
  rules: ConfiguredSource & { readonly isSameRules: boolean },
  options: SyncSourceOptions,
): Promise<readonly RootOutcome[]> {
  const outcomes: RootOutcome[] = [];
  for (const state of states) {
    const rootId = state.type === "changed" ? state.root.id : state.rootId;
    const harvest = lastRoots.get(rootId);
    if (state.type === "unchanged") outcomes.push({ rootId, harvest });
    else if (state.type === "failed") outcomes.push({ rootId, harvest, error: state.error });
    else outcomes.push(await readRoot(state.root, harvest, rules, options));
  }
  return outcomes;
}

async function readRoot(
  root: Extract<RootState, { type: "changed" }>["root"],
  last: RootHarvest | undefined,
  rules: ConfiguredSource & { readonly isSameRules: boolean },
  options: SyncSourceOptions,
): Promise<RootOutcome> {
  try {
    const harvest = await harvestRoot(root, {
      sourceName: rules.source.name,
      isTrusted: rules.isTrusted,
      isCatalogFile: globTest(rules.paths),
      parser: options.parser,
      previous: rules.isSameRules ? last : undefined,
      signal: options.signal,
    });
    return { rootId: root.id, harvest };
  } catch (error) {
    options.signal.throwIfAborted();
    return { rootId: root.id, harvest: last, error: asFailure(error, rules.source.name, options.log) };
  }
}

/** What would go if the new roots counted, when that is more than a sync may remove unasked. */
function heldRemovals(previous: SourceHarvest | undefined, roots: readonly RootHarvest[]): SourceHarvest["held"] {
  if (previous === undefined) return undefined;
  const before = refsOf(previous);
  const after = refsOf({ ...previous, roots });
  return isRemovalHeld(before, after) ? { removed: countRemoved(before, after), of: before.size } : undefined;
}

function refsOf(source: SourceHarvest): ReadonlySet<EntityRef> {
  const refs = new Set<EntityRef>();
  for (const entity of harvestedEntities(source)) refs.add(entity.ref);
  return refs;
}

/** A source may fail in ways nobody foresaw: that is logged as a bug and still never spoils the others. */
function asFailure(error: unknown, source: string, log: Log): BotError {
  if (error instanceof BotError) return error;
  log.error({ err: error, source }, "source failed unexpectedly");
  return new BotError("unavailable", "It failed unexpectedly; the log says more.", { cause: error });
}
