import type { Catalog } from "../catalog/catalog.ts";
import { channelAnnotation, channelsOf } from "../catalog/channel.ts";
import { targets } from "../catalog/snapshot.ts";
import { count } from "../chat/phrase.ts";
import type { Check } from "../finding.ts";

const area = "Channels";

/**
 * Teams that own something and have no channel: their questions and news have nowhere to go.
 * @param parts.platforms those that are connected: their annotations are named
 */
export function channelsCheck(parts: {
  readonly catalog: Pick<Catalog, "snapshot">;
  readonly platforms: readonly string[];
}): Check {
  const { catalog, platforms } = parts;
  const annotations = [...new Set((platforms.length > 0 ? platforms : [""]).map(channelAnnotation))].join(" or ");
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
      const found = `${without.length} of ${count(teams.length, "team")} ${verb} no channel (${annotations}).`;
      return [{ level: "warning", area, found, fix: "`gaps channel` lists what they own." }];
    },
  };
}
