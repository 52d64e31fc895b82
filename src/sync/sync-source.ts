import type { RepositoryName } from "../event/delivery-event.ts";
import type { Log } from "../log.ts";
import { catalogPaths } from "./catalog-paths.ts";
import { failedRootsSentence } from "./failed-roots.ts";
import { isRead, type RootHarvest, type SourceHarvest } from "./harvest.ts";
import { mentionedAgain, nextRoots, refsOf } from "./next-roots.ts";
import type { Parser } from "./parse/parser.ts";
import { asFailure, type RootOutcome, readRoots } from "./read-roots.ts";
import { countRemoved, isRemovalHeld } from "./removal-guard.ts";
import type { EntitySource, SourceReading } from "./source.ts";

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
  /** Looks at these repositories alone, once the source was read as a whole. */
  readonly only?: readonly RepositoryName[];
}

/** How one run over a source ended. */
export interface SyncedSource {
  readonly harvest: SourceHarvest;
  /** Why this run did not bring everything; after one over some repositories alone the source as a whole does not say it. */
  readonly failure?: NonNullable<SourceHarvest["failure"]>;
  /** What this run did not remove unasked. */
  readonly held?: NonNullable<SourceHarvest["held"]>;
}

/**
 * Brings one source up to date. Whatever fails keeps its last good content: a root says so in its `failure`, the source in
 * `failure` or `held`. Never rejects for a failure of the source; rejects only when `signal` aborts.
 */
export async function syncSource(
  configured: ConfiguredSource,
  previous: SourceHarvest | undefined,
  options: SyncSourceOptions,
): Promise<SyncedSource> {
  const { source, isTrusted } = configured;
  const run = runOver(configured, previous, options);
  const { last, isSameRules, only } = run;
  try {
    const reading = await source.read(isSameRules ? knownRevisions(last.roots) : new Map(), options.signal, only);
    const outcomes = await readRoots(reading.roots, {
      ...options,
      sourceName: source.name,
      isTrusted,
      paths: catalogPaths(configured.paths),
      last: new Map(last.roots.map((root) => [root.rootId, root])),
      isSameRules,
      currentAt: last.syncedAt ?? options.now(),
    });
    return takenOver(run, reading, outcomes, options);
  } catch (error) {
    options.signal.throwIfAborted();
    const failure = asFailure(error, source.name, options.log);
    return only === undefined ? wholeRead(last, failure, options.now()) : partRead(run, last.roots, failure);
  }
}

/** One run over a source. */
interface Run {
  readonly fingerprint: string;
  readonly previous: SourceHarvest | undefined;
  /** What was there before, without what went wrong then. */
  readonly last: SourceHarvest;
  /** Whether it was read as it would be now; if not, everything is read again. */
  readonly isSameRules: boolean;
  readonly isSamePlace: boolean;
  readonly only?: readonly RepositoryName[];
}

function runOver(
  { source, isTrusted, paths, address }: ConfiguredSource,
  previous: SourceHarvest | undefined,
  { only }: SyncSourceOptions,
): Run {
  const fingerprint = JSON.stringify({ isTrusted, paths, address });
  const last = { name: source.name, fingerprint: "", roots: [], ...withoutTroubles(previous), isTrusted };
  const isSameRules = previous?.fingerprint === fingerprint;
  const isPartEnough = only !== undefined && isSameRules && previous.roots.some(isRead);
  const isSamePlace = isReadFrom(last, address);
  return { fingerprint, previous, last, isSameRules, isSamePlace, ...(isPartEnough && { only }) };
}

function takenOver(
  run: Run,
  reading: SourceReading,
  outcomes: readonly RootOutcome[],
  { isAccepted, now }: SyncSourceOptions,
): SyncedSource {
  const { last, isSameRules, isSamePlace, only, fingerprint } = run;
  const means = reading.incomplete ? "nothing" : isSamePlace ? "missed" : "away";
  const roots = nextRoots(last.roots, outcomes, { means, isSameRules, ...(only && { only }) });
  const held = isSamePlace && !isAccepted ? heldRemovals(last.roots, roots) : undefined;
  if (held !== undefined) return { harvest: { ...last, roots: mentionedAgain(last.roots, outcomes), held }, held };
  const failure = failureOf(reading, outcomes);
  if (only !== undefined && !mentionsAll(outcomes, last.roots)) return partRead(run, roots, failure);
  // What is left of another place stays while a reading is incomplete, and needs no leave to go by the next one either.
  const isSettled = isSamePlace || last.roots.length === 0 || reading.incomplete === undefined;
  return wholeRead({ ...last, roots, ...(isSettled && { fingerprint }) }, failure, now());
}

function wholeRead(harvest: SourceHarvest, failure: SyncedSource["failure"], now: Date): SyncedSource {
  return failure === undefined
    ? { harvest: { ...harvest, syncedAt: now } }
    : { harvest: { ...harvest, failure }, failure };
}

/** A look at a part tells neither that the whole is current nor that it cannot be read. */
function partRead(
  { last, previous }: Run,
  roots: readonly RootHarvest[],
  failure: SyncedSource["failure"],
): SyncedSource {
  return { harvest: { ...last, ...previous, roots }, ...(failure && { failure }) };
}

/** A root that was never read, or under other rules, is known by no revision. */
function knownRevisions(roots: readonly RootHarvest[]): ReadonlyMap<string, string> {
  const read = roots.filter((root) => isRead(root) && root.isOutdated === undefined);
  return new Map(read.map(({ rootId, revision }) => [rootId, revision]));
}

/** Other paths are held like other content, for a typo in them takes as much away; another address is another source. */
function isReadFrom({ fingerprint }: SourceHarvest, address: string | undefined): boolean {
  if (fingerprint === "") return false;
  return (JSON.parse(fingerprint) as Pick<ConfiguredSource, "address">).address === address;
}

function withoutTroubles(previous: SourceHarvest | undefined): SourceHarvest | undefined {
  if (previous === undefined) return undefined;
  const { failure: _failure, held: _held, ...content } = previous;
  return content;
}

function mentionsAll(outcomes: readonly RootOutcome[], roots: readonly RootHarvest[]): boolean {
  const mentioned = new Set(outcomes.map(({ rootId }) => rootId));
  return roots.every(({ rootId }) => mentioned.has(rootId));
}

/** The listing was not whole, or no root at all could be read. */
function failureOf({ incomplete }: SourceReading, outcomes: readonly RootOutcome[]): SyncedSource["failure"] {
  if (incomplete !== undefined) return { code: incomplete.code, message: incomplete.message };
  const roots = outcomes.flatMap(({ harvest }) => harvest ?? []);
  const failures = roots.flatMap(({ failure }) => failure ?? []);
  const [first] = failures;
  if (first === undefined || failures.length < roots.length) return undefined;
  return { code: first.code, message: failedRootsSentence(roots) ?? first.message };
}

/** What would go if the new roots counted, when that is more than a sync may remove unasked. */
function heldRemovals(previous: readonly RootHarvest[], roots: readonly RootHarvest[]): SourceHarvest["held"] {
  if (isSameRoots(previous, roots)) return undefined;
  const before = refsOf(previous);
  const after = refsOf(roots);
  return isRemovalHeld(before, after) ? { removed: countRemoved(before, after), of: before.size } : undefined;
}

/** The very same objects: nothing was read anew. */
export function isSameRoots(a: readonly RootHarvest[], b: readonly RootHarvest[]): boolean {
  return a.length === b.length && a.every((root, index) => root === b[index]);
}
