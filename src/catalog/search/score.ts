import type { MeasureDistance } from "./distance.ts";
import { FIELD, type SearchDocument } from "./document.ts";
import { beginningSimilarity } from "./expand.ts";
import { at } from "./groups.ts";
import { rarity, thingsWith } from "./layer.ts";
import type { Hit, LayerPlan, Plan, Probe } from "./plan.ts";
import { initials, splitWords } from "./words.ts";

/** What a word is worth by the field in which it stands: name, alias, title, tag, description. */
export const FIELD_WORTH: readonly number[] = [1, 0.92, 0.8, 0.66, 0.56];

const TITLE_WORTH = 0.97;
const ALIAS_WORTH = 0.97;
const NO_HITS: readonly Hit[] = [];

/** Compares a thing of a layer with the question, 0 to 1: 1 only for its very name. */
export function scoreDocument(plan: Plan, layerPlan: LayerPlan, position: number): number {
  const document = layerPlan.layer.segment.documents[position];
  if (document === undefined) return 0;
  const text = textScore(plan, document);
  if (text === 1) return 1;
  const words = wordScore(plan, layerPlan, position);
  return Math.min(0.99, 0.8 * Math.max(text, words) + 0.2 * Math.min(text, words));
}

function textScore(plan: Plan, document: SearchDocument): number {
  const { joined, words } = plan.query;
  const { distance } = plan;
  let best = similarity(distance, joined, document.name);
  if (best === 1) return 1;
  if (document.title !== undefined) best = Math.max(best, TITLE_WORTH * similarity(distance, joined, document.title));
  for (const alias of document.aliases) best = Math.max(best, ALIAS_WORTH * similarity(distance, joined, alias));
  if (words.length === 1 && joined.length <= 12) best = Math.max(best, initialsScore(joined, document));
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

function initialsScore(typed: string, document: SearchDocument): number {
  if (typed.length < 2) return 0;
  const letters = initials(splitWords(document.entity.name));
  if (letters === typed) return typed.length > 2 ? 0.94 : 0.8;
  return letters.startsWith(typed) && typed.length > 2 ? 0.6 + (0.2 * typed.length) / letters.length : 0;
}

function wordScore(plan: Plan, layerPlan: LayerPlan, position: number): number {
  const { layer } = layerPlan;
  const { forward } = layer.segment;
  const best = plan.weights.map(() => 0);
  let nameWeight = 0;
  let nameMatched = 0;
  for (let i = at(forward.starts, position), end = at(forward.starts, position + 1); i < end; i++) {
    const word = at(forward.values, i) >>> 3;
    const field = at(forward.values, i) & 7;
    const nearest = raiseBest(best, layerPlan, word, at(FIELD_WORTH, field));
    if (field === FIELD.name) {
      const weight = rarity(thingsWith(layer, word), plan.things);
      nameWeight += weight;
      nameMatched += weight * nearest;
    }
  }
  let covered = 0;
  for (const [typed, weight] of plan.weights.entries()) covered += weight * at(best, typed);
  const ofQuery = plan.totalWeight === 0 ? 0 : covered / plan.totalWeight;
  const ofName = nameWeight === 0 ? 0 : nameMatched / nameWeight;
  return ofQuery * (0.8 + 0.2 * ofName);
}

/** Notes what a word of the thing is worth for each typed word; gives how near it comes to any of them. */
function raiseBest(best: number[], { layer, probes, hits }: LayerPlan, word: number, worth: number): number {
  let nearest = 0;
  for (const { probe, similarity } of hits.get(word) ?? NO_HITS) {
    nearest = Math.max(nearest, similarity);
    raise(best, probe, similarity * worth);
  }
  for (const probe of probes) {
    if (word < probe.longer.start || word >= probe.longer.end) continue;
    const likeness = beginningSimilarity(probe.text.length, layer.segment.vocabulary[word]?.length ?? 1);
    nearest = Math.max(nearest, likeness);
    raise(best, probe, likeness * worth);
  }
  return nearest;
}

function raise(best: number[], probe: Probe, worth: number): void {
  for (let typed = probe.first; typed < probe.end; typed++) {
    if (worth > at(best, typed)) best[typed] = worth;
  }
}
