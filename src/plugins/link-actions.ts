import type { Entity } from "../catalog/entity.ts";
import type { Action } from "../chat/message.ts";
import { oneLine } from "../chat/text.ts";
import { parseUrl } from "../parse-url.ts";

/** What a thing's links may be for, in the order in which they become buttons; the first two are for an emergency. */
const purposes = [
  { label: "On call", words: /on-?\s?call|pagerduty/i },
  { label: "Runbook", words: /run-?\s?book/i },
  { label: "Dashboard", words: /dashboard|grafana/i },
  { label: "Logs", words: /\blogs?\b|kibana/i },
  { label: "Docs", words: /\bdocs?\b|documentation/i },
] as const;
const urgent: readonly string[] = ["On call", "Runbook"];

/** At most two links: on-call, runbook, dashboard, logs, docs, in that order. Only https links become buttons. */
export function linkActions(entity: Entity): readonly Action[] {
  return allLinks(entity).slice(0, 2);
}

/** The same, of which those that somebody in a hurry needs stand apart: on-call and runbook. */
export function sortedLinks(entity: Entity): { readonly first: readonly Action[]; readonly later: readonly Action[] } {
  const links = allLinks(entity);
  const isUrgent = ({ label }: Action): boolean => urgent.includes(label);
  return { first: links.filter(isUrgent), later: links.filter((link) => !isUrgent(link)) };
}

function allLinks(entity: Entity): readonly Action[] {
  const links = entity.links.filter(({ url }) => isSafe(url));
  return purposes.flatMap(({ label, words }): Action[] => {
    const link = links.find(({ type, title }) => words.test(type ?? "") || words.test(title ?? ""));
    return link === undefined ? [] : [{ type: "link", label: oneLine(label, 18), url: link.url }];
  });
}

/** https anywhere, http on loopback. */
function isSafe(url: string): boolean {
  const { protocol, hostname = "" } = parseUrl(url) ?? {};
  return protocol === "https:" || (protocol === "http:" && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}
