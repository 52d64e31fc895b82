import type { Entity } from "../entity.ts";
import type { EntityRef } from "../ref.ts";
import { createDocument, eachWord, type SearchDocument } from "./document.ts";
import { createGroupBuilder, type Groups } from "./groups.ts";
import { bucketCount, hashWithout } from "./hash.ts";
import { documentKeys } from "./keys.ts";
import { createPause, type Pause } from "./pause.ts";
import { createScratch, type Scratch } from "./scratch.ts";
import { TRIGRAM_CODES, trigramCodes } from "./trigram.ts";
import { sortByText, type Vocabulary } from "./vocabulary.ts";
import { skeleton } from "./words.ts";

/** Things and the tables to find them by. Never changes, but for the scratch, which only means something inside one search. */
export interface Segment {
  readonly documents: readonly SearchDocument[];
  readonly positions: ReadonlyMap<EntityRef, number>;
  readonly vocabulary: Vocabulary;
  /** By word: `document * 8 + field`, each document once with its best field. */
  readonly postings: Groups;
  /** By document: `word * 8 + field`, the words of the name first and in order. */
  readonly forward: Groups;
  /** Length of each joined name. */
  readonly nameLengths: Uint8Array;
  /** Positions in the order of their joined names. */
  readonly byName: Uint32Array;
  /** By trigram code of the joined name and aliases: documents. */
  readonly trigrams: Groups;
  /** By hash of a key (see keys.ts): documents. */
  readonly keys: Groups;
  /** By hash of a word and of the word less one letter: words. */
  readonly deletes: Groups;
  /** Sorted skeletons and, at the same places, their words. */
  readonly skeletons: readonly string[];
  readonly skeletonWords: Uint32Array;
  readonly scratch: Scratch;
}

interface Draft {
  readonly documents: SearchDocument[];
  readonly positions: Map<EntityRef, number>;
  /** First ids, in order of appearance. */
  readonly firstIds: Map<string, number>;
  /** `first id * 8 + field`, document after document. */
  readonly entries: number[];
  readonly entryEnds: number[];
}

const LONGEST_DELETE_WORD = 24;
const SHORTEST_SKELETON = 4;

/** Builds the tables in slices, so that the event loop stays free. Of two things with one reference the later counts. */
export async function buildSegment(entities: Iterable<Entity>, signal?: AbortSignal): Promise<Segment> {
  const pause = createPause(signal);
  const draft = await readEntities(entities, pause);
  const vocabulary = await sortByText(draft.firstIds.keys(), (word) => word, pause);
  const finalIds = await numberWords(draft, vocabulary, pause);
  return {
    documents: draft.documents,
    positions: draft.positions,
    vocabulary,
    ...(await groupWords(draft, finalIds, vocabulary.length, pause)),
    nameLengths: Uint8Array.from(draft.documents, ({ name }) => name.length),
    byName: await sortNames(draft.documents, pause),
    ...(await groupNames(draft.documents, pause)),
    deletes: await groupDeletes(vocabulary, pause),
    ...(await sortSkeletons(vocabulary, pause)),
    scratch: createScratch(draft.documents.length),
  };
}

async function readEntities(entities: Iterable<Entity>, pause: Pause): Promise<Draft> {
  const newest = new Map<EntityRef, Entity>();
  for (const entity of entities) {
    newest.set(entity.ref, entity);
    if (pause.isDue()) await pause.take();
  }
  const draft: Draft = {
    documents: [],
    positions: new Map(),
    firstIds: new Map(),
    entries: [],
    entryEnds: [],
  };
  const lastDocument: number[] = [];
  for (const entity of newest.values()) {
    const position = draft.documents.length;
    draft.documents.push(createDocument(entity));
    draft.positions.set(entity.ref, position);
    eachWord(entity, (word, field) => {
      const id = firstId(draft, word);
      if (lastDocument[id] === position) return;
      lastDocument[id] = position;
      draft.entries.push(id * 8 + field);
    });
    draft.entryEnds.push(draft.entries.length);
    if (pause.isDue()) await pause.take();
  }
  return draft;
}

function firstId({ firstIds }: Draft, word: string): number {
  const known = firstIds.get(word);
  if (known !== undefined) return known;
  const id = firstIds.size;
  firstIds.set(word, id);
  return id;
}

async function numberWords(draft: Draft, vocabulary: Vocabulary, pause: Pause): Promise<Uint32Array> {
  const finalIds = new Uint32Array(vocabulary.length);
  for (const [id, word] of vocabulary.entries()) {
    finalIds[draft.firstIds.get(word) ?? 0] = id;
    if (pause.isDue()) await pause.take();
  }
  return finalIds;
}

async function groupWords(
  draft: Draft,
  finalIds: Uint32Array,
  wordCount: number,
  pause: Pause,
): Promise<Pick<Segment, "postings" | "forward">> {
  const postings = createGroupBuilder();
  const forward = createGroupBuilder();
  let entry = 0;
  for (const [document, end] of draft.entryEnds.entries()) {
    for (; entry < end; entry++) {
      const field = (draft.entries[entry] as number) & 7;
      const word = finalIds[(draft.entries[entry] as number) >>> 3] as number;
      postings.add(word, document * 8 + field);
      forward.add(document, word * 8 + field);
    }
    if (pause.isDue()) await pause.take();
  }
  return {
    postings: await postings.finish(wordCount, pause),
    forward: await forward.finish(draft.documents.length, pause),
  };
}

async function sortNames(documents: readonly SearchDocument[], pause: Pause): Promise<Uint32Array> {
  return Uint32Array.from(await sortByText(documents.keys(), (position) => documents[position]?.name ?? "", pause));
}

async function groupNames(
  documents: readonly SearchDocument[],
  pause: Pause,
): Promise<Pick<Segment, "trigrams" | "keys">> {
  const trigrams = createGroupBuilder();
  const keys = createGroupBuilder();
  const buckets = bucketCount(documents.length * 6);
  for (const [position, document] of documents.entries()) {
    for (const text of [document.name, ...document.aliases]) {
      for (const code of trigramCodes(text)) trigrams.add(code, position);
    }
    for (const hash of documentKeys(document)) keys.add(hash & (buckets - 1), position);
    if (pause.isDue()) await pause.take();
  }
  return { trigrams: await trigrams.finish(TRIGRAM_CODES, pause), keys: await keys.finish(buckets, pause) };
}

async function groupDeletes(vocabulary: Vocabulary, pause: Pause): Promise<Groups> {
  const deletes = createGroupBuilder();
  const buckets = bucketCount(vocabulary.length * 6);
  for (const [id, word] of vocabulary.entries()) {
    if (pause.isDue()) await pause.take();
    if (word.length > LONGEST_DELETE_WORD) continue;
    for (let without = -1; without < word.length; without++) {
      deletes.add(hashWithout(word, without) & (buckets - 1), id);
    }
  }
  return deletes.finish(buckets, pause);
}

async function sortSkeletons(
  vocabulary: Vocabulary,
  pause: Pause,
): Promise<Pick<Segment, "skeletons" | "skeletonWords">> {
  const shortened: { readonly word: number; readonly bones: string }[] = [];
  for (const [word, text] of vocabulary.entries()) {
    if (pause.isDue()) await pause.take();
    if (text.length < SHORTEST_SKELETON) continue;
    const bones = skeleton(text);
    if (bones.length < text.length) shortened.push({ word, bones });
  }
  const sorted = await sortByText(shortened, ({ bones }) => bones, pause);
  return { skeletons: sorted.map(({ bones }) => bones), skeletonWords: Uint32Array.from(sorted, ({ word }) => word) };
}
