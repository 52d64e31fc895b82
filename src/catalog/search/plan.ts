import type { Dictionary } from "./dictionary.ts";
import { createDistance, type MeasureDistance } from "./distance.ts";
import { type Expansion, expandWord } from "./expand.ts";
import { type Layer, rarity, thingsWith } from "./layer.ts";
import type { Query } from "./query.ts";
import { wordId } from "./vocabulary.ts";

/** A typed word, or two neighbours typed apart that may be one word, and what it may stand for in one layer. */
export interface Probe extends Expansion {
  readonly text: string;
  /** Typed words it stands for: from `first` to before `end`. */
  readonly first: number;
  readonly end: number;
}

/** A typed word that a word of the catalog may mean, and how like they are. */
export interface Hit {
  readonly probe: Probe;
  readonly similarity: number;
}

/** A question worked out for one layer. */
export interface LayerPlan {
  readonly layer: Layer;
  readonly probes: readonly Probe[];
  /** By word id; without the longer words, which are ranges. */
  readonly hits: ReadonlyMap<number, readonly Hit[]>;
}

/** A question worked out for an index. */
export interface Plan {
  readonly query: Query;
  /** How many things the index has. */
  readonly things: number;
  readonly layers: readonly LayerPlan[];
  /** By typed word: how much it tells. */
  readonly weights: readonly number[];
  readonly totalWeight: number;
  readonly distance: MeasureDistance;
}

/** `the checkout service` may well be called `checkout`: as the last word these tell less. */
const KIND_NOUNS = new Set("api app application backend component library plugin repo service system team".split(" "));
const NOUN_SHARE = 0.4;
const TYPED_APART = 0.98;

/** Works out what the typed words may stand for and how much each tells. */
export function planQuery(query: Query, layers: readonly Layer[], things: number, dictionary: Dictionary): Plan {
  const distance = createDistance();
  const plans = layers.map((layer) => {
    const probes: Probe[] = query.words.map((text, first) => ({
      text,
      first,
      end: first + 1,
      ...expandWord(layer.segment, text, { dictionary, distance }),
    }));
    probes.push(...neighbourProbes(layer, query.words));
    return { layer, probes, hits: collectHits(probes) };
  });
  const weights = query.words.map((word, typed) => {
    const isNoun = typed > 0 && typed === query.words.length - 1 && KIND_NOUNS.has(word);
    return (isNoun ? NOUN_SHARE : 1) * typedWeight(plans, typed, things);
  });
  const totalWeight = weights.reduce((sum, weight) => sum + weight, 0);
  return { query, things, layers: plans, weights, totalWeight, distance };
}

function neighbourProbes({ segment }: Layer, words: readonly string[]): Probe[] {
  const probes: Probe[] = [];
  for (let first = 0; first + 1 < words.length; first++) {
    const text = `${words[first]}${words[first + 1]}`;
    const word = wordId(segment.vocabulary, text);
    if (word === undefined) continue;
    const similarities = new Map([[word, TYPED_APART]]);
    probes.push({ text, first, end: first + 2, similarities, longer: { start: 0, end: 0 } });
  }
  return probes;
}

function collectHits(probes: readonly Probe[]): Map<number, Hit[]> {
  const hits = new Map<number, Hit[]>();
  for (const probe of probes) {
    for (const [word, similarity] of probe.similarities) {
      const same = hits.get(word);
      if (same === undefined) hits.set(word, [{ probe, similarity }]);
      else same.push({ probe, similarity });
    }
  }
  return hits;
}

/** A word that nothing has tells as much as the likeliest word that was meant. */
function typedWeight(plans: readonly LayerPlan[], typed: number, things: number): number {
  let nearest = 0;
  let weight = rarity(0, things);
  for (const { layer, probes } of plans) {
    for (const [word, similarity] of probes[typed]?.similarities ?? []) {
      const count = thingsWith(layer, word);
      if (count <= 0 || similarity < nearest) continue;
      const candidate = rarity(count, things);
      weight = similarity === nearest ? Math.min(weight, candidate) : candidate;
      nearest = similarity;
    }
  }
  return weight;
}
