import { cut, readToken, unescaped } from "../mrkdwn-token.ts";
import type { Json, World } from "../world.ts";

// A part that can be long begins only where a run of its characters does, and ends with it: no text takes long to read.
const kept = /<(?:(?:@[UW]|#C)\w+(?:\|[^<>]*)?|(?:!\w|https?:|mailto:)[^<>]*)>/;
const email = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/;
/** Without the marks that end a sentence behind it. */
const address = /https?:\/\/[^\s<>]+(?<![.,;:!?)\]'"])/;
/** Slack makes links of names with a known ending; these are enough to meet the habit. */
const host =
  /\b(?<![a-z0-9][.-]*)(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|app|co|ai|me|sh|de|eu|uk)\b(?:\/[^\s<>]*(?<![.,;:!?)\]'"]))?/;
const named = /[@#][\p{L}\p{N}][\p{L}\p{N}._-]*(?<![._-])/u;
const token = new RegExp([kept, email, address, host, named].map((part) => `(${part.source})`).join("|"), "giu");

/**
 * What someone types as it reaches the app: `&`, `<` and `>` escaped, known `@names` and `#channels`, addresses and
 * e-mail addresses as tokens, those of people `with names` in slash commands. Tokens that are typed out stay.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function typedText(world: World, text: string, names: "with names" | "bare" = "bare"): string {
  const found = (match: RegExpExecArray): string => tokenFor(world, match, names === "with names");
  return cut(text, token, (between) => [escaped(between)], found).join("");
}

function tokenFor(world: World, match: RegExpExecArray, hasName: boolean): string {
  const [whole, isKept, isEmail, isAddress, isHost] = match;
  if (isKept) return whole;
  if (isEmail) return `<mailto:${whole}|${whole}>`;
  if (isAddress) return `<${escaped(whole)}>`;
  if (isHost) return `<http://${escaped(whole)}|${escaped(whole)}>`;
  const name = whole.slice(1);
  const user = [...world.users.values()].find((candidate) => candidate.name === name);
  if (whole.startsWith("@") && user) return hasName ? `<@${user.id}|${user.name}>` : `<@${user.id}>`;
  const channel = [...world.channels.values()].find((candidate) => candidate.name === name && candidate.kind !== "im");
  return whole.startsWith("#") && channel ? `<#${channel.id}|${channel.name}>` : whole;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The same as Slack's editor sends it beside the text: each mention and address an element. */
export function richText(typed: string): Json {
  const elements = typed
    .split(/(<[^>]*>)/)
    .filter((part) => part !== "")
    .map((part): Json => {
      if (!part.startsWith("<")) return { type: "text", text: unescaped(part) };
      const { type, id, url, text } = readToken(part.slice(1, -1));
      if (type === "user" || type === "channel" || type === "usergroup") return { type, [`${type}_id`]: id };
      return type === "link" ? { type, url } : { type: "broadcast", range: text.replace("@", "") };
    });
  return { type: "rich_text_section", elements };
}
