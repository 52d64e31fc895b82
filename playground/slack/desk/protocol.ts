import type { KnownBlock, ModalView } from "@slack/types";
import type { ExchangeLine } from "../../wire/exchange.ts";
import type { Json } from "../world.ts";

/** Somebody, as the page shows them. */
export interface ShownPerson {
  readonly id: string;
  /** What `@` is followed by. */
  readonly name: string;
  readonly realName: string;
  readonly isApp: boolean;
  /** One line about them for whoever chooses whom to be; "" when there is nothing to say. */
  readonly about: string;
}

/** A conversation that the viewer can open. */
export interface ShownChannel {
  readonly id: string;
  /** Of a direct message: whom it is with. */
  readonly name: string;
  readonly kind: "channel" | "group" | "im";
  readonly isMember: boolean;
  readonly memberCount: number;
  /** With whom, in a direct message. */
  readonly personId?: string;
}

/** A block that the platform has accepted. */
export type ShownBlock = KnownBlock & Json;

/** A message as the viewer sees it. */
export interface ShownMessage {
  /** `C0CHECKOUT/1763740800.000100`: names it in links and in `gone`. */
  readonly key: string;
  readonly channel: string;
  readonly ts: string;
  /** Of the message that starts the thread in which it stands; absent outside threads and at the start of one. */
  readonly threadTs?: string;
  /** Who wrote it; `USLACKBOT` is the platform itself. */
  readonly userId: string;
  readonly isApp: boolean;
  /** Seen by the viewer alone. */
  readonly isEphemeral: boolean;
  readonly isEdited: boolean;
  /** mrkdwn; with blocks it is what notifications say. */
  readonly text: string;
  readonly blocks: readonly ShownBlock[];
  readonly replyCount: number;
  /** The ids of the exchanges that brought it, changed it or told the app of it. */
  readonly exchanges: readonly number[];
}

/** An open modal, in the platform's own shape: what the app gave, and what the platform adds. */
export interface ShownView extends Pick<ModalView, "title"> {
  readonly id: string;
  readonly hash: string;
  readonly submit: ModalView["submit"] | null;
  readonly close: ModalView["close"] | null;
  readonly blocks: readonly ShownBlock[];
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, Json>>>> };
}

/** A slash command that the app has registered. */
export interface ShownCommand {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
}

/** An entry that the app has in the menu of messages, or in that of the composer. */
export interface ShownShortcut {
  readonly callbackId: string;
  readonly name: string;
  readonly description: string;
  readonly type: "message" | "global";
}

/** Something to try, ready to be said. */
export interface Prompt {
  /** 30 characters at most. */
  readonly label: string;
  /** Where it is said: a channel's id, or `app` for the direct messages with it. */
  readonly channel: string;
  /** As typed; a leading `/` makes it a slash command, `@callboard` a mention. */
  readonly text: string;
}

/** Everything that seldom changes. */
export interface Workspace {
  readonly viewerId: string;
  readonly name: string;
  /** Of permalinks: `https://<domain>.slack.com/archives/…`. */
  readonly domain: string;
  readonly appUserId: string;
  readonly people: readonly ShownPerson[];
  readonly channels: readonly ShownChannel[];
  readonly commands: readonly ShownCommand[];
  readonly shortcuts: readonly ShownShortcut[];
  readonly prompts: readonly Prompt[];
}

/** How the simulated platform and its connections are. */
export interface Status {
  /** Open Socket Mode connections. */
  readonly connections: number;
  /** Whether its port is closed by a planned fault. */
  readonly isDown: boolean;
  /** What is planned and was not used up, as sentences: `chat.update: 429, Retry-After 5 s, 2 more times`. */
  readonly faults: readonly string[];
  /** How many rules of the platform the app broke. */
  readonly violations: number;
}

/**
 * What `GET /slack/live?as=<user>` sends as server-sent events, each a JSON object in `data:`. The first says everything; the
 * others what is new or changed. A client that connects again starts with a whole one again.
 */
export interface LiveEvent {
  readonly isWhole: boolean;
  /** In a whole one: the script of the page that is served by now. A page that began with another one is to load again. */
  readonly script?: string;
  readonly workspace?: Workspace;
  readonly messages: readonly ShownMessage[];
  /** Keys of messages that are no longer there. */
  readonly gone: readonly string[];
  /** All open modals of the viewer, the lowest first; absent when nothing changed. */
  readonly views?: readonly ShownView[];
  readonly exchanges: readonly ExchangeLine[];
  readonly status?: Status;
}
