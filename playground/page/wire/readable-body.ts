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

/** A piece of JSON; what is between its values is `plain`. */
export interface JsonToken {
  readonly kind: "key" | "string" | "literal" | "plain";
  readonly text: string;
}

const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Splits JSON into what is coloured; the texts together are the whole. */
export function jsonTokens(json: string): readonly JsonToken[] {
  const tokens: JsonToken[] = [];
  let end = 0;
  for (const match of json.matchAll(token)) {
    const [whole, string, colon] = match;
    const text = string ?? whole;
    if (match.index > end) tokens.push({ kind: "plain", text: json.slice(end, match.index) });
    tokens.push({ kind: kindOf(string, colon), text });
    end = match.index + text.length;
  }
  if (end < json.length) tokens.push({ kind: "plain", text: json.slice(end) });
  return tokens;
}

function kindOf(string: string | undefined, colon: string | undefined): JsonToken["kind"] {
  if (string === undefined) return "literal";
  return colon === undefined ? "string" : "key";
}
