import { type ReactNode, useMemo } from "react";
import type { Segment } from "../../mrkdwn-token.ts";
import { type Formatted, type Leaf, type MrkdwnPart, mrkdwnTree } from "../../mrkdwn-tree.ts";
import { DateTime } from "./date-time.tsx";
import { each } from "./each.ts";
import { emojiOf, seenText } from "./emoji.ts";
import { Link } from "./link.tsx";
import { ChannelMention, GroupMention, UserMention } from "./mention.tsx";
import styles from "./mrkdwn.module.css";

/** A mrkdwn text as it is meant. When it is not verbatim, what looks like an address or a known name is a link too. */
export function Mrkdwn({ text, isVerbatim = false }: { readonly text: string; readonly isVerbatim?: boolean }) {
  const parts = useMemo(() => mergedQuotes(mrkdwnTree(text, isVerbatim)), [text, isVerbatim]);
  return <span className={styles.text}>{drawn(parts, [])}</span>;
}

type Style = Formatted["type"];

/** Lines quoted one below the other are one quote. */
function mergedQuotes(parts: readonly MrkdwnPart[]): readonly MrkdwnPart[] {
  const merged: MrkdwnPart[] = [];
  let quote: MrkdwnPart[] | undefined;
  for (const part of parts) {
    if (part.type === "quote") {
      const line = part.parts.map((inside, index) => (index === 0 ? unindented(inside) : inside));
      if (quote === undefined) merged.push({ type: "quote", parts: line });
      else quote.push(...line);
      quote ??= line;
    } else {
      quote = undefined;
      merged.push(part);
    }
  }
  return merged;
}

/** Without the space between the mark of a quote and its words. */
function unindented(part: MrkdwnPart): MrkdwnPart {
  if (part.type !== "leaf" || part.segment.type !== "text") return part;
  return { ...part, segment: { ...part.segment, text: part.segment.text.replace(/^ /, "") } };
}

/** `within` is what encloses the parts: what is bold already does not get bolder, however often it is marked. */
function drawn(parts: readonly MrkdwnPart[], within: readonly Style[]): ReactNode {
  return each(parts, (part, index) => {
    if (part.type !== "leaf") return formatted(part, within);
    const before = parts[index - 1];
    const isBelowCode = before?.type === "leaf" && before.segment.type === "codeblock";
    // A block ends its line; the line end behind it is not another.
    return isBelowCode && part.segment.type === "text" ? seenText(part.segment.text).replace(/^\n/, "") : leaf(part);
  });
}

function formatted({ type, parts }: Formatted, within: readonly Style[]): ReactNode {
  const inside = drawn(parts, [...within, type]);
  if (within.includes(type)) return inside;
  switch (type) {
    case "bold":
      return <strong>{inside}</strong>;
    case "italic":
      return <em>{inside}</em>;
    case "strike":
      return <s>{inside}</s>;
    case "quote":
      return <blockquote className={styles.quote}>{inside}</blockquote>;
  }
}

function leaf({ segment, isAutomatic }: Leaf): ReactNode {
  if (isAutomatic) return automatic(segment);
  const { type, text } = segment;
  switch (type) {
    case "emoji":
      return emojiOf(text) ?? text;
    case "code":
      return <code className={styles.code}>{seenText(text)}</code>;
    case "codeblock":
      return <CodeBlock text={text} />;
    case "link":
      return isAutomatic && isDoubtful(segment) ? (
        seenText(text)
      ) : (
        <Link url={segment.url ?? ""}>{seenText(text)}</Link>
      );
    case "user":
      return <UserMention user={segment.id ?? ""} label={text} />;
    case "channel":
      return <ChannelMention channel={segment.id ?? ""} label={text} />;
    case "usergroup":
    case "broadcast":
      return <GroupMention label={text} isForViewer={type === "broadcast"} />;
    case "date":
      return (
        <DateTime
          seconds={segment.seconds ?? Number.NaN}
          format={segment.format ?? ""}
          fallback={text}
          url={segment.url}
        />
      );
    default:
      return seenText(text);
  }
}

/** Lines of code. */
function CodeBlock({ text }: { readonly text: string }) {
  return (
    <pre className={styles.codeBlock}>
      <code>{seenText(text).replace(/^\n|\n+$/g, "")}</code>
    </pre>
  );
}

/** What looks like an address or a name, without the marks that end a sentence behind it. */
function automatic(segment: Segment): ReactNode {
  const end = /[.,;:!?)\]'"_-]*$/.exec(segment.text)?.[0] ?? "";
  const cut = (words = ""): string => words.slice(0, words.length - end.length);
  const whole = { ...segment, text: cut(segment.text), url: cut(segment.url), id: cut(segment.id) };
  return (
    <>
      {isDoubtful(whole) ? seenText(whole.text) : leaf({ type: "leaf", segment: whole })}
      {end}
    </>
  );
}

/** `tax.ts` looks like a host as much as `acme.io` does: only some endings make a link. */
function isDoubtful({ text, url }: Segment): boolean {
  const known = /^[^/:?#]+\.(?:com|org|net|io|dev|app|ai|me|de|eu|uk|example)(?:[/:?#]|$)/i;
  return url === `http://${text}` && !known.test(text);
}
