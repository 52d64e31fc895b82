import { FIELD, FIELD_WORTH } from "./document.ts";
import { beginningSimilarity } from "./expand.ts";
import { rarity, thingsWith } from "./layer.ts";
import type { Hit, LayerPlan, Plan, Probe } from "./plan.ts";

/** What the words of a thing have to do with the typed words; every number 0 to 1. */
export interface WordComparison {
  /** How much of the question the words of the thing make up, wherever they stand. */
  readonly words: number;
  /** How nearly the question and the name are the same words, in any order. */
  readonly whole: number;
  /** How much the typed words tell that the thing has nothing like. */
  readonly missing: number;
}

/** What a thing has to show, by typed word. */
interface Evidence {
  /** How like its likest word is. */
  readonly likeness: number[];
  /** The same, worth less in a lesser field. */
  readonly worth: number[];
}

const NO_HITS: readonly Hit[] = [];
const UNLIKE = 0.5;

/** Compares the words of a thing with the typed words and what they may stand for. */
export function compareWords(plan: Plan, layerPlan: LayerPlan, position: number): WordComparison {
  const { layer } = layerPlan;
  const { starts, values } = layer.segment.forward;
  const evidence: Evidence = { likeness: plan.weights.map(() => 0), worth: plan.weights.map(() => 0) };
  let nameWeight = 0;
  let nameMatched = 0;
  const end = starts[position + 1] as number;
  for (let i = starts[position] as number; i < end; i++) {
    const word = (values[i] as number) >>> 3;
    const field = (values[i] as number) & 7;
    const nearest = weigh(evidence, layerPlan, word, FIELD_WORTH[field] as number);
    if (field !== FIELD.name) continue;
    const weight = rarity(thingsWith(layer, word), plan.things);
    nameWeight += weight;
    nameMatched += weight * nearest;
  }
  const ofName = nameWeight === 0 ? 0 : nameMatched / nameWeight;
  const { found, worth, missing } = shareOfQuery(plan, evidence);
  return { words: found * worth * (0.8 + 0.2 * ofName), whole: Math.min(found, ofName), missing };
}

function shareOfQuery({ weights, totalWeight }: Plan, { likeness, worth }: Evidence) {
  const sums = { found: 0, worth: 0, missing: 0 };
  for (const [typed, weight] of weights.entries()) {
    const share = weight / totalWeight;
    sums.found += share * (likeness[typed] as number);
    sums.worth += share * (worth[typed] as number);
    if ((likeness[typed] as number) < UNLIKE) sums.missing += share;
  }
  return sums;
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
    if (similarity > (likeness[typed] as number)) likeness[typed] = similarity;
    if (similarity * fieldWorth > (worth[typed] as number)) worth[typed] = similarity * fieldWorth;
  }
}
