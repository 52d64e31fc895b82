import { parseUrl } from "../../src/parse-url.ts";

/**
 * Foreign text that is safe to print: no escape sequence, bell or carriage return can reach the terminal, nothing
 * invisible or reordering can hide what is written. Line ends stay; the caller decides what they mean.
 */
export function printable(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/gu, "\n")
    .replace(/(?!\n)\p{Cc}/gu, " ")
    .replace(/(?!\u200d)\p{Cf}/gu, "")
    .replace(/\p{Cs}/gu, "\ufffd");
}

/** An address that may become a link, in its encoded ASCII form; undefined for anything that is no web or mail address. */
export function linkable(url: string): string | undefined {
  const { protocol, href = "" } = parseUrl(url) ?? {};
  const isKnown = protocol === "https:" || protocol === "http:" || protocol === "mailto:";
  return isKnown && /^[\x21-\x7e]+$/.test(href) ? href : undefined;
}
