import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Entity } from "../../src/catalog/entity.ts";
import type { EntityRef } from "../../src/catalog/ref.ts";
import { buildSearchIndex } from "../../src/catalog/search/build-search-index.ts";
import type { SearchIndex } from "../../src/catalog/search/search-index.ts";
import type { Question } from "./data.ts";

/** Shares of questions of one class, 0 to 1. */
export interface ClassResult {
  readonly class: string;
  readonly first: number;
  readonly firstFive: number;
}

/** How good the answers are. */
export interface Quality {
  /** Share of questions with the right thing first, and among the first five. */
  readonly first: number;
  readonly firstFive: number;
  readonly classes: readonly ClassResult[];
}

/** What building costs. */
export interface BuildCost {
  readonly index: SearchIndex;
  readonly buildMs: number;
  readonly longestBlockMs: number;
  /** JavaScript heap and typed arrays together. */
  readonly heapMb: number;
}

/** Names in the order in which a search ranks them. */
export type SearchNames = (query: string) => readonly string[];

const RUNS = 3;
const ROUNDS = 5;

/** Asks every question once. Questions of class `absent` are left out. */
export function measureQuality(search: SearchNames, questions: readonly Question[]): Quality {
  const byClass = new Map<string, { asked: number; first: number; firstFive: number }>();
  for (const question of questions) {
    if (question.class === "absent") continue;
    const counts = byClass.get(question.class) ?? { asked: 0, first: 0, firstFive: 0 };
    byClass.set(question.class, counts);
    const place = search(question.query)
      .slice(0, 5)
      .findIndex((name) => isRight(question, name));
    counts.asked++;
    if (place === 0) counts.first++;
    if (place !== -1) counts.firstFive++;
  }
  const all = [...byClass.values()];
  const asked = sum(all.map((counts) => counts.asked));
  return {
    first: sum(all.map(({ first }) => first)) / asked,
    firstFive: sum(all.map(({ firstFive }) => firstFive)) / asked,
    classes: [...byClass].map(([name, counts]) => ({
      class: name,
      first: counts.first / counts.asked,
      firstFive: counts.firstFive / counts.asked,
    })),
  };
}

/** Share of answers given outright: of all questions, and of those how many are wrong. */
export function measureAnswers(index: SearchIndex, questions: readonly Question[]) {
  const answered = questions.flatMap((question) => {
    const resolution = index.resolve(question.query);
    return resolution.type === "answer" ? [isRight(question, nameOf(resolution.match.ref))] : [];
  });
  return { share: answered.length / questions.length, wrong: answered.filter((right) => !right).length };
}

/** Wall time of a search by question: the median of five rounds, so that what else the machine does shows less; and of all single searches. */
export function measureLatency(search: SearchNames, questions: readonly Question[], rounds = ROUNDS) {
  const times = questions.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { query }] of questions.entries()) {
      const started = performance.now();
      search(query);
      times[i]?.push(performance.now() - started);
    }
  }
  const medians = times.map((ofQuestion) => percentile(ofQuestion, 0.5));
  return { p50: percentile(medians, 0.5), p99: percentile(medians, 0.99), rawP99: percentile(times.flat(), 0.99) };
}

/** Builds three times: the median time, the smallest of the longest blocks (a block by another process is not ours), the last index. */
export async function measureBuild(entities: readonly Entity[]): Promise<BuildCost> {
  const runs: { buildMs: number; longestBlockMs: number }[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await timeBuild(entities));
  const before = memoryMb();
  const index = await buildSearchIndex(entities);
  const heapMb = memoryMb() - before;
  return {
    index,
    heapMb,
    buildMs: percentile(
      runs.map(({ buildMs }) => buildMs),
      0.5,
    ),
    longestBlockMs: Math.min(...runs.map(({ longestBlockMs }) => longestBlockMs)),
  };
}

/** Milliseconds until an index answers after a change of five things, the median of nine changes. */
export async function measureChange(index: SearchIndex, entities: readonly Entity[]): Promise<number> {
  const times: number[] = [];
  let current = index;
  for (let change = 0; change < 9; change++) {
    const upserted = entities
      .slice(change * 5, change * 5 + 5)
      .map((entity) => ({ ...entity, title: `Changed ${change}` }));
    const started = performance.now();
    current = await current.with({ upserted, removed: [] });
    current.search(upserted[0]?.name ?? "");
    times.push(performance.now() - started);
  }
  return percentile(times, 0.5);
}

/** The search of an index as a function from text to names. */
export function searchNames(index: SearchIndex): SearchNames {
  return (query) => index.search(query, { limit: 5 }).map(({ ref }) => nameOf(ref));
}

/** The value below which a share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function timeBuild(entities: readonly Entity[]): Promise<{ buildMs: number; longestBlockMs: number }> {
  collectGarbage();
  let last = performance.now();
  let longestBlockMs = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longestBlockMs = Math.max(longestBlockMs, now - last);
    last = now;
  }, 1);
  const started = performance.now();
  await buildSearchIndex(entities);
  const buildMs = performance.now() - started;
  clearInterval(timer);
  return { buildMs, longestBlockMs: Math.max(longestBlockMs, performance.now() - last) };
}

function memoryMb(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

/** So that nobody has to start Node with a flag. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
}

function isRight({ expected, also = [] }: Question, name: string): boolean {
  return [expected, ...also].some((right) => right.toLowerCase() === name);
}

function nameOf(ref: EntityRef): string {
  return ref.slice(ref.indexOf("/") + 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
