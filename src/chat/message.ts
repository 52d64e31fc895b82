import type { Text } from "./text.ts";

/**
 * What the bot says, without a platform. `text` is the notification and what a screen reader reads (the `N:` line);
 * adapters show the card where there is one, else the text.
 */
export interface Message {
  readonly text: Text;
  readonly card?: Card;
  /** Only the asker may see it. */
  readonly private?: boolean;
}

/** `title` is line 1: the answer or the state. */
export interface Card {
  readonly title: Text;
  readonly tone?: "neutral" | "good" | "warning" | "bad";
  readonly blocks: readonly Block[];
}

/** Data only; each adapter decides how it looks inside its platform's limits. */
export type Block =
  | { readonly type: "text"; readonly text: Text }
  /** A small context line. */
  | { readonly type: "note"; readonly text: Text }
  /** One row a thing, each with the action that chooses or opens it. */
  | { readonly type: "list"; readonly rows: readonly Row[] }
  /** `main`: at most two visible buttons; `more`: the overflow menu. */
  | { readonly type: "actions"; readonly main: readonly Action[]; readonly more: readonly Action[] };

export interface Row {
  readonly text: Text;
  readonly action?: Action;
}

/** A button. `command` is what the presser would have typed; `link` opens a page. */
export type Action =
  | { readonly type: "command"; readonly label: string; readonly command: string }
  | { readonly type: "link"; readonly label: string; readonly url: string };
