import { jsonObject, utf8 } from "../../../src/chat/intake/json-body.ts";

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

function formObject(text: string): object | undefined {
  const fields = new URLSearchParams(text);
  const names = [...fields.keys()];
  // A field that is there twice means one thing to one reader and another to the next.
  if (new Set(names).size !== names.length) return undefined;
  const payload = fields.get("payload");
  return payload === null ? Object.fromEntries(fields) : jsonObject(payload);
}
