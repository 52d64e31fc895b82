import type { Entity } from "../catalog/entity.ts";
import type { Problem } from "../catalog/problem.ts";

/** What a tree may speak for. */
export interface Standing {
  /** True for sources that the configuration trusts to define people and to speak for other repositories. */
  readonly isTrusted: boolean;
  readonly repository?: { readonly host: string; readonly slug: string };
}

/** Kinds that give people rights or forms: only a trusted source may define them. */
const trustedKinds = new Set(["user", "group", "template"]);

/** Annotations that map people, wherever they stand. */
const peopleAnnotations = new Set([
  "github.com/user-login",
  "github.com/team-slug",
  "graph.microsoft.com/user-id",
  "graph.microsoft.com/group-id",
]);

/**
 * Takes from an entity what its source may not claim: a catalog file speaks for its own repository.
 * The rest of the entity stays; undefined when nothing of it may.
 */
export function heldToStanding(
  entity: Entity,
  standing: Standing,
): { readonly entity: Entity | undefined; readonly problems: readonly Problem[] } {
  if (standing.isTrusted) return { entity, problems: [] };
  if (trustedKinds.has(entity.kind.toLowerCase())) {
    const problem = claim(
      entity,
      `${entity.kind} ${entity.name} has no effect here: ${entity.origin.source} may not define people or templates.`,
    );
    return { entity: undefined, problems: [problem] };
  }
  const refused = Object.entries(entity.annotations).filter(([key, value]) => speaksForOthers(key, value, standing));
  if (refused.length === 0) return { entity, problems: [] };
  const refusedKeys = new Set(refused.map(([key]) => key));
  const annotations = Object.fromEntries(Object.entries(entity.annotations).filter(([key]) => !refusedKeys.has(key)));
  const problems = refused.map(([key]) =>
    claim(entity, `${key} of ${entity.name} is ignored: ${entity.origin.source} speaks only for its own repository.`),
  );
  return { entity: { ...entity, annotations }, problems };
}

function speaksForOthers(key: string, value: string, standing: Standing): boolean {
  if (peopleAnnotations.has(key)) return true;
  if (key === "github.com/project-slug") return value.trim().toLowerCase() !== standing.repository?.slug.toLowerCase();
  if (key === "backstage.io/source-location" || key === "backstage.io/managed-by-location")
    return !isOwnLocation(value, standing);
  return false;
}

/** `url:https://host/owner/repo/…` of the tree's own repository. */
function isOwnLocation(value: string, standing: Standing): boolean {
  if (standing.repository === undefined) return false;
  const own = `${standing.repository.host}/${standing.repository.slug}`.toLowerCase();
  const target = value
    .trim()
    .toLowerCase()
    .replace(/^url:/, "")
    .replace(/^https?:\/\//, "");
  return [own, `${own}.git`].some((address) => target === address || target.startsWith(`${address}/`));
}

function claim(entity: Entity, message: string): Problem {
  return {
    code: "untrusted_claim",
    severity: "error",
    source: entity.origin.source,
    root: entity.origin.rootName,
    path: entity.origin.path,
    line: entity.origin.line,
    entity: entity.ref,
    message,
    fix: `Move it to a source with trusted: true, or have an operator trust ${entity.origin.source} in callboard.yaml.`,
  };
}
