/** A message may hold a novel; nothing that names a thing is found beyond this. */
const maxChars = 40_000;
const maxDepth = 12;

/** Keys whose texts people read, and those whose values are addresses. Files' own fields are none of either. */
const readable = new Set([
  "text",
  "title",
  "fallback",
  "pretext",
  "value",
  "name",
  "url",
  "title_link",
  "from_url",
  "original_url",
  "author_name",
  "footer",
  "image_url",
  "alt_text",
  "label",
  "link",
]);
/** What can hold more of them. */
const containers = new Set([
  ...[
    "attachments",
    "blocks",
    "elements",
    "fields",
    "text",
    "title",
    "accessory",
    "rows",
    "element",
    "body",
    "subtitle",
  ],
  ...["description", "label", "message_blocks", "message", "options", "border", "columns", "hint"],
]);

/**
 * Everything that can be read in a message: its text, what stands in its blocks of all kinds and in its attachments, link
 * addresses included. Each once, in order, and bounded.
 */
export function messageTexts(message: unknown): readonly string[] {
  const found = new Set<string>();
  let left = maxChars;
  const add = (text: string): void => {
    const part = text.slice(0, left).trim();
    if (part === "" || found.has(part)) return;
    found.add(part);
    left -= part.length;
  };

  const walkObject = (node: object, depth: number): void => {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === "string" && readable.has(key)) add(value);
      else if (containers.has(key)) walk(value, depth + 1);
    }
  };
  function walk(node: unknown, depth: number): void {
    if (left <= 0 || depth > maxDepth || typeof node !== "object" || node === null) return;
    if (Array.isArray(node)) {
      add(wholeLine(node));
      for (const item of node) walk(item, depth + 1);
    } else walkObject(node, depth);
  }
  walk(message, 0);
  return [...found];
}

/** The pieces of a line of rich text read together: `whoowns ` and `src/tax.ts` are one path's words. */
function wholeLine(items: readonly unknown[]): string {
  const texts = items.map((item) => (item as { text?: unknown } | null)?.text);
  return texts.length > 1 && texts.every((text) => typeof text === "string") ? texts.join("") : "";
}
