import { readMrkdwn } from "../../playground/slack/read-mrkdwn.ts";
import type { Json } from "../../playground/slack/world.ts";
import type { Shown } from "./slack-card.ts";

/** How many lines an answer may have; a list of five rows under its first line is longer. */
const mostLines = 7;
const longestFirstLine = 60;
const longestLabel = 18;
/** Names as buttons. */
const longestName = 30;

/** What a message breaks of the rules that all messages keep, as sentences; empty for a good one. */
export function houseRuleBreaks(shown: Shown, allowed: { readonly lines?: number } = {}): readonly string[] {
  const blocks = shown.blocks ?? [];
  const lines = linesOf(blocks);
  const first = lines[0] ?? String(shown.text ?? "");
  const isMessage = typeof shown.text === "string";
  return [
    ...(isMessage && String(shown.text).trim() === "" ? ["no notification text"] : []),
    ...(lines.length > 1 && [...first].length > longestFirstLine ? [`first line too long: ${first}`] : []),
    ...(lines.length > (allowed.lines ?? mostLines) ? [`${lines.length} lines`] : []),
    ...layoutBreaks(blocks),
    ...buttonBreaks(blocks),
    ...lines.flatMap(countBreaks),
    ...wordBreaks([String(shown.text ?? ""), ...lines].join("\n")),
    ...textBreaks(blocks),
    ...(isMessage ? markupBreaks(String(shown.text)) : []),
  ];
}

function layoutBreaks(blocks: readonly Json[]): readonly string[] {
  const types = blocks.map((block) => String(block["type"]));
  const count = (type: string) => types.filter((one) => one === type).length;
  const strange = types.filter((type) => !["section", "actions", "context", "input"].includes(type));
  const plain = blocks.filter((block) => block["type"] === "section" && block["accessory"] === undefined);
  const rows = count("section") - plain.length;
  return [
    ...strange.map((type) => `a ${type} block`),
    ...(count("actions") > 1 ? ["more than one row of buttons"] : []),
    ...(count("context") > 1 ? ["more than one context"] : []),
    ...(plain.length > 1 ? [`${plain.length} sections without a button`] : []),
    ...(rows > 5 ? [`${rows} rows to choose from`] : []),
    ...(blocks.some((block) => block["fields"] !== undefined) ? ["fields"] : []),
    ...(types.includes("context") && types.at(-1) !== "context" ? ["the context is not last"] : []),
  ];
}

function buttonBreaks(blocks: readonly Json[]): readonly string[] {
  return blocks
    .filter(({ type }) => type === "actions")
    .flatMap(({ elements }) => {
      const all = elements as readonly Json[];
      const buttons = all.filter(({ type }) => type === "button");
      const menus = all.filter(({ type }) => type === "overflow");
      const labels = buttons.map(({ text }) => String((text as Json)["text"]));
      // Names are buttons of their own, and begin with no verb.
      const areNames = menus.length === 0 && labels.every((label) => !/^[A-Z]/.test(label));
      const most = areNames ? 3 : 2;
      return [
        ...(buttons.length > most || menus.length > 1 ? [`${buttons.length} buttons and ${menus.length} menus`] : []),
        ...labels
          .filter((label) => [...label].length > (areNames || label.startsWith("Ask ") ? longestName : longestLabel))
          .map((label) => `label too long: ${label}`),
        ...buttons.filter(({ style }) => style !== undefined).map(({ style }) => `a ${String(style)} button`),
      ];
    });
}

/** Two people, then `+ 5`; three things, then `+ 9 more`. */
function countBreaks(line: string): readonly string[] {
  const [, names = "", , more] = /^(?:.* · |[A-Z][a-z ]+:? )?(.+) \+ (\d+)( more)?$/.exec(line) ?? [];
  const count = names.split(", ").length;
  return names === "" || count === (more === undefined ? 2 : 3) ? [] : [`${count} names before a count: ${line}`];
}

/** No emoji, no exclamation marks, no apologies, no "I"; a warning of `doctor` begins with its sign. */
function wordBreaks(text: string): readonly string[] {
  const words = text
    .split("\n")
    .map((line) => line.replace(/^[!✓✗] /u, ""))
    .join("\n")
    .replaceAll(/I['’]ll take it|What I own/g, "");
  const banned = /!|\b(?:please|sorry|oops|entity|entities|n\/a)\b|\p{Extended_Pictographic}/giu;
  const found = [...words.matchAll(banned), ...words.matchAll(/\bI\b/g)];
  return found.map(([word]) => `the word ${word}`);
}

/** Every mrkdwn object is verbatim, no plain text makes emoji, and nobody is mentioned. */
function textBreaks(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textBreaks);
  if (typeof value !== "object" || value === null) return [];
  const { type, text, verbatim, emoji } = value as Json;
  if (type === "mrkdwn") return [...(verbatim === true ? [] : ["not verbatim"]), ...markupBreaks(String(text))];
  if (type === "plain_text") return emoji === false ? [] : [`emoji in ${String(text)}`];
  return Object.values(value).flatMap(textBreaks);
}

function markupBreaks(markup: string): readonly string[] {
  return readMrkdwn(markup, { verbatim: true })
    .filter(({ type }) => ["user", "channel", "usergroup", "broadcast", "emoji", "italic", "strike"].includes(type))
    .map(({ type, text }) => `${type}: ${text}`);
}

/** The lines that people read, without markup. */
export function linesOf(blocks: readonly Json[]): readonly string[] {
  return blocks.flatMap((block): readonly string[] => {
    const texts =
      block["type"] === "section"
        ? [block["text"]]
        : block["type"] === "context"
          ? (block["elements"] as readonly unknown[])
          : [];
    return texts.flatMap((text) => words(String((text as Json)["text"])).split("\n"));
  });
}

function words(markup: string): string {
  return markup
    .split("\n")
    .map((line) =>
      readMrkdwn(line, { verbatim: true })
        .map(({ text }) => text)
        .join(""),
    )
    .join("\n")
    .replaceAll("\u200b", "");
}
