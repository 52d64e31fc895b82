import fc from "fast-check";
import { expect, test } from "vitest";
import { BotError } from "../errors.ts";
import type { RepositoryName } from "../event/delivery-event.ts";
import { component, documents } from "../testing/descriptor.ts";
import { propertyRuns } from "../testing/property-runs.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { isRead, type RootHarvest, type SourceHarvest } from "./harvest.ts";
import { parseFile } from "./parse/parse-file.ts";
import type { Parser } from "./parse/parser.ts";
import type { EntitySource, Root, RootState, SourceReading } from "./source.ts";
import { syncSource } from "./sync-source.ts";

/** What becomes of one repository in one reading. */
interface Seen {
  readonly state: "listed" | "failed" | "fails when read" | "unmentioned" | "gone";
  readonly things: readonly string[];
}

interface Step {
  readonly listing: "complete" | "incomplete" | "fails";
  readonly repositories: readonly Seen[];
  /** Numbers of the repositories that alone are asked for. */
  readonly only?: readonly number[];
}

const seen: fc.Arbitrary<Seen> = fc.record({
  state: fc.constantFrom("listed", "listed", "failed", "fails when read", "unmentioned", "unmentioned", "gone"),
  // The same names in several: some repositories look like others under another name.
  things: fc.subarray(["x", "y", "z"]),
});
const step: fc.Arbitrary<Step> = fc.record(
  {
    listing: fc.constantFrom("complete", "complete", "complete", "incomplete", "fails"),
    repositories: fc.array(seen, { minLength: 4, maxLength: 4 }),
    only: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
  },
  { requiredKeys: ["listing", "repositories"] },
);

const baseId = "https://github.com/acme/base";
const unreachable = new BotError("unavailable", "GitHub does not answer.");
const idOf = (index: number) => `https://github.com/acme/r${index}`;
const nameOf = (index: number): RepositoryName => ({ host: "github.com", slug: `acme/r${index}` });
const isAsked = ({ only }: Step, index: number) => only === undefined || only.includes(index);

function rootOf(id: string, name: RepositoryName, things: readonly string[], isReadable = true): Root {
  const path = "catalog-info.yaml";
  const files = things.length === 0 ? [] : [{ path, blobId: things.join() }];
  return {
    id,
    name: name.slug,
    repository: { ...name, branch: "main" },
    revision: `at ${things.join()}`,
    async list() {
      if (!isReadable) throw unreachable;
      return files;
    },
    async *read() {
      yield { path, bytes: Buffer.from(documents(...things.map((thing) => component(thing)))) };
    },
  };
}

/** The state of a root as a real source gives it: what is known is unchanged. */
function stateOf(root: Root, known: ReadonlyMap<string, string>): RootState {
  return known.get(root.id) === root.revision ? { type: "unchanged", rootId: root.id } : { type: "changed", root };
}

function readingOf(taken: Step, known: ReadonlyMap<string, string>): SourceReading {
  if (taken.listing === "fails") throw unreachable;
  const roots = taken.repositories.flatMap(({ state, things }, index): readonly RootState[] => {
    const rootId = idOf(index);
    if (!isAsked(taken, index) || state === "unmentioned") return [];
    if (state === "failed") return [{ type: "failed", rootId, error: unreachable }];
    if (state === "gone") return [{ type: "gone", rootId }];
    return [stateOf(rootOf(rootId, nameOf(index), things, state === "listed"), known)];
  });
  return taken.listing === "complete" ? { roots } : { roots, incomplete: unreachable };
}

const parser: Parser = {
  async *parse(files, context) {
    for await (const file of files) yield parseFile(file, context);
  },
  warmUp: () => {},
  close: async () => {},
};
const { log } = recordedLog();

function sync(read: EntitySource["read"], previous: SourceHarvest | undefined, only?: readonly RepositoryName[]) {
  return syncSource(
    { source: { name: "org", covers: () => true, read }, isTrusted: true, paths: ["catalog-info.yaml"] },
    previous,
    {
      parser,
      log,
      now: () => new Date(0),
      signal: new AbortController().signal,
      isAccepted: false,
      ...(only && { only }),
    },
  );
}

const namesOf = ({ files }: RootHarvest) =>
  [...files.values()].flatMap(({ entities }) => entities.map(({ name }) => name));

/** What is known of repositories by their number. */
type Known = ReadonlyMap<
  number,
  { readonly things: readonly string[]; readonly isMissed: boolean; readonly isRead: boolean }
>;

function knownOf({ roots }: SourceHarvest): Known {
  const numbered = roots.filter(({ rootId }) => rootId !== baseId);
  return new Map(
    numbered.map((root) => [
      Number(root.rootId.at(-1)),
      { things: namesOf(root), isMissed: root.isMissed === true, isRead: isRead(root) },
    ]),
  );
}

const isMentioned = (taken: Step, index: number) =>
  isAsked(taken, index) && taken.repositories[index]?.state !== "unmentioned";

/** The rules, in their own words. */
function expectedAfter(before: Known, taken: Step): Known {
  if (taken.listing === "fails") return before;
  const after = new Map(before);
  for (const [index, { state, things }] of taken.repositories.entries()) {
    if (!isMentioned(taken, index)) continue;
    const last = before.get(index) ?? { things: [], isRead: false };
    if (state === "gone") after.delete(index);
    else if (state === "listed") after.set(index, { things, isMissed: false, isRead: true });
    else after.set(index, { ...last, isMissed: false });
  }
  if (taken.listing === "incomplete") return after;
  const given = new Set([...after].flatMap(([index, { things }]) => (isMentioned(taken, index) ? things : [])));
  for (const [index, { things, isMissed, isRead: wasRead }] of before) {
    if (!isAsked(taken, index) || isMentioned(taken, index)) continue;
    // Nobody knows yet which repository it is.
    if (taken.only !== undefined && !wasRead) continue;
    const isRenamed = things.length > 0 && things.every((thing) => given.has(thing));
    // A host may not show a repository for a moment: only a listing lets it go.
    if ((isMissed && taken.only === undefined) || isRenamed) after.delete(index);
    else after.set(index, { things, isRead: wasRead, isMissed: true });
  }
  return after;
}

/** Nothing changes when removals are held, except that what is mentioned is not missed any more. */
function expectedWhenHeld(before: Known, taken: Step): Known {
  return new Map(
    [...before].map(([index, known]) => [index, { ...known, isMissed: known.isMissed && !isMentioned(taken, index) }]),
  );
}

test("whatever readings say, and in whatever order, nothing goes except by the rules", async () => {
  // Of few things every removal is held, of many none.
  const bases = [1, 40].map((size) =>
    rootOf(
      baseId,
      { host: "github.com", slug: "acme/base" },
      Array.from({ length: size }, (_, index) => `base-${index}`),
    ),
  );
  const starts = await Promise.all(
    bases.map(async (base) => {
      const { harvest } = await sync(async () => ({ roots: [{ type: "changed", root: base }] }), undefined);
      return { base, harvest };
    }),
  );
  const start = fc.constantFrom(...starts);

  await fc.assert(
    fc.asyncProperty(start, fc.array(step, { minLength: 1, maxLength: 8 }), async ({ base, harvest }, steps) => {
      let last = harvest;
      for (const taken of steps) {
        const read: EntitySource["read"] = async (known, _signal, only) => {
          const reading = readingOf(taken, known);
          return only === undefined ? { ...reading, roots: [...reading.roots, stateOf(base, known)] } : reading;
        };

        const run = await sync(read, last, taken.only?.map(nameOf));

        const expected = run.held === undefined ? expectedAfter : expectedWhenHeld;
        expect(knownOf(run.harvest)).toEqual(expected(knownOf(last), taken));
        expect(run.harvest.roots.find(({ rootId }) => rootId === baseId)?.files.size).toBe(1);
        last = run.harvest;
      }
    }),
    propertyRuns(),
  );
});
