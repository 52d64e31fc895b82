import type { ExchangeLine } from "../wire/exchange.ts";

/** Somebody, as the page shows them. */
export interface ShownPerson {
  readonly id: string;
  /** What `@` is followed by, and what they are called in the page's address: the same on every platform where they are. */
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
  /** The heading below which it is listed: `Direct messages`, `Channels`, the name of its team. */
  readonly section: string;
  readonly isMember: boolean;
  readonly memberCount: number;
  /** With whom, in a direct message. */
  readonly personId?: string;
}

/** A message as the viewer sees it. */
export interface ShownMessage {
  /** `<channel>/<ts>`: names it in links and in `gone`. */
  readonly key: string;
  readonly channel: string;
  /** When it was written, in seconds since 1970 with six decimals, as a text; names the message within its conversation. */
  readonly ts: string;
  /** Of the message that starts the thread in which it stands; absent outside threads and at the start of one. */
  readonly threadTs?: string;
  /** Who wrote it; "" is the platform itself. */
  readonly userId: string;
  readonly isApp: boolean;
  /** Seen by the viewer alone. */
  readonly isEphemeral: boolean;
  readonly isEdited: boolean;
  /** As the platform writes texts; where `body` has more to show it is what notifications say. */
  readonly text: string;
  /** What the platform shows besides: blocks, cards. Its own part of the page draws it. */
  readonly body: unknown;
  readonly replyCount: number;
  /** The ids of the exchanges that brought it, changed it or told the app of it. */
  readonly exchanges: readonly number[];
}

/** A form that is open over everything, in the platform's own shape. */
export interface ShownOverlay {
  readonly id: string;
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
  /** With what addresses that lead into it begin: `https://acme.slack.com/` */
  readonly home: string;
  readonly appUserId: string;
  readonly people: readonly ShownPerson[];
  readonly channels: readonly ShownChannel[];
  readonly commands: readonly ShownCommand[];
  readonly shortcuts: readonly ShownShortcut[];
  readonly prompts: readonly Prompt[];
}

/** How the simulated platform and its connections are. */
export interface Status {
  /** On how many ways the app hears of something: its open sockets, or its endpoint once that is known. */
  readonly connections: number;
  /** Whether the platform's port is closed by a planned fault. */
  readonly isDown: boolean;
  /** What is planned and was not used up, as sentences: `chat.update: 429, Retry-After 5 s, 2 times more`. */
  readonly faults: readonly string[];
  /** How many rules of the platform the app broke. */
  readonly violations: number;
}

/** A simulated platform, as it is called in addresses: of its doors, and `on` of the page. */
export type PlatformId = "slack" | "teams";

/**
 * What `GET /<platform>/live?as=<user>` sends as server-sent events, each a JSON object in `data:`. The first says everything;
 * the others what is new or changed. A client that connects again starts with a whole one again.
 */
export interface LiveEvent {
  readonly isWhole: boolean;
  /** In a whole one: the script of the page that is served by now. A page that began with another one is to load again. */
  readonly script?: string | undefined;
  /** In a whole one: all platforms that can be looked at. */
  readonly platforms?: readonly PlatformId[];
  /** In a whole one: where the pages of the simulated GitHub are; absent where there is none. */
  readonly githubUrl?: string | undefined;
  readonly workspace?: Workspace;
  readonly messages: readonly ShownMessage[];
  /** Keys of messages that are no longer there. */
  readonly gone: readonly string[];
  /** All open forms of the viewer, the lowest first; absent when nothing changed. */
  readonly overlays?: readonly ShownOverlay[];
  readonly exchanges: readonly ExchangeLine[];
  readonly status?: Status;
}
