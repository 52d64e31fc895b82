import { join } from "node:path";
import type { Entity } from "../../src/catalog/entity.ts";
import { warmUp } from "../../src/catalog/search/warm-up.ts";
import { fuseTokens, fuseTuned } from "./baselines.ts";
import { type Question, readCatalog, readQuestions } from "./data.ts";
import { atLeast, below, type Goal, goalsFor } from "./goals.ts";
import { makeQuestions } from "./make-questions.ts";
import {
  measureAnswers,
  measureBuild,
  measureChange,
  measureLatency,
  measureQuality,
  percentile,
  type SearchNames,
  searchNames,
} from "./measure.ts";
import { createRandom } from "./random.ts";
import { printRows, type ReportRow } from "./report.ts";

/** A size to measure. */
export interface SizeOptions {
  /** Folder with `fuzzy/`. */
  readonly data: string;
  readonly things: number;
  /** Whether to measure Fuse.js alone too, which takes minutes. */
  readonly withFuse: boolean;
}

const SEED = 20_251;
const PER_CLASS = 60;
const ABSENT = 1000;
const SMALLEST = 1000;
const LARGEST = 100_000;

/** Measures a generated catalog: questions of the development data, and held-out ones about other names. */
export async function benchSize({ data, things, withFuse }: SizeOptions): Promise<Goal[]> {
  const entities = readCatalog(join(data, "fuzzy", `catalog-${things}.jsonl`));
  const development = readQuestions(join(data, "fuzzy", "queries.jsonl"));
  const heldOut = makeQuestions({
    about: unasked(entities, data, things),
    among: entities,
    mostFitting: 1,
    perClass: PER_CLASS,
    seed: SEED,
  });
  const { index, ...cost } = await measureBuild(entities);
  await warmUp(index, entities);
  const ours = searchNames(index);
  const rows = [row("callboard, held-out names", ours, heldOut), row("callboard, development data", ours, development)];
  if (withFuse) rows.push(...fuseRows(entities, heldOut));
  printRows(`${things} things`, rows);
  const missing = development.filter((question) => question.class === "absent");
  const lookalikes = absentNames(entities, data, things);
  const absent = measureAnswers(index, missing).share;
  const changeMs = await measureChange(index, entities);
  const lookalike =
    lookalikes.length === 0
      ? ""
      : `, lookalikes from the larger catalog ${measureAnswers(index, lookalikes).share.toFixed(3)}`;
  console.log(`  absent names answered outright ${absent.toFixed(3)}${lookalike}`);
  console.log(
    `  build ${cost.buildMs.toFixed(0)} ms, longest block ${cost.longestBlockMs.toFixed(0)} ms, memory ${cost.heapMb.toFixed(1)} MB, a change of 5 things ${changeMs.toFixed(1)} ms`,
  );
  return judge(things, rows[0], { ...cost, absent, changeMs });
}

function judge(things: number, held: ReportRow | undefined, is: Measured): Goal[] {
  if (held === undefined) return [];
  const goals = goalsFor(things);
  const name = (what: string) => `${things}: ${what}`;
  return [
    atLeast(name("r@1 on held-out names"), held.quality.first, goals.first),
    atLeast(name("r@5 on held-out names"), held.quality.firstFive, goals.firstFive),
    below(name("p99 in ms"), held.p99, goals.p99Ms),
    below(name("absent names answered outright"), is.absent, 0.03),
    below(name("build in ms"), is.buildMs, goals.buildMs),
    below(name("memory in MB"), is.heapMb, goals.heapMb),
    ...(goals.blockMs === undefined ? [] : [below(name("longest block in ms"), is.longestBlockMs, goals.blockMs)]),
    ...(goals.changeMs === undefined ? [] : [below(name("change of 5 things in ms"), is.changeMs, goals.changeMs)]),
  ];
}

interface Measured {
  readonly buildMs: number;
  readonly longestBlockMs: number;
  readonly heapMb: number;
  readonly absent: number;
  readonly changeMs: number;
}

function row(name: string, search: SearchNames, questions: readonly Question[]): ReportRow {
  const { p50, p99, rawP99 } = measureLatency(search, questions);
  return { name, asked: questions.length, quality: measureQuality(search, questions), p50, p99, rawP99 };
}

/** Asks each question once, for both quality and time. */
function slowRow(name: string, search: SearchNames, questions: readonly Question[]): ReportRow {
  const times: number[] = [];
  const timed: SearchNames = (query) => {
    const started = performance.now();
    const names = search(query);
    times.push(performance.now() - started);
    return names;
  };
  const quality = measureQuality(timed, questions);
  const p99 = percentile(times, 0.99);
  return { name, asked: questions.length, quality, p50: percentile(times, 0.5), p99, rawP99: p99 };
}

/** Fuse.js takes some 20 µs a thing and question, so it gets a sample of each class. */
function fuseRows(entities: readonly Entity[], questions: readonly Question[]): ReportRow[] {
  const perClass = entities.length > 10_000 ? 2 : 8;
  const taken = new Map<string, number>();
  const sample = questions.filter((question) => {
    const count = (taken.get(question.class) ?? 0) + 1;
    taken.set(question.class, count);
    return count <= perClass;
  });
  return [
    slowRow(`fuse tuned (${perClass} a class)`, fuseTuned(entities), sample),
    slowRow(`fuse token search (${perClass} a class)`, fuseTokens(entities), sample),
  ];
}

/** Things about which the development data does not ask: it asks about the smallest catalog's. */
function unasked(entities: readonly Entity[], data: string, things: number): readonly Entity[] {
  if (things <= SMALLEST) return entities;
  const asked = new Set(readCatalog(join(data, "fuzzy", `catalog-${SMALLEST}.jsonl`)).map(({ ref }) => ref));
  return entities.filter(({ ref }) => !asked.has(ref));
}

/** Names of the largest catalog that are not in this one: the hardest absent names, for most have siblings here. */
function absentNames(entities: readonly Entity[], data: string, things: number): Question[] {
  if (things >= LARGEST) return [];
  const here = new Set(entities.map(({ ref }) => ref));
  const others = readCatalog(join(data, "fuzzy", `catalog-${LARGEST}.jsonl`)).filter(({ ref }) => !here.has(ref));
  const chosen = createRandom(SEED).shuffle(others).slice(0, ABSENT);
  return chosen.map(({ name }, i) => ({
    query: i % 2 === 0 ? name : name.replaceAll("-", " "),
    expected: "",
    class: "absent",
  }));
}
