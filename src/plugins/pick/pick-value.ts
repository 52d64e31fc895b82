import { createHash } from "node:crypto";
import type { EntityRef } from "../../catalog/ref.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";
import { oneLine } from "../../chat/text.ts";

/** What a choice may hold: https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const longestValue = 75;

/** A reference as the value of a choice; one that is too long is named by its hash. */
export function pickValue(ref: EntityRef): string {
  return ref.length <= longestValue ? ref : hashed(ref);
}

/** What was chosen, as it is typed behind a command; a text that nobody offered stays what it is. */
export function readPickValue({ entities }: Snapshot, value: string): string {
  if (!/^#[0-9a-f]{32}$/.test(value)) return oneLine(value, 200);
  for (const ref of entities.keys()) if (ref.length > longestValue && hashed(ref) === value) return ref;
  return value;
}

function hashed(ref: EntityRef): string {
  return `#${createHash("sha256").update(ref).digest("hex").slice(0, 32)}`;
}
