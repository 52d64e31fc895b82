import type { Entity } from "../entity.ts";
import { createPause } from "./pause.ts";
import type { SearchIndex } from "./search-index.ts";
import { joinWords, splitWords, textWords } from "./words.ts";

/** How much to warm up. */
export interface WarmUpOptions {
  readonly signal?: AbortSignal;
  /** About how many questions to ask; 4,000 when absent, a second or two. */
  readonly questions?: number;
}

const DEFAULT_QUESTIONS = 4000;

/**
 * Asks an index many and varied questions made from the catalog itself, so that the engine has compiled the search before
 * the first person asks: cold, one question in a hundred takes some 5 ms. In slices; gives the number of questions asked.
 * Rejects with the signal's reason when called off.
 */
export async function warmUp(
  index: SearchIndex,
  entities: readonly Entity[],
  { signal, questions = DEFAULT_QUESTIONS }: WarmUpOptions = {},
): Promise<number> {
  const pause = createPause(signal);
  const things = Math.max(1, Math.ceil(questions / WAYS.length));
  const step = Math.max(1, Math.floor(entities.length / things));
  let asked = 0;
  while (asked < questions && entities.length > 0) {
    for (let i = 0; i < entities.length && asked < questions; i += step) {
      const entity = entities[i];
      if (entity === undefined) continue;
      const question = WAYS[asked % WAYS.length]?.(entity, splitWords(entity.name)) ?? entity.name;
      if (asked % 2 === 0) index.resolve(question);
      else index.search(question);
      asked++;
      // A question takes far longer than asking for the time.
      await pause.take();
    }
  }
  return asked;
}

type Way = (entity: Entity, words: readonly string[]) => string;

const WAYS: readonly Way[] = [
  (entity) => entity.name,
  (_, words) => joinWords(words),
  (_, words) => [...words].reverse().join(" "),
  ({ name }) => name.slice(0, Math.ceil(name.length * 0.7)),
  ({ name }) => name.slice(0, 3) + name.slice(4),
  ({ name }) => name.slice(0, 2) + name.slice(3, 4) + name.slice(2, 3) + name.slice(4),
  (_, words) => words.map((word) => word.slice(0, 3)).join(" "),
  (_, words) => words.map((word) => word.slice(0, 1)).join(""),
  (_, words) => `${words.map((word) => `${word}s`).join(" ")} service`,
  (_, words) => words.at(-1) ?? "",
  ({ title, name }) => title ?? name,
  ({ description, name }) =>
    textWords(description ?? name)
      .slice(1, 4)
      .join(" "),
  ({ name }) => `hey, who owns the ${name}?`,
];
