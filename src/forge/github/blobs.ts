import { createHash } from "node:crypto";
import { z } from "zod";
import { BotError } from "../../errors.ts";
import type { BlobContent, BlobRequest, Forge } from "../forge.ts";
import { isObjectId, slugParts } from "./address.ts";
import { type Client, queryFailure } from "./client.ts";
import { absent } from "./credentials.ts";
import { blobsQuery } from "./queries.ts";
import { isTooMuch } from "./transport.ts";

/** So much at once: fewer files, fewer repositories, and well below what the way out takes of an answer. */
const most = { blobs: 50, repositories: 20, bytes: 2 * 1024 * 1024 };
/** Longer texts GitHub cuts off, and one answer may hold many. */
const largestInQuery = 400 * 1024;

const blobSchema = z.object({
  byteSize: z.number().optional(),
  isTruncated: z.boolean().optional(),
  text: z.string().nullish(),
});
const blobsSchema = z.record(z.string(), z.record(z.string(), blobSchema.nullable()).nullable());
const restSchema = z.object({ content: z.string(), encoding: z.string() });

/** A blob that is asked for, and where its content goes. */
interface Wanted {
  readonly owner: string;
  readonly repo: string;
  readonly blobId: string;
  readonly size: number | undefined;
}

interface Reading {
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Contents. */
export function blobVerbs(client: Client): Pick<Forge, "read"> {
  return {
    async read(blobs, { maxBytes }, signal) {
      const reading = { maxBytes, signal };
      const contents = new Map<string, BlobContent>();
      const wanted = new Map<string, Wanted>();
      for (const blob of blobs) {
        const one = wantedOf(blob);
        if (!one) contents.set(keyOf(blob), "absent");
        else if ((one.size ?? 0) > maxBytes) contents.set(keyOf(blob), "too_large");
        else wanted.set(keyOf(blob), one);
      }
      for (const batch of batchesOf([...wanted.values()])) {
        const came = await readBatch(client, batch, reading);
        for (const [index, one] of batch.entries())
          contents.set(keyOf({ slug: `${one.owner}/${one.repo}`, blobId: one.blobId }), came[index] ?? "absent");
      }
      return blobs.map((blob) => contents.get(keyOf(blob)) ?? "absent");
    },
  };
}

function keyOf({ slug, blobId }: BlobRequest): string {
  return `${slug.toLowerCase()} ${blobId}`;
}

function wantedOf({ slug, blobId, size }: BlobRequest): Wanted | undefined {
  const parts = slugParts(slug);
  return parts && isObjectId(blobId) ? { ...parts, blobId, size } : undefined;
}

/** In the order asked, of one owner each, since each owner has credentials of its own. */
function batchesOf(wanted: readonly Wanted[]): readonly (readonly Wanted[])[] {
  const batches: Wanted[][] = [];
  for (const one of wanted) {
    const batch = batches.at(-1);
    if (batch && fits(batch, one)) batch.push(one);
    else batches.push([one]);
  }
  return batches;
}

function fits(batch: readonly Wanted[], one: Wanted): boolean {
  const bytes = [...batch, one].reduce((sum, { size }) => sum + (size ?? 0), 0);
  const repositories = new Set([...batch, one].map(({ repo }) => repo.toLowerCase()));
  return (
    batch.length < most.blobs &&
    bytes <= most.bytes &&
    repositories.size <= most.repositories &&
    batch[0]?.owner.toLowerCase() === one.owner.toLowerCase()
  );
}

/** A batch that is too much for the host, or for the way out, is asked for in halves, and what is alone in it by itself. */
async function readBatch(client: Client, batch: readonly Wanted[], reading: Reading): Promise<readonly BlobContent[]> {
  const [only] = batch;
  if (only && batch.length === 1 && (only.size ?? 0) > largestInQuery) return [await readAlone(client, only, reading)];
  try {
    return await readTogether(client, batch, reading);
  } catch (error) {
    if (!isTooMuch(error)) throw error;
    if (only && batch.length === 1) return [await readAlone(client, only, reading)];
    const half = Math.ceil(batch.length / 2);
    return [
      ...(await readBatch(client, batch.slice(0, half), reading)),
      ...(await readBatch(client, batch.slice(half), reading)),
    ];
  }
}

async function readTogether(
  client: Client,
  batch: readonly Wanted[],
  reading: Reading,
): Promise<readonly BlobContent[]> {
  const { maxBytes, signal } = reading;
  const names = [...new Set(batch.map(({ repo }) => repo.toLowerCase()))];
  const groups = names.map((name) => batch.filter((one) => one.repo.toLowerCase() === name));
  const owner = batch[0]?.owner ?? "";
  const query = blobsQuery(
    groups.map((group) => ({ owner, name: group[0]?.repo ?? "", blobIds: group.map(({ blobId }) => blobId) })),
  );
  const asked = await client.graphql(query, blobsSchema, { as: { owner }, signal, repeats: 0 }).catch(absent);
  // Without an installation there, as if nothing were there.
  if (!asked) return batch.map(() => "absent");
  const broken = asked.errors.find(({ type }) => type !== "NOT_FOUND");
  if (broken) throw queryFailure(broken, client.options);
  const contents: BlobContent[] = [];
  for (const one of batch) {
    const r = groups.findIndex((group) => group.includes(one));
    const blob = asked.data[`r${r}`]?.[`b${groups[r]?.indexOf(one)}`];
    contents.push(
      blob?.byteSize === undefined
        ? "absent"
        : blob.byteSize > maxBytes
          ? "too_large"
          : (exactly(one.blobId, Buffer.from(blob.text ?? "")) ?? (await readAlone(client, one, reading))),
    );
  }
  return contents;
}

/** What is no text, too long for a query, or a text that UTF-8 cannot tell apart from what it was. */
async function readAlone(client: Client, one: Wanted, { maxBytes, signal }: Reading): Promise<BlobContent> {
  const { host } = client.options;
  const { owner, repo, blobId } = one;
  const route = "GET /repos/{owner}/{repo}/git/blobs/{file_sha}";
  const answer = await client.rest(route, { owner, repo, file_sha: blobId }, { as: one, signal }).catch(absent);
  if (!answer) return "absent";
  const { content, encoding } = client.read(answer.data, restSchema);
  const bytes = exactly(blobId, Buffer.from(content, encoding === "base64" ? "base64" : "utf8"));
  if (!bytes)
    throw new BotError("unavailable", `${host} gave another content of ${owner}/${repo} than it was asked for.`);
  return bytes.length > maxBytes ? "too_large" : bytes;
}

/** These bytes if they are those of the blob: its id is their hash. */
function exactly(blobId: string, bytes: Buffer): Uint8Array | undefined {
  const hash = createHash(blobId.length === 64 ? "sha256" : "sha1");
  const id = hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
  return id === blobId ? new Uint8Array(bytes) : undefined;
}
