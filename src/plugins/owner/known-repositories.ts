import { type CodeOwners, parseCodeOwners } from "../../catalog/code-owners/parse-code-owners.ts";
import { createForgePeople, type ForgePeople } from "../../catalog/forge-people.ts";
import type { RepositoryState, Snapshot } from "../../catalog/snapshot.ts";
import { repositoryKey } from "../../event/delivery-event.ts";

/** The repositories that the sources read, by what people call them. */
export interface KnownRepositories {
  readonly snapshot: Snapshot;
  readonly people: ForgePeople;
  /** In the order of their names. */
  readonly all: readonly RepositoryState[];
  on(host: string, slug: string): RepositoryState | undefined;
  /** An address as its repository's host is called, where people open that under another name. */
  onItsHost(text: string): string;
  /** `acme/shop`, on any host. */
  bySlug(slug: string): readonly RepositoryState[];
  /** `shop`, of anybody on any host. */
  byName(name: string): readonly RepositoryState[];
  /** What its CODEOWNERS file says, where it has one. */
  rulesOf(repository: RepositoryState): CodeOwners | undefined;
}

/** Gives the repositories of a snapshot: indexed once for each, and a CODEOWNERS file that stays the same is read once. */
export function repositoryIndex(): (snapshot: Snapshot) => KnownRepositories {
  let rules: ReadonlyMap<string, ReadFile> = new Map();
  let latest: KnownRepositories | undefined;
  return (snapshot) => {
    if (latest?.snapshot === snapshot) return latest;
    const kept = new Map([...rules].filter(([key]) => snapshot.repositories.has(key)));
    rules = kept;
    latest = knownRepositories(snapshot, kept);
    return latest;
  };
}

/** So many rules stay read: some 300 MB. Those that were not asked for longest are read again when they are. */
const mostRules = 500_000;

interface ReadFile {
  readonly text: string;
  readonly rules: CodeOwners;
}

/** @param read CODEOWNERS files that were read before, by the repository; it grows */
function knownRepositories(snapshot: Snapshot, read: Map<string, ReadFile>): KnownRepositories {
  const all = [...snapshot.repositories.values()].sort((a, b) => (repositoryKey(a) < repositoryKey(b) ? -1 : 1));
  const bySlug = grouped(all, ({ slug }) => slug);
  const hosts = new Map(all.flatMap((repository) => hostOfPages(repository)));
  const byName = grouped(all, ({ slug }) => slug.slice(slug.lastIndexOf("/") + 1));
  return {
    snapshot,
    people: createForgePeople(snapshot),
    all,
    onItsHost: (text) => {
      const [address, page = ""] = /^\s*https?:\/\/([^/\s]+)(?=\/)/i.exec(text) ?? [];
      const host = hosts.get(page.toLowerCase());
      return address === undefined || host === undefined ? text : `https://${host}${text.slice(address.length)}`;
    },
    on: (host, slug) => snapshot.repositories.get(repositoryKey({ host, slug })),
    bySlug: (slug) => bySlug.get(slug.toLowerCase()) ?? [],
    byName: (name) => byName.get(name.toLowerCase()) ?? [],
    rulesOf(repository) {
      const text = repository.codeOwners?.text;
      if (text === undefined) return undefined;
      const key = repositoryKey(repository);
      const before = read.get(key);
      const rules = before?.text === text ? before.rules : parseCodeOwners(text);
      read.delete(key);
      read.set(key, { text, rules });
      if (before?.rules !== rules) forgetOldest(read);
      return rules;
    },
  };
}

/** The newest stays, however long it is. */
function forgetOldest(read: Map<string, ReadFile>): void {
  let total = 0;
  for (const { rules } of read.values()) total += rules.rules.length;
  for (const [key, { rules }] of read) {
    if (total <= mostRules || read.size === 1) return;
    total -= rules.rules.length;
    read.delete(key);
  }
}

/** Under which name its pages are, where that is not its host's. */
function hostOfPages({ host, webUrl = "" }: RepositoryState): readonly (readonly [string, string])[] {
  const page = /^https?:\/\/([^/]+)\//i.exec(webUrl)?.[1]?.toLowerCase();
  return page === undefined || page === host.toLowerCase() ? [] : [[page, host]];
}

function grouped(
  all: readonly RepositoryState[],
  nameOf: (repository: RepositoryState) => string,
): ReadonlyMap<string, readonly RepositoryState[]> {
  const groups = new Map<string, RepositoryState[]>();
  for (const repository of all) {
    const name = nameOf(repository).toLowerCase();
    groups.set(name, [...(groups.get(name) ?? []), repository]);
  }
  return groups;
}
