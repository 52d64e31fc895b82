import { beforeAll, describe, expect, test } from "vitest";
import { propertyRuns } from "../../testing/property-runs.ts";
import { seededRandom } from "../../testing/seeded-random.ts";
import {
  changed,
  flipped,
  lastJournal,
  marker,
  newestSnapshot,
  type Opening,
  opening,
  type SavedStore,
  savedStore,
} from "../../testing/store-damage.ts";
import { checkedLine } from "./checked-line.ts";

const random = seededRandom(propertyRuns().seed);
let closed: SavedStore;
let killed: SavedStore;

beforeAll(async () => {
  closed = await savedStore({ isClosed: true });
  killed = await savedStore({ isClosed: false });
});

const parts = (fraction: number) => (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length * fraction));

/** Everything is there and, where a file was changed that is read, the log says so; or the start is refused, naming it. */
function expectSafe(found: Opening, store: SavedStore, file: string, label: string): void {
  if (found.type === "refused") {
    expect(found, label).toMatchObject({ code: "unavailable", message: expect.stringContaining(file) });
  } else {
    expect(found.entries, label).toEqual(store.saved);
    expect(found.log, label).toContain(file);
  }
}

test("what a killed or closed process leaves is read back whole and without a word", async () => {
  for (const { files, saved } of [closed, killed]) {
    expect([...files.keys()]).toEqual([
      "journal-20.jsonl",
      "journal-40.jsonl",
      "journal-60.jsonl",
      "journal-80.jsonl",
      "marker.json",
      "snapshot-20.json",
      "snapshot-40.json",
      "snapshot-60.json",
      "snapshot-80.json",
    ]);
    expect(await opening(files)).toEqual({ type: "opened", entries: saved, log: "" });
  }
});

describe("a file that is cut", () => {
  test.each([newestSnapshot, lastJournal, marker])("anywhere, %s, takes nothing away unsaid", async (name) => {
    for (let percent = 0; percent < 100; percent += 11) {
      const found = await opening(changed(closed.files, name, parts(percent / 100)));
      expectSafe(found, closed, name, `${percent} %`);
    }
  });

  test("inside its last line, the journal of a killed process loses that line and says so", async () => {
    const found = await opening(changed(killed.files, lastJournal, (bytes) => bytes.subarray(0, -5)));

    expect(found).toMatchObject({
      type: "opened",
      log: expect.stringMatching(/journal-80\.jsonl.*"line":16.*dropped/),
    });
    expect(found.type === "opened" && found.entries.find(({ key }) => key === "count")?.value).toBe(94);
  });

  test("anywhere, the journal of a killed process is not worse than that", async () => {
    const ends = lineEnds(killed.files.get(lastJournal) ?? Buffer.alloc(0));
    const length = ends.at(-1) ?? 0;
    for (let percent = 0; percent < 100; percent += 11) {
      const cut = Math.floor((length * percent) / 100);
      const found = await opening(changed(killed.files, lastJournal, (bytes) => bytes.subarray(0, cut)));
      if (cut < (ends[0] ?? 0)) expect(found, `${percent} %`).toMatchObject({ type: "refused" });
      else {
        expect(found, `${percent} %`).toMatchObject({ type: "opened" });
        if (!ends.includes(cut)) expect(found.type === "opened" && found.log).toContain(lastJournal);
      }
    }
  });

  test("inside the beginning of a line, the journal of a killed process has everything", async () => {
    for (const begun of ["[", "[30", "[300,", '[300,"0', '[300,"01234567"', '[300,"01234567",{"seq":96,']) {
      const found = await opening(
        changed(killed.files, lastJournal, (bytes) => Buffer.concat([bytes, Buffer.from(begun)])),
      );

      expect(found, begun).toMatchObject({
        type: "opened",
        entries: killed.saved,
        log: expect.stringContaining("dropped"),
      });
    }
  });

  test("and goes on with something else than a line refuses", async () => {
    for (const other of ["x", "\0\0\0\0", '[2,"01234567",{}]\n', "[030"]) {
      const found = await opening(
        changed(killed.files, lastJournal, (bytes) => Buffer.concat([bytes, Buffer.from(other)])),
      );

      expect(found, other).toMatchObject({ type: "refused", message: expect.stringContaining("line 17") });
    }
  });
});

describe("a flipped bit", () => {
  test.each([newestSnapshot, lastJournal, marker])("in %s never goes unnoticed", async (name) => {
    for (let run = 0; run < 25; run += 1) {
      const found = await opening(changed(closed.files, name, (bytes) => flipped(bytes, random)));
      expectSafe(found, closed, name, `run ${run}`);
    }
  });

  test("in the last line of a killed process's journal refuses, for it may have been answered", async () => {
    const journal = killed.files.get(lastJournal) ?? Buffer.alloc(0);
    const start = lineEnds(journal).at(-2) ?? 0;
    for (let at = start; at < journal.length; at += 9) {
      const found = await opening(
        changed(killed.files, lastJournal, (bytes) => {
          bytes[at] = (bytes[at] ?? 0) ^ 1;
          return bytes;
        }),
      );
      expect(found, `byte ${at}`).toMatchObject({ type: "refused", message: expect.stringContaining("line 16") });
    }
  });
});

describe("a file that holds something else", () => {
  const contents: readonly [string, (bytes: Buffer) => Buffer][] = [
    ["nothing", () => Buffer.alloc(0)],
    ["zeros", (bytes) => Buffer.alloc(bytes.length)],
    ...["null", "[]", "false", '"x"', "{}", "\n", "null\n"].map((text): [string, () => Buffer] => [
      text,
      () => Buffer.from(text),
    ]),
  ];

  test.each(contents)("%j is not taken for a state", async (_, content) => {
    for (const name of [newestSnapshot, lastJournal, marker]) {
      expectSafe(await opening(changed(closed.files, name, content)), closed, name, name);
    }
    const all = [...closed.files.keys()].filter((name) => name.startsWith("snapshot-"));
    const files = all.reduce((before, name) => changed(before, name, content), closed.files);
    expect(await opening(files)).toMatchObject({ type: "refused", message: expect.stringContaining(newestSnapshot) });
  });
});

describe("a journal between the others", () => {
  const header = (seq: number) =>
    checkedLine(JSON.stringify({ format: "callboard-journal", schemaVersion: 1, writtenBy: "callboard", seq }));

  test("that was begun and never used is passed over", async () => {
    const found = await opening(new Map([...closed.files, ["journal-90.jsonl", Buffer.from(header(90))]]));

    expect(found).toEqual({ type: "opened", entries: closed.saved, log: "" });
  });

  test("that says something else than the one before it refuses", async () => {
    const other = `${header(90)}${checkedLine('{"seq":91,"writes":[{"key":"count","value":0}]}')}`;

    expect(await opening(new Map([...closed.files, ["journal-90.jsonl", Buffer.from(other)]]))).toMatchObject({
      type: "refused",
      message: expect.stringContaining("journal-90.jsonl line 2 has changes that the journal before it has too"),
    });
  });
});

describe("a file that is missing", () => {
  const without = (...names: readonly string[]) =>
    names.reduce((files, name) => changed(files, name, () => undefined), closed.files);

  test("is made up for when it is the newest snapshot or the marker", async () => {
    for (const names of [[newestSnapshot], [newestSnapshot, "snapshot-60.json"], [marker]]) {
      expect(await opening(without(...names)), names.join()).toMatchObject({ type: "opened", entries: closed.saved });
    }
  });

  test.each([[[lastJournal]], [[lastJournal, newestSnapshot]], [[newestSnapshot, "journal-60.jsonl"]]])(
    "%j refuses, naming a journal",
    async (names) => {
      expect(await opening(without(...names))).toMatchObject({
        type: "refused",
        message: expect.stringMatching(/journal-(60|80)\.jsonl is missing/),
      });
    },
  );

  test("with every other but the marker is no new store", async () => {
    const found = await opening(new Map([...closed.files].filter(([name]) => name === marker)));

    expect(found).toMatchObject({ type: "refused", code: "unavailable" });
  });

  test("as every snapshot is no new store, with or without a marker", async () => {
    const journals = new Map([...closed.files].filter(([name]) => name.startsWith("journal-")));

    expect(await opening(journals)).toMatchObject({ type: "refused" });
    expect(await opening(new Map([...journals, [marker, closed.files.get(marker) ?? Buffer.alloc(0)]]))).toMatchObject({
      type: "refused",
    });
  });

  test("as the whole second half of a closed store refuses, naming the marker", async () => {
    const ends = lineEnds(closed.files.get(lastJournal) ?? Buffer.alloc(0));
    const found = await opening(changed(closed.files, lastJournal, (bytes) => bytes.subarray(0, ends[7])));

    expect(found).toMatchObject({
      type: "refused",
      message: expect.stringMatching(
        /journal-80\.jsonl ends after change 87, and .*marker\.json says that 95 were saved/,
      ),
    });
  });
});

/** Where each line ends, as offsets behind its line feed. */
function lineEnds(bytes: Buffer): readonly number[] {
  const ends: number[] = [];
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) ends.push(at + 1);
  return ends;
}
