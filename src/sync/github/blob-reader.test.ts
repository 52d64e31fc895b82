import { describe, expect, test } from "vitest";
import type { BlobContent, BlobRequest } from "../../forge/forge.ts";
import { createBlobReader } from "./blob-reader.ts";

const never = new AbortController().signal;

function host() {
  const asked: (readonly BlobRequest[])[] = [];
  let failures = 0;
  return {
    asked,
    failOnce: () => {
      failures = 1;
    },
    async read(blobs: readonly BlobRequest[], { maxBytes }: { maxBytes: number }): Promise<readonly BlobContent[]> {
      asked.push(blobs);
      await Promise.resolve();
      if (failures-- > 0) throw new Error("broken");
      return blobs.map(({ blobId }) => {
        const bytes = Buffer.from(`content of ${blobId}`);
        return bytes.length > maxBytes ? "too_large" : bytes;
      });
    },
  };
}

function blob(blobId: string, size = 20) {
  return { blobId, size };
}

function text(content: BlobContent | undefined): string | undefined {
  return content instanceof Uint8Array ? Buffer.from(content).toString() : content;
}

describe("what is expected of later repositories", () => {
  test("comes along, also for those that ask while it is on its way", async () => {
    const { read, asked } = host();
    const reader = createBlobReader(read);
    for (const slug of ["a", "b", "c"]) reader.expect(slug, [blob(`${slug}1`)]);

    const contents = await Promise.all(
      ["a", "b", "c"].map((slug) => reader.read(slug, [blob(`${slug}1`)], 1000, never)),
    );

    expect(contents.flat().map(text)).toEqual(["content of a1", "content of b1", "content of c1"]);
    expect(asked).toHaveLength(1);
  });

  test("of earlier ones does not, nor what is too large or more than fifty blobs or eight megabytes", async () => {
    const { read, asked } = host();
    const reader = createBlobReader(read);
    reader.expect("passed", [blob("p1")]);
    reader.expect("a", [blob("a1")]);
    reader.expect("large", [blob("l1", 2_000_000)]);
    for (let index = 0; index < 10; index += 1) reader.expect(`big${index}`, [blob(`big${index}`, 900_000)]);
    for (let index = 0; index < 100; index += 1) reader.expect(`r${index}`, [blob(`r${index}`)]);

    await reader.read("a", [blob("a1")], 1_000_000, never);

    const names = asked[0]?.map(({ slug }) => slug) ?? [];
    expect(names).toHaveLength(50);
    expect(names.filter((name) => name.startsWith("big"))).toHaveLength(9);
    expect(names).not.toContain("passed");
    expect(names).not.toContain("large");
  });

  test("stays until it is asked for, whatever earlier ones need besides", async () => {
    const { read, asked } = host();
    const reader = createBlobReader(read);
    const slugs = Array.from({ length: 60 }, (_, index) => `r${index}`);
    for (const slug of slugs) reader.expect(slug, [blob(`${slug}1`)]);

    for (const slug of slugs) {
      await reader.read(slug, [blob(`${slug}1`)], 1000, never);
      await reader.read(slug, [blob(`${slug} unexpected`)], 1000, never);
    }

    expect(asked).toHaveLength(61);
  });

  test("of repositories that were passed by makes room for what is of later ones", async () => {
    const { read, asked } = host();
    const reader = createBlobReader(read);
    const slugs = Array.from({ length: 500 }, (_, index) => `r${index}`);
    for (const slug of slugs) reader.expect(slug, [blob(`${slug}1`)]);

    for (const slug of slugs.filter((_, index) => index % 25 === 0)) {
      await reader.read(slug, [blob(`${slug}1`)], 1000, never);
    }

    expect(asked).toHaveLength(10);
  });

  test("is asked for again where the request that it came along with failed", async () => {
    const made = host();
    const reader = createBlobReader(made.read);
    for (const slug of ["a", "b"]) reader.expect(slug, [blob(`${slug}1`)]);
    made.failOnce();

    const ends = await Promise.allSettled(["a", "b"].map((slug) => reader.read(slug, [blob(`${slug}1`)], 1000, never)));

    expect(ends.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(made.asked.map((blobs) => blobs.map(({ slug }) => slug))).toEqual([["a", "b"], ["b"]]);
  });

  test("is given once and not kept", async () => {
    const { read, asked } = host();
    const reader = createBlobReader(read);
    for (const slug of ["a", "b"]) reader.expect(slug, [blob(`${slug}1`)]);
    await reader.read("a", [blob("a1")], 1000, never);

    await reader.read("b", [blob("b1")], 1000, never);
    await reader.read("b", [blob("b1")], 1000, never);

    expect(asked).toHaveLength(2);
  });
});

test("contents come in the order asked, one that is asked for twice twice, one over the limit as too large unasked", async () => {
  const { read, asked } = host();
  const reader = createBlobReader(read);

  const contents = await reader.read("a", [blob("2"), blob("1"), blob("big", 5000), blob("2")], 1000, never);

  expect(contents.map(text)).toEqual(["content of 2", "content of 1", "too_large", "content of 2"]);
  expect(asked.map((blobs) => blobs.map(({ blobId }) => blobId))).toEqual([["2", "1"]]);
});

test("what came along under a larger limit is too large under a smaller one", async () => {
  const { read } = host();
  const reader = createBlobReader(read);
  for (const slug of ["a", "b"]) reader.expect(slug, [blob(`${slug}1`, 13)]);
  await reader.read("a", [blob("a1", 13)], 1000, never);

  expect(await reader.read("b", [blob("b1", 5)], 5, never)).toEqual(["too_large"]);
});
