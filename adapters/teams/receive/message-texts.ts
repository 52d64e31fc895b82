/** A message may hold a novel; nothing that names a thing is found beyond this. */
const maxChars = 40_000;
const maxDepth = 12;

/** Keys whose texts people read, and those whose values are addresses: of messages, of cards and of their parts. */
const readable = new Set([
  ...["text", "title", "subtitle", "subject", "summary", "value", "name", "altText", "fallbackText", "placeholder"],
  ...["url", "contentUrl", "content", "label"],
]);
/** What can hold more of them. */
const containers = new Set([
  ...["body", "attachments", "content", "items", "columns", "facts", "actions", "card", "inlines", "cells", "rows"],
  ...["buttons", "images", "choices", "selectAction", "tap", "heroImage", "mentions"],
]);

/**
 * Everything that can be read in a message, as an entry of its menu brings it: subject, text, what stands in its cards,
 * link addresses included. Each once, in order, and bounded.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
 */
export function messageTexts(payload: object): readonly string[] {
  const found = new Set<string>();
  let left = maxChars;
  const add = (text: string): void => {
    const part = text.slice(0, left).trim();
    if (part === "" || found.has(part)) return;
    found.add(part);
    left -= part.length;
  };

  const walkValue = (key: string, value: unknown, depth: number): void => {
    if (typeof value === "string") {
      if (readable.has(key)) for (const text of textsOf(value, key)) add(text);
    } else if (containers.has(key)) walk(value, depth + 1);
  };
  function walk(node: unknown, depth: number): void {
    if (left <= 0 || depth > maxDepth || typeof node !== "object" || node === null) return;
    if (Array.isArray(node)) for (const item of node) walk(item, depth + 1);
    else for (const [key, value] of Object.entries(node)) walkValue(key, value, depth);
  }
  walk(payload, 0);
  return [...found];
}

/** A message is HTML, and a card is JSON in a text. */
function textsOf(value: string, key: string): readonly string[] {
  const text = value.slice(0, maxChars);
  if (key !== "content") return [text];
  return text.trimStart().startsWith("{") ? cardTexts(text) : [...addressesIn(text), withoutTags(text)];
}

function cardTexts(json: string): readonly string[] {
  try {
    const card: unknown = JSON.parse(json);
    return typeof card === "object" && card !== null ? messageTexts(card) : [];
  } catch {
    // No card after all.
    return [json];
  }
}

/** `href="https://…"`: what the text of a link may not show. */
function addressesIn(html: string): readonly string[] {
  return [...html.matchAll(/\bhref="([^"<>\s]{1,2000})"/g)].map(([, address = ""]) => decoded(address));
}

function withoutTags(html: string): string {
  const lines = html.replace(/<(?:\/p|\/div|\/li|br\b[^<>]{0,200})>/gi, "\n");
  return decoded(lines.replace(/<\/?[a-z][^<>]{0,4000}>/gi, ""));
}

const entities: Readonly<Record<string, string>> = { nbsp: " ", lt: "<", gt: ">", quot: '"', amp: "&", "#39": "'" };

function decoded(text: string): string {
  return text.replace(/&(nbsp|lt|gt|quot|amp|#39);/g, (whole, name: string) => entities[name] ?? whole);
}
