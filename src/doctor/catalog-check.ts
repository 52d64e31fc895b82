import type { Catalog } from "../catalog/catalog.ts";
import type { Problem } from "../catalog/problem.ts";
import type { Snapshot, SourceState } from "../catalog/snapshot.ts";
import { ago, count, duration } from "../chat/phrase.ts";
import type { Clock } from "../clock.ts";
import type { Check, Finding } from "../finding.ts";

const area = "Catalog";

/** What is wrong with reading rather than with a file. */
const ofSources: ReadonlySet<Problem["code"]> = new Set(["source_failed", "repository_failed", "removal_held"]);

/** How old the catalog is, how much is in it, and which sources or files keep it from being right. */
export function catalogCheck(parts: {
  readonly catalog: Pick<Catalog, "snapshot">;
  readonly clock: Clock;
  /** How old it may be, in milliseconds. */
  readonly staleAfterMs: number;
}): Check {
  return {
    area,
    async run() {
      const snapshot = parts.catalog.snapshot();
      const now = parts.clock.now();
      const held = snapshot.problems.filter(({ code }) => code === "removal_held");
      const bad = [
        ...snapshot.sources.flatMap((source) => sourceFindings(source, now, parts.staleAfterMs)),
        ...emptyFindings(snapshot),
        ...held.map(heldFinding),
        ...failedFindings(snapshot.problems),
        ...fileFindings(snapshot.problems),
      ];
      return [...bad, { level: "ok", area, found: summary(snapshot, now) }];
    },
  };
}

function sourceFindings({ name, syncedAt, failure }: SourceState, now: Date, staleAfterMs: number): readonly Finding[] {
  const source = `Catalog source ${name}`;
  const ageMs = syncedAt === undefined ? Number.POSITIVE_INFINITY : now.getTime() - syncedAt.getTime();
  const since = syncedAt === undefined ? "It was never read" : `What is shown is ${duration(ageMs)} old`;
  if (failure !== undefined) return [{ level: "problem", area: source, found: `${failure.message} ${since}.` }];
  if (ageMs <= staleAfterMs) return [];
  return [{ level: "warning", area: source, found: `${since}: no sync since.`, fix: "Type `sync` to see why." }];
}

/** A source that was read and gave nothing at all: as a rule its `paths` match no file. */
function emptyFindings({ sources, entities, problems }: Snapshot): readonly Finding[] {
  const giving = new Set([...entities.values()].map(({ origin }) => origin.source));
  for (const { source } of problems) giving.add(source);
  return sources
    .filter(({ name, syncedAt, failure }) => syncedAt !== undefined && failure === undefined && !giving.has(name))
    .map(({ name }) => ({
      level: "warning" as const,
      area: `Catalog source ${name}`,
      found: "Nothing was found in it.",
      fix: "Check that its paths in callboard.yaml match catalog files.",
    }));
}

function heldFinding({ source, message, fix }: Problem): Finding {
  return { level: "warning", area: `Catalog source ${source}`, found: message, fix };
}

/** Repositories that fail while the rest of their source does not: how many, and the first. */
function failedFindings(problems: readonly Problem[]): readonly Finding[] {
  const failed = problems.filter(({ code }) => code === "repository_failed");
  return [...new Set(failed.map(({ source }) => source))].flatMap((source) => {
    const [first, ...others] = failed.filter((problem) => problem.source === source);
    if (first === undefined) return [];
    const more =
      others.length === 0 ? "" : ` Nor can ${count(others.length, "other repository", "other repositories")} of it.`;
    const { message, fix } = first;
    return [{ level: "warning" as const, area: `Catalog source ${source}`, found: `${message}${more}`, fix }];
  });
}

/** Sources have findings of their own. */
function fileFindings(problems: readonly Problem[]): readonly Finding[] {
  const inFiles = problems.filter(({ code, severity }) => severity !== "info" && !ofSources.has(code));
  if (inFiles.length === 0) return [];
  const found = `${count(inFiles.length, "problem in catalog files", "problems in catalog files")}.`;
  return [{ level: "warning", area, found, fix: "`gaps files` says which." }];
}

/** `412 things, 3 min old`. */
function summary({ entities, sources }: Snapshot, now: Date): string {
  const times = sources.flatMap(({ syncedAt }) => (syncedAt === undefined ? [] : [syncedAt.getTime()]));
  const things = count(entities.size, "thing");
  return times.length === 0 ? things : `${things}, synced ${ago(now.getTime() - Math.min(...times))}`;
}
