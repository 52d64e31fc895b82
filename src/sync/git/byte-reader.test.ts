import fc from "fast-check";
import { expect, test } from "vitest";
import { createByteReader } from "./byte-reader.ts";

async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let start = 0;
  for (const size of sizes) {
    yield bytes.subarray(start, start + size);
    start += size;
  }
  yield bytes.subarray(start);
}

test("lines and counted bytes come out the same however the stream is cut", async () => {
  const records = fc.array(
    fc.record({ line: fc.stringMatching(/^[a-z ]{0,9}$/), bytes: fc.uint8Array(), skip: fc.boolean() }),
  );
  await fc.assert(
    fc.asyncProperty(records, fc.array(fc.nat(20)), async (expected, sizes) => {
      const parts = expected.flatMap(({ line, bytes }) => [Buffer.from(`${line}\n`), bytes]);
      const reader = createByteReader(cut(Buffer.concat(parts), sizes));

      for (const { line, bytes, skip } of expected) {
        expect(await reader.line()).toBe(line);
        if (skip) expect(await reader.skip(bytes.length)).toBe(true);
        else expect(await reader.exactly(bytes.length)).toEqual(new Uint8Array(bytes));
      }
      expect(await reader.line()).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test("a stream that ends too early gives undefined", async () => {
  const reader = (text: string) => createByteReader(cut(Buffer.from(text), []));

  expect(await reader("no end").line()).toBeUndefined();
  expect(await reader("abc").exactly(4)).toBeUndefined();
  expect(await reader("abc").skip(4)).toBeUndefined();
});
