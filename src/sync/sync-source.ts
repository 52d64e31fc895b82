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
  /** Where it is read from. Read from elsewhere it is another source, whose things need no leave to go. */
  readonly address?: string;
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
  { source, isTrusted, paths, address }: ConfiguredSource,
  previous: SourceHarvest | undefined,
  options: SyncSourceOptions,
): Promise<SourceHarvest> {
  const fingerprint = JSON.stringify({ isTrusted, paths, address });
  const isSameRules = previous?.fingerprint === fingerprint;
  const base = { name: source.name, isTrusted };
  // Under other rules than the last good content was read, so that the next sync reads everything again.
  const lastGood = { ...base, fingerprint: "", roots: [], ...withoutTroubles(previous) };
  try {
    const known = new Map((isSameRules ? previous.roots : []).map((root) => [root.rootId, root.revision]));
    const read = await source.read(known, options.signal);
    const lastRoots = new Map((previous?.roots ?? []).map((root) => [root.rootId, root]));
    const outcomes = await readRoots(read.roots, lastRoots, { source, isTrusted, paths, isSameRules }, options);
    const mentioned = new Set(outcomes.map(({ rootId }) => rootId));
    const unmentioned = [...lastRoots.values()].filter((root) => !mentioned.has(root.rootId));
    const roots = [
      ...outcomes.flatMap(({ harvest }) => harvest ?? []),
      ...(read.incomplete === undefined ? [] : unmentioned),
    ];
    const held = isSamePlace(previous, address) && !options.isAccepted ? heldRemovals(previous, roots) : undefined;
    if (held !== undefined) return { ...lastGood, held };
    const error = outcomes.find((outcome) => outcome.error !== undefined)?.error;
    if (error !== undefined) return { ...lastGood, roots, failure: asFailure(error, source.name, options.log) };
    return { ...base, fingerprint, roots, syncedAt: options.now() };
  } catch (error) {
    options.signal.throwIfAborted();
    return { ...lastGood, failure: asFailure(error, source.name, options.log) };
  }
}

/** Other paths are held like other content, for a typo in them takes as much away; another address is another source. */
function isSamePlace(previous: SourceHarvest | undefined, address: string | undefined): boolean {
  if (previous === undefined || previous.fingerprint === "") return false;
  return (JSON.parse(previous.fingerprint) as Pick<ConfiguredSource, "address">).address === address;
}

function withoutTroubles(previous: SourceHarvest | undefined): SourceHarvest | undefined {
  if (previous === undefined) return undefined;
  const { failure: _failure, held: _held, ...content } = previous;
  return content;
}

function globTest(globs: readonly string[]): (path: string) => boolean {
  const isMatch = picomatch([...globs], { dot: true });
  return (path) => isMatch(path);
}

interface RootOutcome {
  readonly rootId: string;
  readonly harvest: RootHarvest | undefined;
  readonly error?: unknown;
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
    else if (state.type === "gone") outcomes.push({ rootId, harvest: undefined });
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
    return { rootId: root.id, harvest: last, error };
  }
}

/** What would go if the new roots counted, when that is more than a sync may remove unasked. */
function heldRemovals(previous: SourceHarvest | undefined, roots: readonly RootHarvest[]): SourceHarvest["held"] {
  if (previous === undefined || isSameRoots(previous.roots, roots)) return undefined;
  const before = refsOf(previous);
  const after = refsOf({ ...previous, roots });
  return isRemovalHeld(before, after) ? { removed: countRemoved(before, after), of: before.size } : undefined;
}

/** The very same objects: nothing was read anew. */
export function isSameRoots(a: readonly RootHarvest[], b: readonly RootHarvest[]): boolean {
  return a.length === b.length && a.every((root, index) => root === b[index]);
}

function refsOf(source: SourceHarvest): ReadonlySet<EntityRef> {
  const refs = new Set<EntityRef>();
  for (const entity of harvestedEntities(source)) refs.add(entity.ref);
  return refs;
}

/** A source may fail in ways nobody foresaw: that is logged as a bug and still never spoils the others. */
function asFailure(error: unknown, source: string, log: Log): NonNullable<SourceHarvest["failure"]> {
  if (error instanceof BotError) return { code: error.code, message: error.message };
  log.error({ err: error, source }, "source failed unexpectedly");
  return { code: "unavailable", message: "It failed unexpectedly; the log says more." };
}
