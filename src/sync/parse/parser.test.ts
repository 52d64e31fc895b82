import { expect, test } from "vitest";
import type { FileToParse, ParsedFile } from "./parsed-file.ts";
import { createParser, type Parser } from "./parser.ts";

const never = () => new AbortController().signal;

function file(n: number, text = component(n)): FileToParse {
  return { path: `${n}.yaml`, bytes: Buffer.from(text) };
}

function component(n: number): string {
  return `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: c${n} }\nspec: { type: t, lifecycle: l, owner: o }\n`;
}

async function collect(files: AsyncIterable<ParsedFile>): Promise<ParsedFile[]> {
  const all: ParsedFile[] = [];
  for await (const parsed of files) all.push(parsed);
  return all;
}

async function withParser(run: (parser: Parser) => Promise<void>): Promise<void> {
  const parser = createParser();
  try {
    await run(parser);
  } finally {
    await parser.close();
  }
}

test("files come back in their order, parsed, and the context reaches the thread", () =>
  withParser(async (parser) => {
    const repository = { host: "github.com", slug: "acme/shop", branch: "main" };
    const url = "https://github.com/acme/shop/blob/main/x.txt";
    const files = Array.from({ length: 300 }, (_, n) => file(n));

    const parsed = await collect(
      parser.parse([...files, file(300, `${component(300)}x: { $text: '${url}' }\n`)], { repository }, never()),
    );

    expect(parsed.map(({ path }) => path)).toEqual(Array.from({ length: 301 }, (_, n) => `${n}.yaml`));
    expect(parsed[7]?.documents).toMatchObject([{ type: "entity", entity: { ref: "component:default/c7" } }]);
    expect(parsed[300]?.needs).toEqual(["x.txt"]);
  }));

test("attachments reach the thread, absent ones as absent", () =>
  withParser(async (parser) => {
    const text = `${component(1)}`.replace("type: t", "type: t, a: { $text: ./a }, b: { $text: ./b }");
    const attach = (b: Uint8Array | undefined) => [
      {
        ...file(1, text),
        attachments: new Map([
          ["a", Buffer.from("A")],
          ["b", b],
        ]),
      },
    ];

    const good = await collect(parser.parse(attach(Buffer.from("B")), {}, never()));
    const bad = await collect(parser.parse(attach(undefined), {}, never()));

    expect(good[0]?.documents).toMatchObject([{ entity: { spec: { a: "A", b: "B" } } }]);
    expect(bad[0]?.documents).toMatchObject([{ problem: { code: "placeholder_unresolved" } }]);
  }));

test("empty parts are shared, and __proto__ does not come through", () =>
  withParser(async (parser) => {
    const text = component(1).replace("type: t", 'type: t, __proto__: { x: 1 }, a: { "\\x5f_proto__": 1, b: 2 }');
    const [first, second] = await collect(parser.parse([file(1, text), file(2)], {}, never()));
    const entities = [first, second].flatMap(
      (parsed) => parsed?.documents.flatMap((d) => (d.type === "entity" ? [d.entity] : [])) ?? [],
    );

    expect(entities[0]?.labels).toBe(entities[1]?.annotations);
    expect(entities[0]?.tags).toBe(entities[1]?.links);
    expect(entities[0]?.spec).toEqual({ type: "t", lifecycle: "l", owner: "o", a: { b: 2 } });
    expect(Object.keys(entities[0]?.spec ?? {})).not.toContain("__proto__");
  }));

test("files are not read far ahead of what is taken", () =>
  withParser(async (parser) => {
    let read = 0;
    async function* source() {
      for (let n = 0; n < 2_000; n++) {
        read++;
        yield file(n);
      }
    }

    for await (const parsed of parser.parse(source(), {}, never())) {
      expect(read - Number.parseInt(parsed.path, 10)).toBeLessThanOrEqual(4 * 64);
    }
    expect(read).toBe(2_000);
  }));

test("several parses at once share the thread and keep apart", () =>
  withParser(async (parser) => {
    const runs = [0, 1, 2].map((run) =>
      collect(
        parser.parse(
          Array.from({ length: 100 }, (_, n) => file(run * 1_000 + n)),
          {},
          never(),
        ),
      ),
    );

    const results = await Promise.all(runs);

    expect(results.map((files) => [files.length, files[0]?.path])).toEqual([
      [100, "0.yaml"],
      [100, "1000.yaml"],
      [100, "2000.yaml"],
    ]);
  }));

test("an aborted parse rejects, and the parser goes on", () =>
  withParser(async (parser) => {
    const controller = new AbortController();
    const files = parser.parse(
      Array.from({ length: 500 }, (_, n) => file(n)),
      {},
      controller.signal,
    );
    const run = (async () => {
      for await (const _ of files) controller.abort(new Error("enough"));
    })();

    await expect(run).rejects.toThrow("enough");
    expect(await collect(parser.parse([file(1)], {}, never()))).toHaveLength(1);
    await expect(collect(parser.parse([file(1)], {}, AbortSignal.abort(new Error("at once"))))).rejects.toThrow(
      "at once",
    );
  }));

test("an error of the source of files is passed on", () =>
  withParser(async (parser) => {
    async function* source(): AsyncGenerator<FileToParse> {
      yield file(1);
      throw new Error("unreadable");
    }

    await expect(collect(parser.parse(source(), {}, never()))).rejects.toThrow("unreadable");
  }));

test("closing rejects what is under way and what comes later", async () => {
  const parser = createParser();
  const rejected = expect(collect(parser.parse([file(1)], {}, never()))).rejects.toThrow("closed");
  await new Promise(setImmediate);

  await parser.close();

  await rejected;
  expect(() => parser.parse([file(1)], {}, never())).toThrow("closed");
});

test("no files are no results, without a thread", () =>
  withParser(async (parser) => {
    expect(await collect(parser.parse([], {}, never()))).toEqual([]);
  }));
