import type { RichTextBlock, RichTextBlockElement, RichTextElement, RichTextList } from "@slack/types";
import type { ReactNode } from "react";
import { DateTime } from "../mrkdwn/date-time.tsx";
import { each } from "../mrkdwn/each.ts";
import { emojiOf, seenText } from "../mrkdwn/emoji.ts";
import { Link } from "../mrkdwn/link.tsx";
import { ChannelMention, GroupMention, UserMention } from "../mrkdwn/mention.tsx";
import text from "../mrkdwn/mrkdwn.module.css";
import styles from "./block.module.css";

/** Text that was formatted as it was typed; nothing in it is parsed. */
export function RichText({ block }: { readonly block: RichTextBlock }) {
  return <div className={text.text}>{each(block.elements, part)}</div>;
}

function part(element: RichTextBlockElement): ReactNode {
  switch (element.type) {
    case "rich_text_section":
      return <div>{inline(element.elements)}</div>;
    case "rich_text_list":
      return <List list={element} />;
    case "rich_text_quote":
      return <blockquote className={text.quote}>{inline(element.elements)}</blockquote>;
    case "rich_text_preformatted":
      return (
        <pre className={text.codeBlock}>
          <code>{inline(element.elements)}</code>
        </pre>
      );
  }
}

/** A list inside another is a list of its own with an indent. */
function List({ list }: { readonly list: RichTextList & { readonly offset?: number } }) {
  const { style, elements, indent = 0, offset = 0 } = list;
  const items = each(elements, (item) => <li>{inline(item.elements)}</li>);
  const look = { className: styles.list, style: { marginInlineStart: `${indent * 1.5}em` } };
  return style === "ordered" ? (
    <ol {...look} start={offset + 1}>
      {items}
    </ol>
  ) : (
    <ul {...look}>{items}</ul>
  );
}

function inline(elements: readonly RichTextElement[]): ReactNode {
  return each(elements, (element) => styled(element, leaf(element)));
}

function leaf(element: RichTextElement): ReactNode {
  switch (element.type) {
    case "text":
      return seenText(element.text);
    case "link":
      return <Link url={element.url}>{seenText(element.text || element.url)}</Link>;
    case "emoji":
      return emoji(element.name, element.unicode);
    case "user":
      return <UserMention user={element.user_id} label={`@${element.user_id}`} />;
    case "channel":
      return <ChannelMention channel={element.channel_id} label={element.channel_id} />;
    case "usergroup":
      return <GroupMention label={`@${element.usergroup_id}`} isForViewer={false} />;
    case "team":
      return <GroupMention label={`@${element.team_id}`} isForViewer={false} />;
    case "broadcast":
      return <GroupMention label={`@${element.range}`} isForViewer />;
    case "color":
      return <code className={text.code}>{element.value}</code>;
    case "date": {
      const { timestamp, format, fallback = format, url } = element;
      return <DateTime seconds={timestamp} format={format} fallback={fallback} url={url} />;
    }
  }
}

/** The sign itself stands beside its name, in hexadecimal digits. */
function emoji(name: string, unicode = ""): string {
  const points = unicode.split("-").map((digits) => Number.parseInt(digits, 16));
  const isSign = points.every((point) => point > 0x22 && point <= 0x10ffff);
  return isSign ? String.fromCodePoint(...points) : (emojiOf(`:${name}:`) ?? `:${name}:`);
}

function styled({ style = {} }: RichTextElement, content: ReactNode): ReactNode {
  let node = content;
  if (style.code) node = <code className={text.code}>{node}</code>;
  if (style.bold) node = <strong>{node}</strong>;
  if (style.italic) node = <em>{node}</em>;
  if (style.strike) node = <s>{node}</s>;
  if (style.underline) node = <u>{node}</u>;
  return node;
}
