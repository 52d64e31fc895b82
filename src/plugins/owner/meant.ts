import type { Entity } from "../../catalog/entity.ts";
import type { Clues } from "./clue.ts";
import { type ClueIndex, clueKey } from "./clue-index.ts";
import { type NamedRepository, readRepository, thingsInRepository } from "./repository.ts";

/** How many repositories are looked through: each costs a walk through the catalog. */
const mostRepositories = 5;
const longestName = 4;

/** Names that are also words of any alert or source tree: they tell nothing when they stand alone. */
const ordinary: ReadonlySet<string> = new Set(
  [
    "alert alerts all and api app application apps backend bot build cache check client code common config container core",
    "cron dashboard data database default deploy deployment dev docs down error errors event events failed for frontend",
    "gateway graph health help high home host http https incident info internal job jobs latency lib library live log",
    "login logs low mail main message metrics mobile monitor name network new node none not open page pod prod production",
    "proxy queue release report repository request requests resource root run runner runtime search server service",
    "services shared shop site source src stage staging status storage store sync system task team test tests the time",
    "tool tools up update user users utils warning web website worker",
  ].flatMap((line) => line.split(" ")),
);

/**
 * The things that a message is about: by its labels, else by addresses, stack frames, names of several words, single
 * words. The first kind of clue that the catalog knows decides; in it the first in the message comes first.
 */
export function thingsMeant(index: ClueIndex, clues: Clues): readonly Entity[] {
  const kinds = [byLabels, byAddresses, byFolders, byPaths, byNames, bySingleWords];
  for (const kind of kinds) {
    const found = new Set(kind(index, clues));
    if (found.size > 0) return [...found];
  }
  return [];
}

function byLabels(index: ClueIndex, { labels }: Clues): readonly Entity[] {
  return labels.flatMap((value) => {
    const named = called(index, value);
    return named.length > 0 || !value.includes("/") ? named : inRepositories(index, [value]);
  });
}

function byAddresses(index: ClueIndex, { addresses }: Clues): readonly Entity[] {
  return inRepositories(index, addresses);
}

function inRepositories(index: ClueIndex, addresses: readonly string[]): readonly Entity[] {
  const repositories = new Map<string, NamedRepository>();
  for (const address of addresses) {
    const named = readRepository(address);
    if (named === undefined || !index.slugs.has(named.slug)) continue;
    const repository = { ...named, path: /\/(?:tree|blob|raw|src)\//.test(address) ? named.path : "" };
    repositories.set(`${repository.slug} ${repository.path}`, repository);
  }
  return [...repositories.values()]
    .slice(0, mostRepositories)
    .flatMap((repository) => thingsInRepository(index.snapshot, repository));
}

/** A folder of a repository with many things, anywhere in the path of a stack frame. */
function byFolders({ folders }: ClueIndex, { frames }: Clues): readonly Entity[] {
  return frames.flatMap((segments) =>
    segments.flatMap((_, start) => {
      const paths = [4, 3, 2].map((length) => segments.slice(start, start + length).join("/"));
      return paths.flatMap((path) => (path.includes("/") ? (folders.get(path) ?? []) : []));
    }),
  );
}

/** `/srv/payments-api/…` and `com.acme.ledger.sync`; single plain words only where nothing longer is a name. */
function byPaths(index: ClueIndex, { frames }: Clues): readonly Entity[] {
  const compound = frames.flatMap((segments) => inPhrase(index, segments, isCompound));
  return compound.length > 0 ? compound : frames.flatMap((segments) => inPhrase(index, segments, isTelling));
}

function byNames(index: ClueIndex, { phrases }: Clues): readonly Entity[] {
  return phrases.flatMap((phrase) => inPhrase(index, phrase, isCompound));
}

function bySingleWords(index: ClueIndex, { phrases }: Clues): readonly Entity[] {
  return phrases.flatMap((phrase) => inPhrase(index, phrase, isTelling));
}

/** Everything in a run of words that is called so; the longest name counts, and what is within it does not. */
function inPhrase(index: ClueIndex, words: readonly string[], accept: (key: string) => boolean): readonly Entity[] {
  const found: Entity[] = [];
  for (let start = 0; start < words.length; ) {
    let length = Math.min(longestName, words.length - start);
    let named: readonly Entity[] = [];
    for (; length > 0 && named.length === 0; length -= 1) {
      const name = words.slice(start, start + length).join(" ");
      if (accept(clueKey(name))) named = called(index, name);
    }
    found.push(...named);
    start += named.length > 0 ? length + 1 : 1;
  }
  return found;
}

/** What runs is meant before what it offers or is part of. */
function called({ names }: ClueIndex, name: string): readonly Entity[] {
  const named = names.get(clueKey(name)) ?? [];
  const components = named.filter(({ ref }) => ref.startsWith("component:"));
  return components.length > 0 ? components : named;
}

function isCompound(key: string): boolean {
  return /[-\d]/.test(key) && key.length > 3;
}

function isTelling(key: string): boolean {
  return isCompound(key) || (key.length > 2 && !ordinary.has(key));
}
