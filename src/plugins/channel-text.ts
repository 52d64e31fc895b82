import type { Channels } from "../catalog/team.ts";
import { oneLine } from "../chat/text.ts";

/** A channel as people read it: `#pay-help`. Ids stay as they are; a Teams link is shown as “Teams channel”. */
export function channelText({ slack, teams }: Channels): string | undefined {
  if (slack !== undefined) return /^#|^[CGDU][A-Z0-9]{8,}$/.test(slack) ? oneLine(slack, 40) : oneLine(`#${slack}`, 40);
  return teams === undefined ? undefined : "Teams channel";
}

/** The channel that a question can be posted to on a platform; undefined where the catalog names none. */
export function channelOn({ slack, teams }: Channels, platform: string): string | undefined {
  return platform === "teams" ? teams : slack;
}
