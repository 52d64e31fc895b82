/** A file's text, or why it has none. */
export type DecodedFile = { readonly text: string } | { readonly encoding: "UTF-16" };

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Reads bytes as Backstage does: UTF-8, with replacement characters for what is none (Latin-1 for example).
 * A byte order mark of UTF-16 is the one encoding that can be told apart and named.
 */
export function decodeFile(bytes: Uint8Array): DecodedFile {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return { encoding: "UTF-16" };
  return { text: utf8.decode(bytes) };
}
