import MarkdownIt from "markdown-it";
import text from "../../page/text.module.css";

/** What Teams takes in cards, and no more: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format */
const ofCards = new MarkdownIt("zero").enable(["emphasis", "entity", "escape", "link", "list", "newline"]);
const ofMessages = new MarkdownIt({ breaks: true, linkify: true }).disable(["image", "table", "heading", "lheading"]);

for (const reader of [ofCards, ofMessages]) {
  reader.validateLink = (url) => /^(?:https?|mailto|tel):/i.test(url);
  reader.renderer.rules["link_open"] = (tokens, index, options, _env, self) => {
    tokens[index]?.attrSet("target", "_blank");
    tokens[index]?.attrSet("rel", "noreferrer noopener");
    return self.renderToken(tokens, index, options);
  };
}

/** The HTML of a text in a card, in which mentions are marked. */
export function cardHtml(marked: string): string {
  return unmarked(ofCards.render(marked));
}

/** The HTML of the text of a message, in which mentions are marked. */
export function messageHtml(marked: string): string {
  return unmarked(ofMessages.render(marked));
}

// Of a private area of Unicode: Markdown leaves them alone, and no text needs them.
const [start, end] = ["\u{F0000}", "\u{F0001}"];

/** Marks who is mentioned: a tag to which no entity belongs is a text like any other. */
export function markMentions(said: string, mentions: readonly { readonly text: string }[]): string {
  return mentions.reduce(
    (marked, mention) => marked.replaceAll(mention.text, `${start}${mention.text.replace(/<\/?at[^>]*>/g, "")}${end}`),
    said.replaceAll(start, "").replaceAll(end, ""),
  );
}

function unmarked(html: string): string {
  return html.replaceAll(start, `<span class="${text.mention}">`).replaceAll(end, "</span>");
}
