import type { EntityRef } from "./ref.ts";

/** Where a thing was read: enough to tell a person which line to mend. */
export interface Origin {
  /** Name of the configured source. */
  readonly source: string;
  /** Id of the root (one tree at one revision), for a git source its address without credentials. */
  readonly root: string;
  /** How people call the root, for example `acme/payments`. */
  readonly rootName: string;
  /** The repository that the root is, as `snapshot.repositories` is keyed; absent where it is on no forge. */
  readonly repository?: string;
  /** The forge that says so itself, of its people and teams. */
  readonly host?: string;
  readonly path: string;
  /** First line of the document, from 1. */
  readonly line: number;
  /** Line of `spec.owner`, where there is one. */
  readonly ownerLine?: number;
}

export interface EntityLink {
  readonly url: string;
  readonly title?: string;
  readonly type?: string;
}

/**
 * One thing of the catalog, validated and normalised. Immutable, and the same object from one snapshot to the next
 * while its document is unchanged, so `===` tells what changed.
 */
export interface Entity {
  readonly ref: EntityRef;
  /** As written, for example `Component`. */
  readonly kind: string;
  readonly namespace: string;
  /** As written; references compare without case. */
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly links: readonly EntityLink[];
  /** The kind's own fields as in the document, except an API's `definition`, which stays in Git. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly origin: Origin;
  /** True when the newest document is broken and this is the last good one. */
  readonly isStale?: true;
}

/** What people call it: the display name of a person's or team's profile, else the title, else the name. */
export function displayName(entity: Entity): string {
  return profileText(entity, "displayName") ?? entity.title ?? entity.name;
}

/** A string field of a User's or Group's `spec.profile`, trimmed; undefined when absent or empty. */
export function profileText(entity: Entity, field: string): string | undefined {
  const profile = entity.spec["profile"];
  if (typeof profile !== "object" || profile === null) return undefined;
  const value = (profile as Record<string, unknown>)[field];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** A string field of `spec`, trimmed; undefined when absent, empty or no string. */
export function specText(entity: Entity, field: string): string | undefined {
  const value = entity.spec[field];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** A list-of-strings field of `spec`; empty when absent. */
export function specList(entity: Entity, field: string): readonly string[] {
  const value = entity.spec[field];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
