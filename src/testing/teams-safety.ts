import type { SimulatedTeams } from "../../playground/teams/simulated-teams.ts";
import { isJson, type Json } from "../../playground/teams/world.ts";
import { cardIn, elementsOf } from "./teams-card.ts";
import { layoutBreaks } from "./teams-house-rules.ts";
import { readMarkdown, validationEvents } from "./teams-soundness.ts";

type Shown = Parameters<typeof cardIn>[0];

/** What Teams may say no to: somebody who is not there, or who cannot be written to. */
const refusals = new Set([403, 404]);

/**
 * Everything that is wrong with what the bot sent to Teams since it last forgot, as sentences: mentions, links and
 * formatting that are not ours, rules of Teams that were broken, calls that were refused.
 */
export function teamsDangers(teams: Pick<SimulatedTeams, "violations" | "calls" | "deliveries">): readonly string[] {
  const found = new Set<string>(teams.violations.map(({ where, problems }) => `${where}: ${problems.join("; ")}`));
  for (const { name, body, status } of teams.calls) {
    if (status >= 400 && !refusals.has(status)) found.add(`${name} was refused: ${status}`);
    if (body["type"] === "message") for (const danger of messageDangers(body)) found.add(`${name}: ${danger}`);
  }
  for (const { activity, body, status } of teams.deliveries) {
    if (status !== 200) found.add(`${String(activity["name"] ?? activity["type"])} was answered with ${status}`);
    for (const shown of shownIn(body)) for (const danger of cardDangers(shown)) found.add(`answer: ${danger}`);
  }
  return [...found];
}

/** How often something was shown: a message, a card or a dialog. */
export function timesShown({ calls, deliveries }: Pick<SimulatedTeams, "calls" | "deliveries">): number {
  const messages = calls.filter(({ body }) => body["type"] === "message").length;
  return messages + deliveries.flatMap(({ body }) => shownIn(body)).length;
}

function messageDangers(message: Json): readonly string[] {
  const { entities, text, summary = "" } = message;
  return [
    ...(entities === undefined ? [] : ["entities"]),
    ...(text === undefined ? [] : ["a text that Teams reads as markup"]),
    ...(/<at>(?!\u200b)/.test(String(summary)) ? [`a mention in the notification: ${String(summary)}`] : []),
    ...layoutBreaks(message),
    ...cardDangers(message),
  ];
}

/** The cards and dialogs of the answer to an invoke. */
function shownIn(body: unknown): readonly Shown[] {
  if (!isJson(body)) return [];
  const { task, type, value } = body;
  if (type === "application/vnd.microsoft.card.adaptive") return [{ card: { content: value } }];
  const dialog = isJson(task) && task["type"] === "continue" ? task["value"] : undefined;
  return isJson(dialog) && isJson(dialog["card"]) ? [{ card: dialog["card"] }] : [];
}

function cardDangers(shown: Shown): readonly string[] {
  const all = elementsOf(cardIn(shown).body);
  const lines = all.flatMap(({ type, text }) => (type === "TextBlock" ? [text ?? ""] : []));
  const urls = all.flatMap(({ actions = [] }) => actions.flatMap(({ url }) => (url === undefined ? [] : [url])));
  return [
    ...validationEvents(shown),
    ...lines.flatMap(lineDangers),
    ...urls.filter((url) => !isOurs(url)).map((url) => `a button leads to ${url.slice(0, 80)}`),
    ...(lines.some((line) => /\{\{(?:DATE|TIME)\(|\$\{/.test(line)) ? ["something is filled in"] : []),
  ];
}

/** Bold is ours, but for words that only a formatted foreign text has alone; so are links into Teams. */
function lineDangers(line: string): readonly string[] {
  const context = line.slice(0, 120).replaceAll("\u200b", "");
  const markup = readMarkdown(line).flatMap((read) => read.markup);
  const strange = markup.filter((one) => one !== "strong" && !(one.startsWith("link ") && isTeams(one.slice(5))));
  const isFormatted = /(?:\*\*|__)\s*evil-format\s*(?:\*\*|__)/.test(line);
  return [
    ...new Set([
      ...strange.map((one) => `${one.slice(0, 80)} in ${context}`),
      ...(isFormatted ? [`bold in ${context}`] : []),
    ]),
  ];
}

function isTeams(url: string): boolean {
  return /^https:\/\/teams\.microsoft\.com\/l\/(?:chat|channel|message)\/\S+$/.test(url);
}

/** Ours, a page that `doctor` leads to, or a link of the catalog to a page that can be opened without harm. */
function isOurs(url: string): boolean {
  return (
    isTeams(url) || /^https:\/\/(?:good\.example|entra\.microsoft\.com|admin\.teams\.microsoft\.com)\/\S*$/.test(url)
  );
}
