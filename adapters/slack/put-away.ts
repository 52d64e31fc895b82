import { count } from "../../src/chat/phrase.ts";
import type { Finding } from "../../src/finding.ts";
import type { Inbox } from "../../src/inbox.ts";

/** What `doctor` says of deliveries of Slack that ended the process; nothing where there are none. */
export async function putAwayFindings(inbox: Pick<Inbox, "countPutAway">): Promise<readonly Finding[]> {
  const total = await inbox.countPutAway("slack/");
  if (total === 0) return [];
  const put = count(total, "delivery was", "deliveries were");
  const found = `${put} put away after ${total === 1 ? "it" : "each"} ended the process twice.`;
  const fix = "Report what `callboard export` shows under quarantine/; it is deleted after 30 days.";
  return [{ level: "warning", area: "Slack", found, fix }];
}
