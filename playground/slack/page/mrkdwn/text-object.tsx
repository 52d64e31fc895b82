import type { TextObject as SlackText } from "@slack/types";
import styles from "../../../page/text.module.css";
import { withEmoji } from "../../mrkdwn-token.ts";
import { emojiOf, seenText } from "./emoji.ts";
import { Mrkdwn } from "./mrkdwn.tsx";

/** A text object: with formatting when it is mrkdwn, else as it is written but for names of emoji. */
export function TextObject({ object }: { readonly object: SlackText }) {
  if (object.type === "mrkdwn") return <Mrkdwn text={object.text} isVerbatim={object.verbatim === true} />;
  return <span className={styles.text}>{plainWords(object)}</span>;
}

/** The words of a plain text object, where only words can stand: names, placeholders, entries of native menus. */
export function plainWords({ text, emoji }: { readonly text: string; readonly emoji?: boolean }): string {
  if (emoji === false) return seenText(text);
  // Nothing is escaped in such a text, and nothing is to be unescaped.
  const parts = withEmoji(text.replaceAll("&", "&amp;"));
  return seenText(parts.map((part) => (part.type === "emoji" ? emojiOf(part.text) : part.text)).join(""));
}
