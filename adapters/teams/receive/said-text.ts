import type { TeamsActivity } from "./activity.ts";

type Mention = NonNullable<TeamsActivity["entities"]>[number];

const named: Readonly<Record<string, string>> = {
  "&nbsp;": " ",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};

/**
 * What was said to the bot: after its mention, or before it where nothing follows. Mentions are told by their entities,
 * for anybody can type what one looks like. https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
 */
export function saidText(activity: TeamsActivity): string {
  let text = activity.text ?? "";
  for (const mention of mentionsIn(activity)) {
    if (mention.text) text = text.replace(mention.text, () => (isBot(mention, activity) ? border : nameOf(mention)));
  }
  const [before = "", ...after] = text.split(border);
  const said = after.join(" ").replace(/^(?:[\s,:]|&nbsp;)+/, "");
  return plain(plain(said) === "" ? before : said);
}

/** A character that nobody types, in the place of the bot's mention. */
const border = "\u0000";

/** Whether the bot was mentioned. */
export function isMentioned(activity: TeamsActivity): boolean {
  return mentionsIn(activity).some((mention) => isBot(mention, activity));
}

function mentionsIn({ entities }: TeamsActivity): readonly Mention[] {
  return (entities ?? []).filter(({ type }) => type === "mention");
}

function isBot({ mentioned }: Mention, { recipient }: TeamsActivity): boolean {
  return mentioned?.id === recipient.id;
}

function nameOf({ text, mentioned }: Mention): string {
  return mentioned?.name ?? (text ?? "").replace(/<\/?at\b[^>]{0,200}>/g, "");
}

/** Without what is left of tags for mentions, and with the characters that Teams writes as entities of HTML. */
function plain(text: string): string {
  return text
    .replace(/<\/?at(?: [^>]{0,200})?>/g, "")
    .replace(/&(?:nbsp|lt|gt|quot|amp|#39);/g, (entity) => named[entity] ?? entity)
    .replaceAll("\u00a0", " ")
    .trim();
}
