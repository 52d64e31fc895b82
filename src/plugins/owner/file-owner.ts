import { breathe } from "../../breathe.ts";
import type { CodeOwner } from "../../catalog/code-owners/code-owner.ts";
import { defaultRule, ownersOf } from "../../catalog/code-owners/owners-of.ts";
import type { CodeOwnersRule } from "../../catalog/code-owners/parse-code-owners.ts";
import { isAnchored, isCatchAll } from "../../catalog/code-owners/path-pattern.ts";
import { displayName, type Entity } from "../../catalog/entity.ts";
import { catalogOwner } from "../../catalog/forge-people.ts";
import { ownershipOf } from "../../catalog/ownership.ts";
import type { RepositoryState } from "../../catalog/snapshot.ts";
import { type FilePage, pathBehindBranch } from "./file-address.ts";
import type { KnownRepositories } from "./known-repositories.ts";
import { codeOf, type NamedRepository, thingsInRepository, thingsOfWhole } from "./repository.ts";

/** A CODEOWNERS file of so many characters may take a second by itself. */
const longFile = 50_000;

/** A path in a repository that is read. A folder ends with a slash; the whole repository is the empty path. */
export interface RepositoryFile {
  readonly repository: RepositoryState;
  readonly path: string;
}

/** Somebody whom a rule names, and who of the catalog that is. */
export interface NamedOwner {
  readonly written: CodeOwner;
  readonly entity?: Entity;
}

/** Who owns a file, and how that is known. */
export interface FileOwnership extends RepositoryFile {
  /** The line of CODEOWNERS that counts for it; without owners where that line says that there are none. */
  readonly rule?: CodeOwnersRule;
  /** Whom it names; whoever answers first: a team of the catalog, else a person of it. */
  readonly owners: readonly NamedOwner[];
  /** The one thing of the catalog whose folder holds it. */
  readonly thing?: Entity;
  /** What the catalog says beside: whose that thing is where it has a folder of its own, else whose the repository is. */
  readonly beside?: { readonly what: string; readonly owner: Entity };
}

/** What CODEOWNERS and the catalog say of a file, or of a repository as a whole. */
export function fileOwnership(known: KnownRepositories, { repository, path }: RepositoryFile): FileOwnership {
  const { snapshot } = known;
  const rules = known.rulesOf(repository);
  const rule = rules && (path === "" ? defaultRule(rules) : ownersOf(rules, path));
  const [thing, ...others] = thingsInRepository(snapshot, { ...nameOf(repository), path: path.replace(/\/$/, "") });
  const beside = path === "" ? undefined : besideOf(known, repository, others.length === 0 ? thing : undefined);
  return {
    ...{ repository, path },
    ...(rule && { rule }),
    owners: namedOwners(known, repository, rule),
    ...(thing && others.length === 0 && { thing }),
    ...(beside && { beside }),
  };
}

/** The repository as `thingsInRepository` wants it. */
export function nameOf({ host, slug }: RepositoryState): Pick<NamedRepository, "slug"> & { readonly host: string } {
  return { host: host.toLowerCase(), slug: slug.toLowerCase() };
}

function besideOf(
  known: KnownRepositories,
  repository: RepositoryState,
  thing: Entity | undefined,
): FileOwnership["beside"] {
  const { snapshot } = known;
  const whole = thingsOfWhole(snapshot, nameOf(repository));
  const owner = thing === undefined || whole.includes(thing) ? undefined : ownershipOf(snapshot, thing).owner;
  if (thing !== undefined && owner !== undefined) return { what: `${displayName(thing)} in the catalog`, owner };
  const owners = new Set(whole.flatMap((one) => ownershipOf(snapshot, one).owner ?? []));
  const rules = known.rulesOf(repository);
  const fallback = rules && owners.size === 0 ? namedOwners(known, repository, defaultRule(rules)) : [];
  const rest = owners.size === 1 ? [...owners][0] : fallback[0]?.entity;
  return rest && { what: `The rest of ${repository.slug}`, owner: rest };
}

function namedOwners(
  { people }: KnownRepositories,
  repository: RepositoryState,
  rule: CodeOwnersRule | undefined,
): readonly NamedOwner[] {
  const named = (rule?.owners ?? []).map((written): NamedOwner => {
    const entity = catalogOwner(people, repository, written);
    return { written, ...(entity && { entity }) };
  });
  const rank = ({ entity }: NamedOwner) => (entity === undefined ? 2 : entity.ref.startsWith("group:") ? 0 : 1);
  const best = Math.min(...named.map(rank));
  const leader = named.find((owner) => rank(owner) === best);
  return leader === undefined ? [] : [leader, ...named.filter((owner) => owner !== leader)];
}

/** The file that a page shows. */
export function fileOfPage(known: KnownRepositories, repository: RepositoryState, page: FilePage): RepositoryFile {
  const rules = known.rulesOf(repository);
  const isSure = (path: string) => {
    const rule = rules && ownersOf(rules, path);
    return rule !== undefined && isAnchored(rule.path);
  };
  const path = page.path?.join("/") ?? pathBehindBranch(page.rest, repository.branch, isSure);
  return { repository, path: page.isFolder && path !== "" ? `${path}/` : path };
}

/**
 * The files that a path may be where no repository is named: in each whose CODEOWNERS says of it what it does not say of
 * everything. A rule that names its folder counts more than one for files of its kind anywhere.
 */
export async function filesCalled(known: KnownRepositories, path: string): Promise<readonly RepositoryFile[]> {
  const found: { file: RepositoryFile; rule: CodeOwnersRule }[] = [];
  // Others are answered while the files of thousands of repositories are read for the first time.
  const pause = breathe();
  for (const repository of known.all) {
    const rules = known.rulesOf(repository);
    const rule = rules && ownersOf(rules, path);
    if (rule !== undefined && !isCatchAll(rule.path)) found.push({ file: { repository, path }, rule });
    const isLong = (repository.codeOwners?.text?.length ?? 0) > longFile;
    if (isLong || pause.isDue()) await pause.take();
  }
  const anchored = found.filter(({ rule }) => isAnchored(rule.path));
  return (anchored.length > 0 ? anchored : found).map(({ file }) => file);
}

/** Whom CODEOWNERS names for where a thing's code is, else for where its own file is. */
export function codeOwnerOf(known: KnownRepositories, entity: Entity): Entity | undefined {
  const code = codeOf(entity);
  const repository =
    code === undefined
      ? known.snapshot.repositories.get(entity.origin.repository ?? "")
      : code.host === undefined
        ? only(known.bySlug(code.slug))
        : known.on(code.host, code.slug);
  if (repository === undefined) return undefined;
  const rules = known.rulesOf(repository);
  if (rules === undefined) return undefined;
  const path = code === undefined ? entity.origin.path : code.path && `${code.path}/`;
  const rule = path === "" ? defaultRule(rules) : ownersOf(rules, path);
  // Whoever owns whatever nobody else does need not own everything that a folder of the catalog describes.
  const isOfOthers = rule !== undefined && isCatchAll(rule.path) && path.includes("/");
  return isOfOthers ? undefined : namedOwners(known, repository, rule)[0]?.entity;
}

function only<T>(all: readonly T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined;
}
