import type { Entity } from "../catalog/entity.ts";
import type { Action } from "../chat/message.ts";
import { oneLine } from "../chat/text.ts";

/** What a thing's links may be for, in the order in which they become buttons. */
const purposes = [
  { label: "On call", words: /on-?\s?call|pagerduty/i },
  { label: "Runbook", words: /run-?\s?book/i },
  { label: "Dashboard", words: /dashboard|grafana/i },
  { label: "Logs", words: /\blogs?\b|kibana/i },
] as const;

/** At most two link buttons: on-call, runbook, dashboard, logs, in that order. Only https links become buttons. */
export function linkActions(entity: Entity): readonly Action[] {
  const links = entity.links.filter(({ url }) => isSafe(url));
  const actions = purposes.flatMap(({ label, words }): Action[] => {
    const link = links.find(({ type, title }) => words.test(type ?? "") || words.test(title ?? ""));
    return link === undefined ? [] : [{ type: "link", label: oneLine(label, 18), url: link.url }];
  });
  return actions.slice(0, 2);
}

/** https anywhere, http on loopback. */
function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || (protocol === "http:" && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}
