import { join } from "node:path";
import { buildSearchIndex } from "../../src/catalog/search/build-search-index.ts";
import { warmUp } from "../../src/catalog/search/warm-up.ts";
import { readQuestions, readRealCatalogs } from "./data.ts";
import { atLeast, below, type Goal } from "./goals.ts";
import { makeQuestions } from "./make-questions.ts";
import { measureAnswers, measureLatency, measureQuality, searchNames } from "./measure.ts";
import { printRows } from "./report.ts";

const SEED = 20_252;
const PER_CLASS = 60;

/** Measures the things of real public catalogs: generated questions and ones that people typed. */
export async function benchReal(data: string): Promise<Goal[]> {
  const entities = readRealCatalogs(join(data, "catalogs"));
  const generated = makeQuestions({
    about: entities,
    among: entities,
    mostFitting: 1,
    perClass: PER_CLASS,
    seed: SEED,
  });
  const typed = readQuestions(join(data, "fuzzy", "queries-hand.jsonl"));
  const absent = readQuestions(join(data, "fuzzy", "queries.jsonl")).filter((question) => question.class === "absent");
  const index = await buildSearchIndex(entities);
  await warmUp(index, entities);
  const ours = searchNames(index);
  const row = (name: string, questions: typeof typed) => ({
    name,
    asked: questions.length,
    quality: measureQuality(ours, questions),
    ...measureLatency(ours, questions),
  });
  const made = row("callboard, generated questions", generated);
  const byHand = row("callboard, typed by hand", typed);
  printRows(`${entities.length} things of real catalogs`, [made, byHand]);
  const answeredAbsent = measureAnswers(index, absent).share;
  console.log(`  absent names answered outright ${answeredAbsent.toFixed(3)}`);
  return [
    atLeast("real: r@1 of generated questions", made.quality.first, 0.95),
    atLeast("real: r@1 of questions typed by hand", byHand.quality.first, 0.97),
    below("real: absent names answered outright", answeredAbsent, 0.03),
  ];
}
