import type { Finding } from "../../finding.ts";
import type { Inbox } from "../../inbox.ts";
import { count } from "../phrase.ts";

/** What `doctor` says of deliveries that ended the process; nothing where there are none. `area` is the platform's name. */
export async function putAwayFindings(
  inbox: Pick<Inbox, "countPutAway">,
  prefix: string,
  area: string,
): Promise<readonly Finding[]> {
  const total = await inbox.countPutAway(prefix);
  if (total === 0) return [];
  const put = count(total, "delivery was", "deliveries were");
  const found = `${put} put away after ${total === 1 ? "it" : "each"} ended the process twice.`;
  const fix = "Report what `callboard export` shows under quarantine/; it is deleted after 30 days.";
  return [{ level: "warning", area, found, fix }];
}
