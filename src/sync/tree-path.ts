const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is left out
const unfit = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|(?:^|\/)(?:\.{0,2}|\.git)(?:\/|$)/i;

/** A path inside a tree as text; undefined when it is not plain text (invalid UTF-8, control characters) or has a part such as `..` or `.git`. */
export function readTreePath(bytes: Uint8Array): string | undefined {
  try {
    const path = utf8.decode(bytes);
    return unfit.test(path) ? undefined : path;
  } catch {
    return undefined; // not UTF-8
  }
}
