import { checkMessage, checkView } from "../../playground/slack/check-message.ts";
import { readMrkdwn } from "../../playground/slack/read-mrkdwn.ts";
import type { SimulatedSlack } from "../../playground/slack/simulated-slack.ts";
import type { Json } from "../../playground/slack/world.ts";
import { linesOf } from "./slack-house-rules.ts";

/** What Slack may say no to: somebody who has no account. */
const refusals = new Set(["users_not_found", "channel_not_found"]);

/**
 * Everything that is wrong with what the bot sent to Slack since it last forgot, as sentences: pings, links and formatting
 * that are not ours, rules of Slack that were broken, calls that were refused.
 */
export function slackDangers(slack: SimulatedSlack): readonly string[] {
  const found = new Set<string>(slack.violations.map(({ where, problems }) => `${where}: ${problems.join("; ")}`));
  for (const { method, params, answer } of slack.calls) {
    const { ok, error } = (typeof answer === "object" && answer !== null ? answer : {}) as Json;
    if (ok === false && !refusals.has(String(error))) found.add(`${method} was refused: ${String(error)}`);
    for (const danger of callDangers(method, params)) found.add(`${method}: ${danger}`);
  }
  for (const { body, status } of slack.deliveries) {
    if (status !== 200) found.add(`a delivery was answered with ${status}`);
    for (const danger of viewDangers((body as Json | undefined)?.["view"])) found.add(`acknowledgement: ${danger}`);
    for (const danger of textDangers(body)) found.add(`acknowledgement: ${danger}`);
  }
  return [...found];
}

function callDangers(method: string, params: Json): readonly string[] {
  if (params["view"] !== undefined) return viewDangers(parsed(params["view"]));
  if (!/^chat\.|^response_url$/.test(method) || params["text"] === undefined) return [];
  const message = { text: params["text"], blocks: parsed(params["blocks"]) };
  const isLoud =
    !["undefined", "false"].includes(String(params["link_names"])) ||
    !["undefined", "none"].includes(String(params["parse"]));
  const isSeen = method !== "chat.update" && String(params["unfurl_links"]) !== "false";
  return [
    ...checkMessage(message),
    ...notificationDangers(String(message.text)),
    ...textDangers(message.blocks),
    ...firstLineDangers(message.blocks),
    ...(message.blocks === undefined ? ["a message without blocks"] : []),
    ...(isLoud ? ["an argument that changes how the text is read"] : []),
    ...(isSeen && method !== "chat.postEphemeral" ? ["previews of links"] : []),
  ];
}

/** However long the names in it are. */
function firstLineDangers(blocks: unknown): readonly string[] {
  const lines = linesOf((blocks ?? []) as readonly Json[]);
  const [first = ""] = lines;
  return lines.length > 1 && [...first].length > 60 ? [`first line: ${[...first].length} of 60: ${first}`] : [];
}

function viewDangers(view: unknown): readonly string[] {
  return view === undefined ? [] : [...checkView(view), ...textDangers(view)];
}

/** It is said as it is; Slack makes links and mentions only of what stands between angle brackets. */
function notificationDangers(text: string): readonly string[] {
  const marks = readMrkdwn(text, { verbatim: true }).filter(({ type }) => type !== "text");
  return [
    ...marks.map((mark) => `notification: ${mark.type} ${mark.text.slice(0, 60)}`),
    ...(/[<>\n]/.test(text) ? ["notification: not escaped"] : []),
  ];
}

/** Every text object and address within. Only a question quotes somebody, and its every line is one of theirs. */
function textDangers(value: unknown, mayQuote = asksSomething(value)): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textDangers(item, mayQuote));
  if (typeof value !== "object" || value === null) return [];
  const { type, text, verbatim, emoji, url } = value as Json;
  if (type === "mrkdwn")
    return [...(verbatim === true ? [] : ["not verbatim"]), ...markupDangers(String(text), mayQuote)];
  if (type === "plain_text") return emoji === false ? [] : [`emoji in ${String(text).slice(0, 60)}`];
  const leads = typeof url === "string" && !isOurs(url) ? [`a button leads to ${url.slice(0, 80)}`] : [];
  return [...leads, ...Object.values(value).flatMap((item) => textDangers(item, mayQuote))];
}

/** A long question stands in a section of its own below its title, so that all blocks of the message are looked at. */
function asksSomething(blocks: unknown): boolean {
  return JSON.stringify(blocks ?? "").includes("Question about");
}

function markupDangers(markup: string, mayQuote: boolean): readonly string[] {
  return readMrkdwn(markup, { verbatim: true }).flatMap(({ type, text, url }) => {
    const isFine =
      type === "text" ||
      type === "date" ||
      (type === "quote" && mayQuote) ||
      ((type === "bold" || type === "code") && text.trim() !== "evil-format") ||
      (type === "link" && isWorkspace(url ?? ""));
    const context = markup.slice(0, 120).replaceAll("\u200b", "");
    return isFine ? [] : [`${type}: ${text.slice(0, 60)} ${(url ?? "").slice(0, 60)} in ${context}`];
  });
}

function isWorkspace(url: string): boolean {
  return /^https:\/\/workspace\.slack\.com\/(?:team|archives)\/[A-Za-z0-9/?=&._]+$/.test(url) || isSlackHelp(url);
}

/** Pages that `doctor` leads to. */
function isSlackHelp(url: string): boolean {
  return /^https:\/\/(?:api\.slack\.com\/apps|slack-status\.com)/.test(url);
}

/** Ours, or a link of the catalog to a page that can be opened without harm. */
function isOurs(url: string): boolean {
  return isWorkspace(url) || /^https:\/\/good\.example\/\S*$/.test(url);
}

function parsed(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : value;
}
