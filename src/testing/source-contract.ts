import { expect, onTestFinished, test } from "vitest";
import type { EntitySource, FileContent, Root, RootState, TreeFile } from "../sync/source.ts";
import type { FileChanges } from "./memory-source.ts";

/** A source under test with one root, and the means to change what it reads. */
export interface SourceSubject {
  readonly source: EntitySource;
  /** Changes files; `undefined` removes one. Directories come and go with their files. */
  write(changes: FileChanges): Promise<void>;
  /** Makes the place that is read unreachable, and reachable again. */
  setReachable(reachable: boolean): Promise<void>;
  /** Removes all that was made for this subject. */
  dispose(): Promise<void>;
}

const never = new AbortController().signal;
const limits = { maxBytes: 1000 };

/** The contract of `EntitySource`, as tests; `create` makes a fresh subject with no file for each of them. */
export function describeSourceContract(create: () => Promise<SourceSubject>): void {
  async function subjectWith(files: FileChanges): Promise<SourceSubject> {
    const subject = await create();
    onTestFinished(() => subject.dispose());
    await subject.write(files);
    return subject;
  }

  test("a first read gives every file of the tree in byte order, each with its content", async () => {
    const { source } = await subjectWith({
      "b.yaml": "b",
      "a/z.yaml": "z",
      "a.yaml": "a",
      "😀.yaml": "smile",
      "ﬀ.yaml": "f",
      "ü.yaml": "u",
    });

    const root = await changedRoot(source);

    const files = await root.list(never);
    expect(files.map((file) => file.path)).toEqual(["a.yaml", "a/z.yaml", "b.yaml", "ü.yaml", "ﬀ.yaml", "😀.yaml"]);
    expect(await texts(root, files)).toEqual(["a", "z", "b", "u", "f", "smile"]);
  });

  test("the known revision gives unchanged, under the same root id", async () => {
    const { source } = await subjectWith({ "a.yaml": "a" });
    const root = await changedRoot(source);

    const again = await source.read(new Map([[root.id, root.revision]]), never);

    expect(again).toEqual({ roots: [{ type: "unchanged", rootId: root.id }] });
  });

  test("a changed, an added and a removed file change the revision; blob ids change with the content alone", async () => {
    const { source, write } = await subjectWith({ "kept.yaml": "k", "changed.yaml": "1", "removed.yaml": "r" });
    const before = await changedRoot(source);
    const blobsBefore = blobIds(await before.list(never));
    await write({ "changed.yaml": "2", "removed.yaml": undefined, "added.yaml": "n" });

    const after = await changedRoot(source, new Map([[before.id, before.revision]]));

    const blobs = blobIds(await after.list(never));
    expect(after.id).toBe(before.id);
    expect(after.revision).not.toBe(before.revision);
    expect([...blobs.keys()]).toEqual(["added.yaml", "changed.yaml", "kept.yaml"]);
    expect(blobs.get("kept.yaml")).toBe(blobsBefore.get("kept.yaml"));
    expect(blobs.get("changed.yaml")).not.toBe(blobsBefore.get("changed.yaml"));
  });

  test("content of the same length is a change, however soon it follows", async () => {
    const { source, write } = await subjectWith({ "a.yaml": "one" });
    let root = await changedRoot(source);

    for (const text of ["two", "six", "ten"]) {
      await write({ "a.yaml": text });
      root = await changedRoot(source, new Map([[root.id, root.revision]]));

      expect(await texts(root, await root.list(never))).toEqual([text]);
    }
  });

  test("contents come in the order asked for, a file over the limit as too large", async () => {
    const exact = "x".repeat(limits.maxBytes);
    const { source } = await subjectWith({
      "a.yaml": "a",
      "big.yaml": `${exact}x`,
      "exact.yaml": exact,
      "empty.yaml": "",
    });
    const root = await changedRoot(source);
    const files = await root.list(never);

    const contents = await collect(root.read(files.toReversed(), limits, never));

    expect(contents.map(shown)).toEqual([
      ["exact.yaml", exact],
      ["empty.yaml", ""],
      ["big.yaml", "too_large"],
      ["a.yaml", "a"],
    ]);
  });

  test("bytes are given as they are", async () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 256);
    const { source } = await subjectWith({ "a.bin": bytes });
    const root = await changedRoot(source);

    const [content] = await collect(root.read(await root.list(never), limits, never));

    expect(content).toEqual({ path: "a.bin", bytes });
  });

  test("reading nothing gives nothing, and a reader may stop early and start again", async () => {
    const files = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}.yaml`, "x".repeat(900)]));
    const { source } = await subjectWith(files);
    const root = await changedRoot(source);
    const listed = await root.list(never);

    expect(await collect(root.read([], limits, never))).toEqual([]);
    for await (const content of root.read(listed, limits, never)) {
      expect(content.path).toBe(listed[0]?.path);
      break;
    }

    expect(await collect(root.read(listed, limits, never))).toHaveLength(50);
  });

  test("a read may happen inside another one", async () => {
    const { source } = await subjectWith({ "a.yaml": "a", "b.yaml": "b" });
    const root = await changedRoot(source);
    const files = await root.list(never);

    const inner: string[][] = [];
    for await (const _ of root.read(files, limits, never)) inner.push(await texts(root, files));

    expect(inner).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });

  test("it covers the repository that its root is, written in any case, and none elsewhere", async () => {
    const { source } = await subjectWith({ "a.yaml": "a" });
    const { repository } = await changedRoot(source);
    const { host, slug } = repository ?? { host: "github.com", slug: "acme/catalog" };

    expect(source.covers({ host, slug })).toBe(repository !== undefined);
    expect(source.covers({ host, slug: slug.toUpperCase() })).toBe(repository !== undefined);
    expect(source.covers({ host: `other.${host}`, slug })).toBe(false);
    expect(source.covers({ host, slug: `other-${slug}` })).toBe(false);
  });

  test("asked for its repository alone it says of that what it says when asked for everything", async () => {
    const { source, write } = await subjectWith({ "a.yaml": "a" });
    const before = await changedRoot(source);
    // A source whose root is no repository is never asked for one.
    if (before.repository === undefined) return;
    const only = [{ host: before.repository.host, slug: before.repository.slug.toUpperCase() }];
    const known = new Map([[before.id, before.revision]]);

    const unchanged = await source.read(known, never, only);
    await write({ "a.yaml": "b" });
    const [changed, ...others] = (await source.read(known, never, only)).roots;

    expect(unchanged).toEqual({ roots: [{ type: "unchanged", rootId: before.id }] });
    expect(others).toEqual([]);
    expect(changed).toMatchObject({ type: "changed", root: { id: before.id } });
    if (changed?.type === "changed") expect(await texts(changed.root, await changed.root.list(never))).toEqual(["b"]);
  });

  test("files found by their paths are those of the listing; what is not there is left out", async () => {
    const { source } = await subjectWith({ "a.yaml": "a", "docs/b.yaml": "b", "docs/c.yaml": "c" });
    const root = await changedRoot(source);
    // Where finding costs no less than listing there is no finding.
    if (root.find === undefined) return;

    const found = await root.find(["docs/b.yaml", "a.yaml", "docs", "docs/none.yaml", "../a.yaml"], never);

    const listed = (await root.list(never)).filter(({ path }) => path !== "docs/c.yaml");
    expect(found.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual(listed);
    expect(await texts(root, found)).toHaveLength(2);
    expect(await root.find([], never)).toEqual([]);
  });

  test("what cannot be reached is a failed root or a failed reading, never an empty one, and the next read recovers", async () => {
    const { source, setReachable } = await subjectWith({ "a.yaml": "a" });
    const root = await changedRoot(source);
    await setReachable(false);

    const failed = await source.read(new Map([[root.id, root.revision]]), never).catch((error: unknown) => ({
      // A source that has to be told what its roots are fails as a whole.
      roots: [{ type: "failed", rootId: root.id, error }],
    }));
    await setReachable(true);
    const recovered = await source.read(new Map([[root.id, root.revision]]), never);

    expect(failed.roots).toMatchObject([
      {
        type: "failed",
        rootId: root.id,
        error: { name: "BotError", code: expect.stringMatching(/^(unavailable|not_found)$/) },
      },
    ]);
    expect(recovered.roots).toEqual([{ type: "unchanged", rootId: root.id }]);
  });

  test("an abort in the middle of the contents ends them with its reason", async () => {
    const files = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}.yaml`, "x".repeat(900)]));
    const { source } = await subjectWith(files);
    const root = await changedRoot(source);
    const controller = new AbortController();
    const contents = root.read(await root.list(never), limits, controller.signal)[Symbol.asyncIterator]();
    await contents.next();
    controller.abort(new Error("stopped"));

    await expect(contents.next()).rejects.toThrow("stopped");
  });

  test("an aborted read rejects with the reason of the abort", async () => {
    const { source } = await subjectWith({ "a.yaml": "a" });
    const root = await changedRoot(source);
    const files = await root.list(never);
    const aborted = AbortSignal.abort(new Error("stopped"));

    await expect(source.read(new Map(), aborted)).rejects.toThrow("stopped");
    await expect(root.list(aborted)).rejects.toThrow("stopped");
    await expect(collect(root.read(files, limits, aborted))).rejects.toThrow("stopped");
  });
}

/** Reads a source of one root that must have changed. */
export async function changedRoot(source: EntitySource, known: ReadonlyMap<string, string> = new Map()): Promise<Root> {
  const state = await onlyState(source, known);
  if (state.type !== "changed") throw new Error(`the root is ${JSON.stringify(state)}`, { cause: state });
  return state.root;
}

/** Reads a source of one root. */
export async function onlyState(
  source: EntitySource,
  known: ReadonlyMap<string, string> = new Map(),
): Promise<RootState> {
  const { roots } = await source.read(known, never);
  const [state] = roots;
  if (!state || roots.length !== 1) throw new Error(`expected one root, found ${roots.length}`);
  return state;
}

/** The contents of files as text; a reason in brackets for one without. */
export async function texts(root: Root, files: readonly TreeFile[]): Promise<string[]> {
  const contents = await collect(root.read(files, { maxBytes: 10_000_000 }, never));
  return contents.map((content) =>
    "bytes" in content ? new TextDecoder().decode(content.bytes) : `[${content.missing}]`,
  );
}

/** All that an iteration gives. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function shown(content: FileContent): [string, string] {
  return [content.path, "bytes" in content ? new TextDecoder().decode(content.bytes) : content.missing];
}

function blobIds(files: readonly TreeFile[]): Map<string, string> {
  return new Map(files.map((file) => [file.path, file.blobId]));
}
