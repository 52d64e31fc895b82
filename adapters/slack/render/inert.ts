/** A zero-width space: next to a formatting character it keeps it from formatting, for Slack has no escape for them. */
export const guard = "\u200b";

/**
 * Escapes what Slack reads as control sequences, exactly the three characters that it decodes.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escaped(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * Visible text that Slack shows as it is written: escaped, and no `*bold*`, `_italic_`, `~struck~`, code, quote or `:emoji:`.
 * Underscores inside a word, as in payments_api, cannot format and stay as they are.
 */
export function inert(text: string): string {
  if (!/[:*~`_&<>\u200b]/.test(text)) return text;
  return escaped(
    text
      .replace(/:(?=[\p{L}\p{M}\p{N}_+'’-]+:)/gu, `:${guard}`)
      .replace(/[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, `${guard}$&${guard}`)
      .replace(/^([^\S\n]*)(?=>)/gmu, `$1${guard}`)
      .replace(/\u200b{2,}/gu, guard),
  );
}
