import type { BlobContent, Forge } from "../../forge/forge.ts";

/** A blob that somebody will ask for, or asks for. */
export interface SizedBlob {
  readonly blobId: string;
  /** In bytes. */
  readonly size: number;
}

/** Reads blobs of many repositories in few requests. */
export interface BlobReader {
  /** Says what will probably be asked of a repository; repositories in the order in which they will be read. */
  expect(slug: string, blobs: readonly SizedBlob[]): void;
  /** Contents in the order asked. What is expected of the repositories after this one comes along and waits to be asked for. */
  read(
    slug: string,
    blobs: readonly SizedBlob[],
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<readonly BlobContent[]>;
}

/** The most that one request asks for: a blob and a byte count. */
export const batchBounds = { blobs: 50, bytes: 8 * 1024 * 1024 };
/** The most that is kept unasked; some of it of repositories that take long, so that it is more than one request brings. */
const heldBounds = { blobs: 100, bytes: 8 * 1024 * 1024 };

interface Expected extends SizedBlob {
  readonly slug: string;
  /** Which repository's, counted in the order of reading. */
  readonly turn: number;
}

interface Held {
  readonly size: number;
  readonly turn: number;
  /** Here or on its way; undefined when the request failed. */
  readonly content: Promise<BlobContent | undefined>;
}

/** @param request how the host is asked */
export function createBlobReader(request: Forge["read"]): BlobReader {
  const expected = new Map<string, Expected>();
  const turns = new Map<string, number>();
  const held = new Map<string, Held>();

  /** What came along with the request of another repository; undefined where it is of no use here. */
  async function heldContent(key: string, maxBytes: number): Promise<BlobContent | undefined> {
    const content = held.get(key)?.content;
    held.delete(key);
    const found = await content;
    // What was too large for another one may be small enough for this one.
    if (found === undefined || found === "too_large") return undefined;
    return found !== "absent" && found.length > maxBytes ? "too_large" : found;
  }

  function hold(along: readonly Expected[], answers: Promise<readonly (BlobContent | undefined)[]>): void {
    along.forEach((blob, index) => {
      const key = keyOf(blob.slug, blob.blobId);
      expected.delete(key);
      held.set(key, { size: blob.size, turn: blob.turn, content: answers.then((contents) => contents[index]) });
    });
    // What is of the earliest is of repositories that were passed by: nothing of them was to be read.
    for (const [key] of [...held].sort(([, a], [, b]) => a.turn - b.turn)) {
      if (held.size <= heldBounds.blobs && sumOf([...held.values()]) <= heldBounds.bytes) return;
      held.delete(key);
    }
  }

  async function fetched(
    slug: string,
    asked: readonly SizedBlob[],
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<readonly BlobContent[]> {
    if (asked.length === 0) return [];
    for (const { blobId } of asked) expected.delete(keyOf(slug, blobId));
    const turn = turns.get(slug) ?? 0;
    // What is here for later ones already is not driven out by what comes along now.
    const ahead = [...held.values()].filter((blob) => blob.turn > turn);
    const along = following(expected.values(), turn, [...asked, ...ahead], maxBytes);
    const wanted = [...asked.map((blob) => ({ ...blob, slug })), ...along];
    const contents = request(
      wanted.map((blob) => ({ slug: blob.slug, blobId: blob.blobId, size: blob.size })),
      { maxBytes },
      signal,
    );
    const answers = contents.then(
      (all) => all.slice(asked.length),
      () => [], // whoever asked sees the failure; the others ask again
    );
    hold(along, answers);
    return (await contents).slice(0, asked.length);
  }

  return {
    expect(slug, blobs) {
      const turn = turns.size + 1;
      turns.set(slug, turn);
      for (const { blobId, size } of blobs) expected.set(keyOf(slug, blobId), { slug, blobId, size, turn });
    },
    async read(slug, blobs, maxBytes, signal) {
      signal.throwIfAborted();
      const asked = [...new Map(blobs.map((blob) => [blob.blobId, blob])).values()];
      const small = asked.filter(({ size }) => size <= maxBytes);
      const isHeld = ({ blobId }: SizedBlob) => held.has(keyOf(slug, blobId));
      const [waiting, missing] = [small.filter(isHeld), small.filter((blob) => !isHeld(blob))];
      // Asked for before anything is waited for, so that others who ask at the same time find that theirs come along.
      const [fresh, along] = await Promise.all([
        fetched(slug, missing, maxBytes, signal),
        Promise.all(waiting.map(({ blobId }) => heldContent(keyOf(slug, blobId), maxBytes))),
      ]);
      const found = new Map([...pairs(missing, fresh), ...pairs(waiting, along)]);
      const again = waiting.filter(({ blobId }) => !found.has(blobId));
      for (const [blobId, content] of pairs(again, await fetched(slug, again, maxBytes, signal))) {
        found.set(blobId, content);
      }
      return blobs.map(({ blobId, size }) => found.get(blobId) ?? (size > maxBytes ? "too_large" : "absent"));
    },
  };
}

/** What comes along: small enough for this request, of later repositories, as far as the bounds reach beside what is `taken`. */
function following(
  expected: Iterable<Expected>,
  turn: number,
  taken: readonly { readonly size: number }[],
  maxBytes: number,
): readonly Expected[] {
  const along: Expected[] = [];
  let bytes = sumOf(taken);
  for (const blob of expected) {
    if (taken.length + along.length >= batchBounds.blobs) break;
    if (blob.turn <= turn || blob.size > maxBytes || bytes + blob.size > batchBounds.bytes) continue;
    along.push(blob);
    bytes += blob.size;
  }
  return along;
}

function pairs(
  blobs: readonly SizedBlob[],
  contents: readonly (BlobContent | undefined)[],
): readonly (readonly [blobId: string, content: BlobContent])[] {
  return blobs.flatMap(({ blobId }, index) => {
    const content = contents[index];
    return content === undefined ? [] : [[blobId, content] as const];
  });
}

function keyOf(slug: string, blobId: string): string {
  return `${slug} ${blobId}`;
}

function sumOf(blobs: readonly { readonly size: number }[]): number {
  return blobs.reduce((bytes, { size }) => bytes + size, 0);
}
