import type { Packet } from "../../wire/exchange.ts";

/** A part of a body, laid out to be read. */
export interface ReadablePart {
  /** The field of a form. */
  readonly name?: string;
  readonly text: string;
  readonly isJson: boolean;
}

/** JSON in lines, forms field by field; anything else as it is. */
export function readableBody({ headers, body }: Pick<Packet, "headers" | "body">): readonly ReadablePart[] {
  if (body === "") return [];
  if (!headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return [readable(body)];
  return [...new URLSearchParams(body)].map(([name, value]) => ({ name, ...readable(value) }));
}

function readable(text: string): ReadablePart {
  if (!/^\s*[[{]/.test(text)) return { text, isJson: false };
  try {
    return { text: JSON.stringify(JSON.parse(text), undefined, 2), isJson: true };
  } catch {
    // It only looks like JSON, or it was cut.
    return { text, isJson: false };
  }
}

/** Splits JSON, as it is laid out here, into what is coloured; the texts together are the whole. */
export function jsonTokens(
  json: string,
): readonly { readonly kind: "key" | "string" | "plain"; readonly text: string }[] {
  return json
    .split(/("(?:\\.|[^"\\])*":?)/)
    .map((text) => ({ kind: text.endsWith('":') ? "key" : text.startsWith('"') ? "string" : "plain", text }));
}
