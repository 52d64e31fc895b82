/** What platforms send is a dozen levels deep; what is deeper is made to exhaust us. */
const maxDepth = 100;

/** The text of a body in UTF-8; undefined when it is none. */
export function utf8(body: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    // No platform sends anything else.
    return undefined;
  }
}

/** The object that a JSON text is; undefined for anything else, and for what is too deep. */
export function jsonObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) && isShallow(value, 0)
      ? value
      : undefined;
  } catch {
    // Cut off or no JSON at all.
    return undefined;
  }
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth < maxDepth && Object.values(value).every((inner) => isShallow(inner, depth + 1));
}
