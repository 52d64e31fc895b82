/**
 * Foreign text without what cannot be seen: control, bidirectional and other format characters (the joiners of scripts and
 * emoji stay) and halves of characters. Line ends become `\n`.
 */
export function visible(text: string): string {
  // Most text is plain, and this is asked of every piece of every message.
  if (/^[\x20-\x7e\n\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e]*$/.test(text)) return text;
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, "\n")
    .replace(/(?!\n)\p{Cc}/gu, " ")
    .replace(/(?![\u200c\u200d])\p{Cf}/gu, "")
    .replace(/\p{Cs}/gu, "\ufffd");
}

/** The same on one line. */
export function visibleLine(text: string): string {
  return visible(text).replace(/\s+/gu, " ");
}
