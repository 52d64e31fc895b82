import type { Activity } from "botframework-schema";
import { cardIn, elementsOf, type ReadAction, type ReadElement } from "./teams-card.ts";

/** How many lines an answer may have; a list of five rows under its first line is longer. */
const mostLines = 7;
const longestFirstLine = 60;
const longestLabel = 18;
/** Names as buttons. */
const longestName = 30;
/** 80 KB of UTF-16. */
const mostUnits = 40_960;
const elements = ["TextBlock", "Container", "ActionSet", "Input.Text", "Input.ChoiceSet"];
const actions = ["Action.OpenUrl", "Action.Submit", "Action.Execute"];

/** What a message or a dialog breaks of the layout that Teams takes and of the rules of the house, as sentences. */
export function layoutBreaks(shown: Parameters<typeof cardIn>[0]): readonly string[] {
  const card = cardIn(shown);
  const all = elementsOf(card.body);
  const texts = all.filter(({ type }) => type === "TextBlock");
  const isMessage = !("card" in shown);
  return [
    ...(card.version === "1.5" ? [] : [`version ${card.version}`]),
    ...(all.length === 0 ? ["an empty card"] : []),
    ...all.filter(({ type }) => !elements.includes(type)).map(({ type }) => `a ${type}`),
    ...texts.filter(({ wrap }) => wrap !== true).map(({ text }) => `does not wrap: ${text}`),
    ...texts.filter(({ text }) => (text ?? "").trim() === "").map(() => "an empty line"),
    ...texts.filter(({ text = "" }) => text.includes("\n")).map(({ text }) => `two lines in one: ${text}`),
    ...all.flatMap((one) => actionBreaks(one.actions ?? [])),
    ...(isMessage ? summaryBreaks(shown as Partial<Activity>) : []),
    ...(JSON.stringify(shown).length > mostUnits ? [`${JSON.stringify(shown).length} units`] : []),
    ...(/"entities"|<at>(?!\u200b)/.test(JSON.stringify(shown)) ? ["a mention"] : []),
  ];
}

function summaryBreaks({ summary = "", text }: Partial<Activity>): readonly string[] {
  return [
    ...(summary.trim() === "" || summary.includes("\n") || summary.length > 300 ? [`summary: ${summary}`] : []),
    ...(text === undefined ? [] : ["a text beside the card"]),
  ];
}

function actionBreaks(all: readonly ReadAction[]): readonly string[] {
  const shown = visible(all);
  return [
    ...all.filter(({ type }) => !actions.includes(type)).map(({ type }) => `a ${type}`),
    // A choice shows all, of three names the others are hidden.
    ...(shown.length > (shown.length === all.length ? 6 : 3) ? [`${shown.length} visible buttons`] : []),
    ...all
      .filter(({ title }) => title.trim() === "" || title.length > longestName)
      .map(({ title }) => `label: ${title}`),
  ];
}

const visible = (all: readonly ReadAction[]) => all.filter(({ mode }) => mode !== "secondary");

/** The same of what the bot itself says: how long it is, and in which words. */
export function houseRuleBreaks(
  shown: Partial<Activity>,
  allowed: { readonly lines?: number } = {},
): readonly string[] {
  const texts = elementsOf(cardIn(shown).body).filter(({ type }) => type === "TextBlock");
  const lines = texts.map(({ text = "" }) => words(text));
  const [first = ""] = lines;
  return [
    ...layoutBreaks(shown),
    ...(lines.length > 1 && [...first].length > longestFirstLine ? [`first line too long: ${first}`] : []),
    ...(lines.length > 1 && texts[0]?.size !== "Medium" ? ["the first line is not the title"] : []),
    ...(lines.length > (allowed.lines ?? mostLines) ? [`${lines.length} lines`] : []),
    ...elementsOf(cardIn(shown).body).flatMap(labelBreaks),
    ...wordBreaks([shown.summary ?? "", ...lines]),
  ];
}

function labelBreaks({ actions: all = [] }: ReadElement): readonly string[] {
  // Names are buttons of their own, and begin with no verb.
  const verbs = all.filter(({ title, type }) => /^[A-Z]/.test(title) && type !== "Action.Execute");
  return [
    ...(visible(verbs).length > 2 ? [`${visible(verbs).length} visible buttons`] : []),
    ...verbs
      .filter(({ title }) => title.length > longestLabel && !title.startsWith("Ask "))
      .map(({ title }) => `label too long: ${title}`),
  ];
}

/** No emoji, no exclamation marks, no apologies, no "I"; a warning of `doctor` begins with its sign. */
function wordBreaks(lines: readonly string[]): readonly string[] {
  const text = lines.map((line) => line.replace(/^[!✓✗] /u, "")).join("\n");
  const banned = /!|\b(?:please|sorry|oops|entity|entities|n\/a|I)\b|\p{Extended_Pictographic}/gu;
  return [...text.replaceAll(/I['’]ll take it|What I own/g, "").matchAll(banned)].map(([word]) => `the word ${word}`);
}

/** What people read of a line of Markdown of ours. */
function words(markup: string): string {
  return markup
    .replace(/\[((?:\\.|[^\]\\])*)\]\([^)]*\)/g, "$1")
    .replaceAll("**", "")
    .replace(/\\([*_`/[\]])/g, "$1")
    .replaceAll("\u200b", "");
}
