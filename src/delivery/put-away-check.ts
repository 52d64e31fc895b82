import { count } from "../chat/phrase.ts";
import type { Check } from "../finding.ts";
import type { Inbox } from "../inbox.ts";

const area = "Webhooks";

/** What `doctor` says of deliveries that nobody could deal with; nothing where there are none. */
export function putAwayCheck(inbox: Pick<Inbox, "countPutAway">, prefix: string): Check {
  return {
    area,
    async run() {
      const total = await inbox.countPutAway(prefix);
      if (total === 0) return [];
      const found = `${count(total, "delivery was", "deliveries were")} put away: tried in vain five times, or ended the process twice.`;
      const fix = "Report what `callboard export` shows under quarantine/; it is deleted after 30 days.";
      return [{ level: "warning", area, found, fix }];
    },
  };
}
