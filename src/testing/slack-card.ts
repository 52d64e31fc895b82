import type { Json } from "../../playground/slack/world.ts";

/** What can be shown as a card: a message, an ephemeral one too, or a modal. */
export interface Shown {
  readonly text?: unknown;
  readonly blocks?: readonly Json[];
  readonly visibleTo?: string;
  readonly thread_ts?: string;
  readonly title?: unknown;
  readonly submit?: unknown;
  readonly close?: unknown;
}

/**
 * A message or modal in a few lines that keep every text, block type, button label and address: `N:` is the notification,
 * then a line for each line of a block with its type before the first. Buttons stand in brackets, menus behind `⋯`.
 */
export function cardText(shown: Shown): string {
  const seen = [shown.visibleTo && "(only they see it)", shown.thread_ts && "(in its thread)"].filter(Boolean);
  const frame = [
    shown.title && `title: ${plainText(shown.title)}`,
    ...[typeof shown.text === "string" && `N: ${timeless(shown.text)}`, ...seen],
  ].filter((line) => typeof line === "string" && line !== "");
  const end = [shown.submit, shown.close].filter(Boolean).map((button) => `[${plainText(button)}]`);
  const blocks = (shown.blocks ?? []).map((block) => blockText(block));
  return [...frame, ...blocks, ...(end.length > 0 ? [end.join(" ")] : [])].join("\n");
}

function blockText(block: Json): string {
  const type = String(block["type"]);
  const lines = linesOf(block).join("\n").split("\n");
  return lines.map((line, index) => `${index === 0 ? `${type}: ` : "  "}${line}`.trimEnd()).join("\n");
}

function linesOf(block: Json): readonly string[] {
  switch (block["type"]) {
    case "section": {
      const button = block["accessory"];
      return [`${textObject(block["text"])}${button === undefined ? "" : `  ${element(button as Json)}`}`];
    }
    case "context":
      return (block["elements"] as readonly Json[]).map(textObject);
    case "actions":
      return [(block["elements"] as readonly Json[]).map(element).join(" ")];
    case "input": {
      const field = block["element"] as Json;
      const initial = field["initial_value"] ?? (field["initial_option"] as Json | undefined)?.["text"];
      return [
        `${plainText(block["label"])} (${String(field["type"])}${field["multiline"] ? ", long" : ""}${block["optional"] ? ", optional" : ""})`,
        ...(field["placeholder"] === undefined ? [] : [`placeholder: ${plainText(field["placeholder"])}`]),
        ...(initial === undefined ? [] : [`initial: ${typeof initial === "string" ? initial : plainText(initial)}`]),
        ...(block["hint"] === undefined ? [] : [`hint: ${plainText(block["hint"])}`]),
      ];
    }
    default:
      return [JSON.stringify(block)];
  }
}

function element(given: Json): string {
  if (given["type"] === "overflow") return `⋯ ${(given["options"] as readonly Json[]).map(label).join(" | ")}`;
  const style = given["style"] === undefined ? "" : ` ${String(given["style"])}`;
  return given["type"] === "button" ? `[${label(given)}${style}]` : JSON.stringify(given);
}

function label(given: Json): string {
  return `${plainText(given["text"])}${given["url"] === undefined ? "" : ` → ${String(given["url"])}`}`;
}

function textObject(given: unknown): string {
  const { type, text, verbatim } = given as Json;
  if (type !== "mrkdwn") return plainText(given);
  return `${verbatim === true ? "" : "(not verbatim) "}${timeless(String(text))}`;
}

function plainText(given: unknown): string {
  const { text, emoji } = given as Json;
  return `${emoji === false ? "" : "(with emoji) "}${String(text)}`;
}

/** Times are of the day of the test, and guards cannot be seen: both are written out. */
function timeless(text: string): string {
  return text
    .replace(/<!date\^\d+\^\{time\}\|\d\d:\d\d>/g, "<time>")
    .replaceAll("\u200b", "‹guard›")
    .replace(/\p{Cf}/gu, (character) => `‹${character.codePointAt(0)?.toString(16)}›`);
}
