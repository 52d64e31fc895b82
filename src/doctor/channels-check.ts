import type { Catalog } from "../catalog/catalog.ts";
import { targets } from "../catalog/snapshot.ts";
import { channelsOf } from "../catalog/team.ts";
import { count } from "../chat/phrase.ts";
import type { Check } from "../finding.ts";

const area = "Channels";

/** Teams that own something and have no channel: their questions and news have nowhere to go. */
export function channelsCheck({ catalog }: { readonly catalog: Pick<Catalog, "snapshot"> }): Check {
  return {
    area,
    async run() {
      const snapshot = catalog.snapshot();
      const teams = [...snapshot.entities.values()].filter(
        ({ ref }) => ref.startsWith("group:") && targets(snapshot, ref, "ownerOf").length > 0,
      );
      if (teams.length === 0) return [];
      const without = teams.filter((team) => Object.keys(channelsOf(team)).length === 0);
      if (without.length === 0) return [{ level: "ok", area, found: `of ${count(teams.length, "team")}` }];
      const verb = without.length === 1 ? "has" : "have";
      const found = `${without.length} of ${count(teams.length, "team")} ${verb} no channel (slack.com/bot-notify).`;
      return [{ level: "warning", area, found, fix: "`gaps channel` lists what they own." }];
    },
  };
}
