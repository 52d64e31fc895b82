import type { Json } from "../../world.ts";
import { markMentions } from "../markdown.ts";

/** A card as the page can draw it: mentions are marked, and nothing in it is loaded from elsewhere. */
export function preparedCard(card: Json): Json {
  const { entities } = (card["msteams"] ?? {}) as { readonly entities?: unknown };
  const mentions = (Array.isArray(entities) ? entities : []).filter((entity) => typeof entity?.text === "string");
  return prepared(card, (text) => markMentions(text, mentions)) as Json;
}

function prepared(value: unknown, mark: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => prepared(one, mark));
  if (typeof value !== "object" || value === null) return value;
  const { type, url, altText, images } = value as Json;
  if (type === "Image" && !String(url).startsWith("data:")) return picture(String(url), altText);
  if (type === "ImageSet") return { type: "Container", items: prepared(images, mark) };
  // Facts have no type; the data of an action is the app's alone.
  const texts = type === "TextBlock" ? ["text"] : type === undefined ? ["title", "value"] : [];
  const kept = Object.entries(value).filter(([name]) => name !== "iconUrl" && name !== "backgroundImage");
  return Object.fromEntries(
    kept.map(([name, part]) => {
      if (name === "data") return [name, part];
      return [name, texts.includes(name) && typeof part === "string" ? mark(part) : prepared(part, mark)];
    }),
  );
}

/** An image by what it shows, with a link to it. */
function picture(url: string, altText: unknown): Json {
  const words = `Image: ${String(altText ?? "").replaceAll(/[[\]\\]/g, "")}`;
  return { type: "TextBlock", text: `[${words}](${encodeURI(url)})`, wrap: true };
}
