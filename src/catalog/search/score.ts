import type { MeasureDistance } from "./distance.ts";
import { FIELD, type SearchDocument } from "./document.ts";
import { beginningSimilarity } from "./expand.ts";
import { at } from "./groups.ts";
import { rarity, thingsWith } from "./layer.ts";
import type { Hit, LayerPlan, Plan, Probe } from "./plan.ts";
import type { Query } from "./query.ts";
import { initials, splitWords } from "./words.ts";

/** What a word is worth by the field in which it stands: name, alias, title, tag, description. */
export const FIELD_WORTH: readonly number[] = [1, 0.95, 0.88, 0.8, 0.72];

const TITLE_WORTH = 0.97;
const ALIAS_WORTH = 0.97;
const SAME_WORDS = 0.96;
const NO_HITS: readonly Hit[] = [];

/** Compares a thing of a layer with the question, 0 to 1: 1 only for its very name. */
export function scoreDocument(plan: Plan, layerPlan: LayerPlan, position: number): number {
  const document = layerPlan.layer.segment.documents[position];
  if (document === undefined) return 0;
  const text = textScore(plan, document);
  if (text === 1) return 1;
  const { words, whole } = compareWords(plan, layerPlan, position);
  const blend = 0.8 * Math.max(text, words) + 0.2 * Math.min(text, words);
  const special = Math.max(initialsScore(plan.query, document), beginningScore(plan.query, document));
  return Math.min(0.99, Math.max(blend, SAME_WORDS * whole, special));
}

function textScore(plan: Plan, document: SearchDocument): number {
  const { joined } = plan.query;
  const { distance } = plan;
  let best = similarity(distance, joined, document.name);
  if (best === 1) return 1;
  if (document.title !== undefined) best = Math.max(best, TITLE_WORTH * similarity(distance, joined, document.title));
  for (const alias of document.aliases) best = Math.max(best, ALIAS_WORTH * similarity(distance, joined, alias));
  return best;
}

function similarity(distance: MeasureDistance, typed: string, text: string): number {
  if (typed === text) return 1;
  const { whole, prefix } = distance(typed, text);
  const near = 1 - whole / Math.max(typed.length, text.length);
  const beginning =
    (1 - (1.5 * prefix) / typed.length) * beginningSimilarity(typed.length, Math.max(text.length, typed.length));
  return Math.max(near, beginning, 0);
}

/** For a name of which the first words and some of the next are typed: hardly anything else is meant. */
function beginningScore({ joined, words }: Query, document: SearchDocument): number {
  if (words.length < 2 || !document.name.startsWith(joined)) return 0;
  const isAligned = splitWords(document.entity.name).join(" ").startsWith(words.join(" "));
  return isAligned ? 0.94 + (0.04 * joined.length) / document.name.length : 0;
}

function initialsScore({ joined, words }: Query, document: SearchDocument): number {
  if (words.length > 1 || joined.length < 3 || joined.length > 12) return 0;
  const letters = initials(splitWords(document.entity.name));
  if (letters === joined) return joined.length > 3 ? 0.87 : 0.84;
  return letters.startsWith(joined) ? 0.6 + (0.2 * joined.length) / letters.length : 0;
}

function compareWords(plan: Plan, layerPlan: LayerPlan, position: number): WordComparison {
  const { layer } = layerPlan;
  const { forward } = layer.segment;
  const evidence: Evidence = { likeness: plan.weights.map(() => 0), worth: plan.weights.map(() => 0) };
  let nameWeight = 0;
  let nameMatched = 0;
  for (let i = at(forward.starts, position), end = at(forward.starts, position + 1); i < end; i++) {
    const word = at(forward.values, i) >>> 3;
    const field = at(forward.values, i) & 7;
    const nearest = weigh(evidence, layerPlan, word, at(FIELD_WORTH, field));
    if (field === FIELD.name) {
      const weight = rarity(thingsWith(layer, word), plan.things);
      nameWeight += weight;
      nameMatched += weight * nearest;
    }
  }
  const ofName = nameWeight === 0 ? 0 : nameMatched / nameWeight;
  const { found, worth } = shareOfQuery(plan, evidence);
  return { words: found * worth * (0.8 + 0.2 * ofName), whole: Math.min(found, ofName) };
}

interface WordComparison {
  /** How much of the question the words of the thing make up, wherever they stand. */
  readonly words: number;
  /** How nearly the question and the name are the same words, in any order. */
  readonly whole: number;
}

/** What a thing has to show for each typed word, 0 to 1. */
interface Evidence {
  /** How like its likest word is. */
  readonly likeness: number[];
  /** The same, worth less in a lesser field. */
  readonly worth: number[];
}

function shareOfQuery({ weights, totalWeight }: Plan, evidence: Evidence): { found: number; worth: number } {
  let found = 0;
  let worth = 0;
  for (const [typed, weight] of weights.entries()) {
    found += weight * at(evidence.likeness, typed);
    worth += weight * at(evidence.worth, typed);
  }
  return { found: found / totalWeight, worth: worth / totalWeight };
}

/** Notes what a word of the thing shows for each typed word; gives how near it comes to any of them. */
function weigh(evidence: Evidence, { layer, probes, hits }: LayerPlan, word: number, fieldWorth: number): number {
  let nearest = 0;
  for (const { probe, similarity } of hits.get(word) ?? NO_HITS) {
    nearest = Math.max(nearest, similarity);
    raise(evidence, probe, similarity, fieldWorth);
  }
  for (const probe of probes) {
    if (word < probe.longer.start || word >= probe.longer.end) continue;
    const similarity = beginningSimilarity(probe.text.length, layer.segment.vocabulary[word]?.length ?? 1);
    nearest = Math.max(nearest, similarity);
    raise(evidence, probe, similarity, fieldWorth);
  }
  return nearest;
}

function raise({ likeness, worth }: Evidence, probe: Probe, similarity: number, fieldWorth: number): void {
  for (let typed = probe.first; typed < probe.end; typed++) {
    if (similarity > at(likeness, typed)) likeness[typed] = similarity;
    if (similarity * fieldWorth > at(worth, typed)) worth[typed] = similarity * fieldWorth;
  }
}
