import type { EntityRef } from "../catalog/ref.ts";

/** How many things one sync may remove unasked: five, or a fifth of the source if that is more; never all of them. */
export function isRemovalHeld(before: ReadonlySet<EntityRef>, after: ReadonlySet<EntityRef>): boolean {
  if (before.size === 0) return false;
  return after.size === 0 || countRemoved(before, after) > Math.max(5, before.size * 0.2);
}

/** How many of `before` are not in `after`. */
export function countRemoved(before: ReadonlySet<EntityRef>, after: ReadonlySet<EntityRef>): number {
  let removed = 0;
  for (const ref of before) if (!after.has(ref)) removed += 1;
  return removed;
}
