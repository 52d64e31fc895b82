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
  /** It only says that the answer takes long, and the answer takes its place: it may be left out where that cannot be. */
  readonly isPassing?: true;
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
  /** Somebody else's words, literally: several lines are kept, at most 2,000 characters. */
  | { readonly type: "quote"; readonly text: string }
  /** One row a thing, each with the action that chooses or opens it. */
  | { readonly type: "list"; readonly rows: readonly Row[] }
  /** `main`: the visible buttons, at most two, or three names; `more`: the overflow menu. */
  | { readonly type: "actions"; readonly main: readonly Action[]; readonly more: readonly Action[] };

export interface Row {
  readonly text: Text;
  /** A second line. */
  readonly about?: Text;
  readonly action?: Action;
}

/** A button. */
export type Action =
  /** `command` is what the presser would have typed. With `replaces` its answer takes the place of the message, as in a choice. */
  | { readonly type: "command"; readonly label: string; readonly command: string; readonly replaces?: true }
  /** Opens a page. */
  | { readonly type: "link"; readonly label: string; readonly url: string }
  /** Opens a form of a flow. Absent where a platform has no forms. */
  | { readonly type: "form"; readonly label: string; readonly flow: string; readonly state: string }
  /** Does something of its own; `press` names which, `value` (at most 1,500 characters) on what. */
  | { readonly type: "press"; readonly label: string; readonly press: string; readonly value: string };
