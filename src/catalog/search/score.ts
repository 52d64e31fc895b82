import { compareWords } from "./compare-words.ts";
import type { MeasureDistance } from "./distance.ts";
import type { SearchDocument } from "./document.ts";
import { beginningSimilarity } from "./expand.ts";
import type { LayerPlan, Plan } from "./plan.ts";
import type { Query } from "./query.ts";
import { initials, splitWords } from "./words.ts";

/** How well a thing fits a question. */
export interface Score {
  /** 0 to 1; 1 only for its very name. */
  readonly value: number;
  /** False when something that tells was typed and the thing has nothing like it: such a thing is a guess, not an answer. */
  readonly isComplete: boolean;
}

const TITLE_WORTH = 0.97;
const ALIAS_WORTH = 0.97;
/** The same words in another order, or by other spellings. */
const SAME_WORDS = 0.96;
const BEST_INEXACT = 0.99;
const NEAR_TEXT = 0.85;
/** One word missing of what was typed tells at least this share. */
const TELLING_SHARE = 0.08;
const INITIALS = { least: 3, most: 12 };
const NOTHING: Score = { value: 0, isComplete: false };

/** Compares a thing of a layer with the question. */
export function scoreDocument(plan: Plan, layerPlan: LayerPlan, position: number): Score {
  const document = layerPlan.layer.segment.documents[position];
  if (document === undefined) return NOTHING;
  const text = textScore(plan, document);
  if (text === 1) return { value: 1, isComplete: true };
  const { words, whole, missing } = compareWords(plan, layerPlan, position);
  const blend = 0.8 * Math.max(text, words) + 0.2 * Math.min(text, words);
  const special = Math.max(initialsScore(plan.query, document), beginningScore(plan.query, document));
  return {
    value: Math.min(BEST_INEXACT, Math.max(blend, SAME_WORDS * whole, special)),
    isComplete: missing < TELLING_SHARE || text >= NEAR_TEXT || special > 0,
  };
}

function textScore({ query: { joined }, distance }: Plan, { name, title, aliases }: SearchDocument): number {
  let best = similarity(distance, joined, name);
  if (best === 1) return 1;
  if (title !== undefined) best = Math.max(best, TITLE_WORTH * similarity(distance, joined, title));
  for (const alias of aliases) best = Math.max(best, ALIAS_WORTH * similarity(distance, joined, alias));
  return best;
}

function similarity(distance: MeasureDistance, typed: string, text: string): number {
  if (typed === text) return 1;
  if (typed.length > 2 * text.length) return 0;
  const { whole, prefix } = distance(typed, text);
  const longest = Math.max(typed.length, text.length);
  const beginning = (1 - (1.5 * prefix) / typed.length) * beginningSimilarity(typed.length, longest);
  return Math.max(1 - whole / longest, beginning, 0);
}

/** For a name of which the first words and some of the next are typed: hardly anything else is meant. */
function beginningScore({ joined, words }: Query, { name, entity }: SearchDocument): number {
  if (words.length < 2 || !name.startsWith(joined)) return 0;
  const isAligned = splitWords(entity.name).join(" ").startsWith(words.join(" "));
  return isAligned ? 0.94 + (0.04 * joined.length) / name.length : 0;
}

/** For the first letters of the name's words; more letters, fewer names that have them. */
function initialsScore({ joined, words }: Query, { entity }: SearchDocument): number {
  if (words.length > 1 || joined.length < INITIALS.least || joined.length > INITIALS.most) return 0;
  const letters = initials(splitWords(entity.name));
  if (letters === joined) return joined.length > INITIALS.least ? 0.87 : 0.84;
  return letters.startsWith(joined) ? 0.6 + (0.2 * joined.length) / letters.length : 0;
}
