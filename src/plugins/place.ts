import type { Entity } from "../catalog/entity.ts";

/** Where a thing's file is, for whoever mends it: `acme/payments/catalog-info.yaml:12`. */
export function placeOf({ origin }: Entity, line = origin.line): string {
  return `${origin.rootName}/${origin.path}:${line}`;
}
