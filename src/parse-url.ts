/**
 * A text as a URL; undefined for what is none. Not by URL.canParse: once V8 has optimised its caller, Node 20 denies with it
 * addresses that hold a character of Latin-1 beyond ASCII, such as https://bücher.example.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    // No address: what callers ask about.
    return undefined;
  }
}
