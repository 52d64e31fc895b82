/** Slack's bodies are a dozen levels deep; what is deeper is made to exhaust us. */
const maxDepth = 100;

/**
 * The object in a body as Slack sends it: JSON, a form with a JSON `payload`, or the form of a slash command. Undefined
 * for anything else.
 */
export function parseBody(contentType: string | undefined, body: Buffer): object | undefined {
  const text = utf8(body);
  if (text === undefined) return undefined;
  switch (contentType?.split(";", 1)[0]?.trim().toLowerCase()) {
    case "application/json":
      return jsonObject(text);
    case "application/x-www-form-urlencoded":
      return formObject(text);
    default:
      return undefined;
  }
}

function utf8(body: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    // Not Slack's: it sends UTF-8.
    return undefined;
  }
}

function jsonObject(text: string): object | undefined {
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

function formObject(text: string): object | undefined {
  const fields = new URLSearchParams(text);
  const names = [...fields.keys()];
  // A field that is there twice means one thing to one reader and another to the next.
  if (new Set(names).size !== names.length) return undefined;
  const payload = fields.get("payload");
  return payload === null ? Object.fromEntries(fields) : jsonObject(payload);
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth < maxDepth && Object.values(value).every((inner) => isShallow(inner, depth + 1));
}
