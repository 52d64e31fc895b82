import type { Catalog } from "../catalog/catalog.ts";
import type { EntityRef } from "../catalog/ref.ts";
import { peopleOf } from "../catalog/team.ts";
import { count } from "../chat/phrase.ts";
import type { Check, Finding } from "../finding.ts";

const area = "Admins";

/** Whether anybody may operate the bot from chat. */
export function adminsCheck(parts: {
  readonly admins: readonly EntityRef[];
  readonly catalog: Pick<Catalog, "snapshot">;
}): Check {
  return {
    area,
    async run() {
      const { admins } = parts;
      if (admins.length === 0) {
        const found = "Nobody may operate Callboard from chat: no admins are set.";
        return [
          { level: "warning", area, found, fix: "Set admins in callboard.yaml, such as group:default/platform." },
        ];
      }
      const snapshot = parts.catalog.snapshot();
      const missing = admins.filter((ref) => !snapshot.entities.has(ref));
      const empty = admins.filter(
        (ref) => ref.startsWith("group:") && snapshot.entities.has(ref) && peopleOf(snapshot, ref).length === 0,
      );
      const findings: readonly Finding[] = [
        ...missing.map((ref) => ({ found: `${ref} is not in the catalog.`, fix: "Correct admins in callboard.yaml." })),
        ...empty.map((ref) => ({ found: `${ref} has no people.`, fix: "Add its members to the catalog." })),
      ].map((finding) => ({ ...finding, level: "problem", area }));
      return findings.length > 0 ? findings : [{ level: "ok", area, found: count(admins.length, "entry", "entries") }];
    },
  };
}
