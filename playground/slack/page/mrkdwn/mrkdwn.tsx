import { type ReactNode, useMemo } from "react";
import { each } from "../../../page/each.ts";
import styles from "../../../page/text.module.css";
import type { Segment } from "../../mrkdwn-token.ts";
import { type MrkdwnPart, mrkdwnTree } from "../../read-mrkdwn.ts";
import { DateTime } from "./date-time.tsx";
import { emojiOf, seenText } from "./emoji.ts";
import { Link } from "./link.tsx";
import { ChannelMention, UserMention } from "./mention.tsx";

/** A mrkdwn text as it is meant. When it is not verbatim, what looks like an address or a known name is a link too. */
export function Mrkdwn({ text, isVerbatim = false }: { readonly text: string; readonly isVerbatim?: boolean }) {
  const parts = useMemo(() => mrkdwnTree(text, isVerbatim), [text, isVerbatim]);
  return <span className={styles.text}>{drawn(parts, [])}</span>;
}

const elements = { bold: "strong", italic: "em", strike: "s", quote: "blockquote" } as const;

/** `within` is what encloses the parts: what is bold already does not get bolder, however often it is marked. */
function drawn(parts: readonly MrkdwnPart[], within: readonly string[]): ReactNode {
  return each(parts, (part) => {
    if (!("parts" in part)) return drawnSegment({ ...part, text: seenText(part.text) });
    const inside = drawn(part.parts, [...within, part.type]);
    const Formatting = elements[part.type];
    return within.includes(part.type) ? inside : <Formatting>{inside}</Formatting>;
  });
}

function drawnSegment({ type, text, url = "", id = "", seconds = Number.NaN, format = "" }: Segment): ReactNode {
  switch (type) {
    case "emoji":
      return emojiOf(text);
    case "code":
      return <code data-has-blanks={/\s\s|^\s|\s$/.test(text) || undefined}>{text}</code>;
    case "codeblock":
      return (
        <pre>
          <code>{text.replace(/^\n|\n+$/g, "")}</code>
        </pre>
      );
    case "link":
      return isDoubtful(text, url) ? text : <Link url={url}>{text}</Link>;
    case "user":
      return <UserMention user={id} label={text} />;
    case "channel":
      return <ChannelMention channel={id} label={text} />;
    case "usergroup":
      return <span className={styles.mention}>{text}</span>;
    case "broadcast":
      return <span className={styles.marked}>{text}</span>;
    case "date":
      return <DateTime seconds={seconds} format={format} fallback={text} url={url} />;
    default:
      return text;
  }
}

/** `tax.ts` looks like a host as much as `acme.io` does: only some endings make a link by themselves. */
function isDoubtful(text: string, url: string): boolean {
  const known = /^[^/:?#]+\.(?:com|org|net|io|dev|app|ai|me|de|eu|uk|example)(?:[/:?#]|$)/i;
  return url === `http://${text}` && !known.test(text);
}
