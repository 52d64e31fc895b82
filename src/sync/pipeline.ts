import { setMaxListeners } from "node:events";
import type { LiveCatalog } from "../catalog/live-catalog.ts";
import { buildSearchIndex } from "../catalog/search/build-search-index.ts";
import type { SearchIndex } from "../catalog/search/search-index.ts";
import type { Snapshot } from "../catalog/snapshot.ts";
import type { Clock } from "../clock.ts";
import type { Bus } from "../event/bus.ts";
import type { RepositoryName } from "../event/delivery-event.ts";
import type { Log } from "../log.ts";
import { untilAborted } from "../until-aborted.ts";
import { buildSnapshot } from "./build-snapshot.ts";
import { type Diff, diff } from "./diff.ts";
import { isRead, type SourceHarvest } from "./harvest.ts";
import type { Parser } from "./parse/parser.ts";
import type { SnapshotFile } from "./snapshot-file.ts";
import { createSourceQueue, type SourceQueue } from "./source-queue.ts";
import { sourceReport } from "./source-report.ts";
import { type ConfiguredSource, type SyncedSource, type SyncSourceOptions, syncSource } from "./sync-source.ts";
import type { SourceReport, Syncer } from "./syncer.ts";

/** The parts that a pipeline joins. */
export interface PipelineParts {
  readonly sources: readonly ConfiguredSource[];
  readonly parser: Parser;
  readonly catalog: LiveCatalog;
  /** Absent: nothing is kept between runs. */
  readonly file?: SnapshotFile;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
}

/** The sync pipeline: read, parse, resolve, diff, swap, persist. */
export interface Pipeline extends Syncer {
  /** Publishes what the last run kept; false when there is nothing. */
  restore(): Promise<boolean>;
  /** Resolves when everything published so far is also on disk. */
  settled(): Promise<void>;
  /** Ends the sync under way, whose callers see it rejected, and settles. */
  stop(): Promise<void>;
}

interface State {
  readonly harvests: Map<string, SourceHarvest>;
  readonly queues: ReadonlyMap<string, SourceQueue<SourceRun>>;
  published: { readonly snapshot: Snapshot; readonly index: SearchIndex } | undefined;
  savedRevision: string | undefined;
  /** Publishing and saving happen one after the other, each on the newest harvests. */
  publishing: Promise<void>;
  saving: Promise<void>;
  running: Promise<readonly SourceReport[]> | undefined;
}

/** What a source gave before a run over it, and after. */
interface SourceRun {
  readonly before: SourceHarvest | undefined;
  readonly after: SyncedSource;
}

/** @param parts sources in the order of the configuration, which decides who wins a duplicate */
export function createPipeline(parts: PipelineParts): Pipeline {
  const stopping = new AbortController();
  // Every process of every source listens for the end.
  setMaxListeners(0, stopping.signal);
  const state: State = {
    harvests: new Map(),
    queues: new Map(
      parts.sources.map((configured) => [
        configured.source.name,
        createSourceQueue((options) => runSource(parts, state, configured, { ...options, signal: stopping.signal })),
      ]),
    ),
    published: undefined,
    savedRevision: undefined,
    publishing: Promise.resolve(),
    saving: Promise.resolve(),
    running: undefined,
  };
  return {
    async restore() {
      const kept = (await parts.file?.load()) ?? [];
      for (const { source, isTrusted } of parts.sources) {
        // What was read as trusted must not live on once trust is withdrawn.
        const harvest = kept.find((last) => last.name === source.name && last.isTrusted === isTrusted);
        if (harvest !== undefined) state.harvests.set(source.name, harvest);
      }
      if (state.harvests.size === 0) return false;
      await publish(parts, state);
      state.savedRevision = state.published?.snapshot.revision;
      return state.published !== undefined;
    },
    async sync({ accept = [], signal } = {}) {
      // What is confirmed must count: it is not joined to a run that began without it.
      while (state.running !== undefined && accept.length > 0) await state.running.catch(() => undefined);
      state.running ??= syncAll(parts, state, accept).finally(() => {
        state.running = undefined;
      });
      // Somebody gives up; it goes on for everybody else.
      return signal === undefined ? state.running : untilAborted(state.running, signal);
    },
    refresh: (repositories, signal) => untilAborted(refreshSome(parts, state, repositories), signal),
    sources: parts.sources.map(({ source }) => source.name),
    settled: () => state.saving,
    async stop() {
      stopping.abort();
      await state.running?.catch(() => undefined); // its callers see why it ended
      for (const queue of state.queues.values()) await queue.idle();
      await state.saving;
    },
  };
}

async function syncAll(
  parts: PipelineParts,
  state: State,
  accept: readonly string[],
): Promise<readonly SourceReport[]> {
  if (parts.sources.some(({ source }) => !state.harvests.has(source.name))) parts.parser.warmUp();
  return reportsOf(
    parts,
    state,
    [...state.queues].map(([name, queue]) => queue.sync(accept.includes(name))),
  );
}

async function refreshSome(
  parts: PipelineParts,
  state: State,
  repositories: readonly RepositoryName[],
): Promise<readonly SourceReport[]> {
  const runs = parts.sources.flatMap(({ source }) => {
    const covered = repositories.filter((repository) => source.covers(repository));
    return covered.length === 0 ? [] : (state.queues.get(source.name)?.refresh(covered) ?? []);
  });
  return reportsOf(parts, state, runs);
}

/** Saves what all these runs brought, once they ended. */
async function reportsOf(
  parts: PipelineParts,
  state: State,
  runs: readonly Promise<SourceRun>[],
): Promise<readonly SourceReport[]> {
  const ends = await Promise.allSettled(runs);
  if (runs.length > 0) state.saving = state.saving.then(() => save(parts, state));
  const problems = state.published?.snapshot.problems ?? [];
  return ends.map((end) => {
    if (end.status === "rejected") throw end.reason;
    return sourceReport(end.value.before, end.value.after, problems);
  });
}

async function runSource(
  parts: PipelineParts,
  state: State,
  configured: ConfiguredSource,
  options: Pick<SyncSourceOptions, "isAccepted" | "only" | "signal">,
): Promise<SourceRun> {
  options.signal.throwIfAborted();
  const { name } = configured.source;
  const before = state.harvests.get(name);
  const after = await syncSource(configured, before, {
    parser: parts.parser,
    log: parts.log,
    now: () => parts.clock.now(),
    ...options,
  });
  state.harvests.set(name, after.harvest);
  // A slow source does not keep the others' news waiting.
  const published = state.publishing.then(() => publish(parts, state));
  state.publishing = published.catch(() => undefined); // whoever syncs sees it; the next one publishes again
  await published;
  return { before, after };
}

async function publish(parts: PipelineParts, state: State): Promise<void> {
  const harvests = inOrder(parts, state);
  if (harvests.every(({ syncedAt, roots }) => syncedAt === undefined && !roots.some(isRead))) {
    const failure = harvests.find((harvest) => harvest.failure !== undefined)?.failure;
    if (failure !== undefined) parts.catalog.explainAbsence(`The catalog could not be read yet. ${failure.message}`);
    return;
  }
  const last = state.published;
  const snapshot = await buildSnapshot(harvests, last?.snapshot, parts.clock.now());
  const isSame = last?.snapshot.entities === snapshot.entities;
  const changes = isSame ? nothing : diff(last?.snapshot.entities ?? new Map(), snapshot.entities);
  const index = await nextIndex(last?.index, snapshot, changes);
  state.published = { snapshot, index };
  parts.catalog.publish(snapshot, index);
  parts.bus.emit({ type: "catalog.published" });
  if (last !== undefined) announce(parts.bus, snapshot.revision, changes);
}

const nothing: Diff = { added: [], changed: [], moved: [], removed: [] };

async function nextIndex(last: SearchIndex | undefined, snapshot: Snapshot, changes: Diff): Promise<SearchIndex> {
  const { added, changed, moved, removed } = changes;
  if (last === undefined) return buildSearchIndex(snapshot.entities.values());
  const upserted = [...added, ...changed, ...moved];
  return upserted.length === 0 && removed.length === 0 ? last : last.with({ upserted, removed });
}

function announce(bus: Bus, revision: string, { added, changed, removed }: Diff): void {
  if (added.length + changed.length + removed.length === 0) return;
  const refs = (entities: Diff["added"]) => entities.map((entity) => entity.ref);
  bus.emit({ type: "catalog.changed", revision, added: refs(added), changed: refs(changed), removed });
}

async function save(parts: PipelineParts, state: State): Promise<void> {
  const revision = state.published?.snapshot.revision;
  if (parts.file === undefined || revision === undefined) return;
  try {
    await parts.file.save(inOrder(parts, state), { isContentSame: revision === state.savedRevision });
    state.savedRevision = revision;
  } catch (error) {
    // The catalog answers from memory and Git has everything: only the next start is slower.
    parts.log.warn({ err: error }, "catalog snapshot not saved");
  }
}

function inOrder(parts: PipelineParts, state: State): readonly SourceHarvest[] {
  return parts.sources.flatMap(({ source }) => state.harvests.get(source.name) ?? []);
}
