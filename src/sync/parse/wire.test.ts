import { expect, test } from "vitest";
import { decodeParsedFile, encodeFile, packBatch, unpackBatch } from "./wire.ts";

test("files and their attachments survive packing, whatever buffers they are parts of", () => {
  const pool = Buffer.from("--first--second--");
  const files = [
    {
      path: "a",
      bytes: pool.subarray(2, 7),
      attachments: new Map([
        ["x", pool.subarray(9, 15)],
        ["gone", undefined],
      ]),
    },
    { path: "b", bytes: new Uint8Array() },
  ];

  const unpacked = unpackBatch(packBatch(1, files, {}));

  expect(unpacked.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(["first", ""]);
  expect(unpacked[0]?.attachments?.get("x")).toEqual(new Uint8Array(Buffer.from("second")));
  expect(unpacked[0]?.attachments).toHaveProperty("size", 2);
  expect(unpacked[0]?.attachments?.get("gone")).toBeUndefined();
  expect(unpacked[1]).not.toHaveProperty("attachments");
});

test("a parsed file survives encoding, without __proto__ keys at any depth", () => {
  const spec = JSON.parse(
    '{ "a": [{ "__proto__": { "polluted": 1 }, "b": 1 }], "__proto__": 2, "constructor": 3 }',
  ) as Record<string, unknown>;
  const noParts = { labels: {}, annotations: {}, tags: [], links: [] };
  const entity = { ref: "k:default/n", kind: "K", namespace: "default", name: "n", ...noParts, spec };
  const file = { path: "a", documents: [{ type: "entity" as const, line: 1, entity }], needs: [] };

  const decoded = decodeParsedFile(encodeFile(file));

  const [document] = decoded.documents;
  const found = document?.type === "entity" ? document.entity.spec : {};
  expect(JSON.stringify(found)).toBe('{"a":[{"b":1}],"constructor":3}');
  expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
});
