import { checkCard } from "./card-schema.ts";
import { isJson, type Json } from "./world.ts";

/** What the bot may send: 100 KB as UTF-16. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages */
export function isTooBig(activity: Json): boolean {
  return Buffer.byteLength(JSON.stringify(activity), "utf16le") > 100 * 1024;
}

const cardType = "application/vnd.microsoft.card.adaptive";

/** Every rule of the platform that a message breaks, as `/attachments/0/content/body/0/text: …`; empty for a sound one. */
export function problemsOfActivity(activity: Json): readonly string[] {
  const { type, text, textFormat, attachments = [], entities = [], summary } = activity;
  const isText = (value: unknown): boolean => value === undefined || typeof value === "string";
  if (type !== "message") return ["/type: must be message or typing"];
  if (!isText(text)) return ["/text: must be a string"];
  if (!isText(summary)) return ["/summary: must be a string"];
  if (![undefined, "markdown", "plain", "xml"].includes(textFormat as string))
    return ["/textFormat: must be markdown, plain or xml"];
  if (!Array.isArray(attachments) || !Array.isArray(entities)) return ["/attachments, /entities: must be arrays"];
  if ((text === undefined || text === "") && attachments.length === 0)
    return ["/text: a message needs a text or a card"];
  return [
    ...attachments.flatMap((attachment, index) => problemsOfAttachment(attachment, `/attachments/${index}`)),
    ...entities.flatMap((entity, index) => problemsOfMention(entity, text, attachments, `/entities/${index}`)),
  ];
}

function problemsOfAttachment(attachment: unknown, at: string): readonly string[] {
  if (!isJson(attachment)) return [`${at}: must be an object`];
  if (attachment["contentType"] !== cardType) return [`${at}/contentType: this tenant knows ${cardType} alone`];
  return checkCard(attachment["content"], "message").map((problem) => `${at}/content${problem}`);
}

/** A mention whose text is not in the message is dropped. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations */
function problemsOfMention(
  entity: unknown,
  text: unknown,
  attachments: readonly unknown[],
  at: string,
): readonly string[] {
  if (!isJson(entity) || entity["type"] !== "mention") return [];
  const { text: marked, mentioned } = entity;
  if (!isJson(mentioned) || typeof mentioned["id"] !== "string") return [`${at}/mentioned/id: is missing`];
  const isThere = `${String(text)}${JSON.stringify(attachments)}`.includes(String(marked));
  return isThere ? [] : [`${at}/text: is not in the message`];
}
