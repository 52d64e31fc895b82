import type { Entity } from "../../src/catalog/entity.ts";
import type { Question } from "./data.ts";
import { allWords, nameParts, QUESTION_CLASSES } from "./question-classes.ts";
import { createRandom } from "./random.ts";

/** What questions are made of. */
export interface MakeQuestionsOptions {
  /** The things to ask about. */
  readonly about: readonly Entity[];
  /** The catalog in which the questions must be fair: what is typed fits at most `mostFitting` things. */
  readonly among: readonly Entity[];
  readonly mostFitting: number;
  readonly perClass: number;
  readonly seed: number;
}

/** Makes questions of every class, the same for the same seed. */
export function makeQuestions({ about, among, mostFitting, perClass, seed }: MakeQuestionsOptions): Question[] {
  const count = countFitting(among);
  const questions: Question[] = [];
  for (const [name, { make, ambiguity, slip }] of Object.entries(QUESTION_CLASSES)) {
    const random = createRandom(seed + name.length * 7919 + name.charCodeAt(0));
    let made = 0;
    for (const entity of random.shuffle(about)) {
      if (made === perClass) break;
      const query = make(entity, random);
      if (query === undefined || count[ambiguity](query) > mostFitting) continue;
      const asked = slip?.(query, random) ?? query;
      if (slip !== undefined && asked === query) continue;
      questions.push({ query: asked, expected: entity.name, class: name });
      made++;
    }
  }
  return questions;
}

function countFitting(among: readonly Entity[]) {
  const sortedNames = among.map(({ name }) => name.toLowerCase()).sort();
  const byWord = new Map<string, Set<number>>();
  const byText = new Map<string, Set<number>>();
  const byInitials = new Map<string, number>();
  for (const [i, entity] of among.entries()) {
    for (const word of nameParts(entity)) note(byWord, word, i);
    for (const word of allWords(entity)) note(byText, word, i);
    const letters = nameParts(entity)
      .map((part) => part.slice(0, 1))
      .join("");
    byInitials.set(letters, (byInitials.get(letters) ?? 0) + 1);
  }
  return {
    none: () => 0,
    name: () => 0,
    prefix: (query: string) => beginningWith(sortedNames, query),
    word: (query: string) => byWord.get(query)?.size ?? 0,
    initials: (query: string) => byInitials.get(query) ?? 0,
    text: (query: string) => withAll(query.split(" ").map((word) => byText.get(word) ?? new Set())),
  };
}

function note(index: Map<string, Set<number>>, word: string, place: number): void {
  const places = index.get(word);
  if (places === undefined) index.set(word, new Set([place]));
  else places.add(place);
}

function beginningWith(sortedNames: readonly string[], beginning: string): number {
  let count = 0;
  for (const name of sortedNames) if (name.startsWith(beginning)) count++;
  return count;
}

function withAll(sets: readonly ReadonlySet<number>[]): number {
  const [smallest, ...others] = [...sets].sort((left, right) => left.size - right.size);
  return [...(smallest ?? [])].filter((place) => others.every((set) => set.has(place))).length;
}
