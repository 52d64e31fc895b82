import type { Address, ChatUser } from "../chat/event.ts";
import type { Message } from "../chat/message.ts";
import type { Clock } from "../clock.ts";

/** What the asker must be allowed to do. `ask`: any member. `operate`: only `admins` of the configuration. */
export type Permission = "ask" | "operate";

/** The answer in the terms that `ask --json` prints: `status` and `data` for scripts, `message` for people. */
export interface Reply {
  readonly status: "answer" | "choice" | "none" | "done";
  /** JSON: full references, dates as ISO 8601. Its shape is the command's contract. */
  readonly data: unknown;
  readonly message: Message;
}

/** A form is wanted instead of an answer; `message` is said where none can be opened, and should have a button that does. */
export interface FormReply {
  readonly status: "form";
  readonly flow: string;
  readonly state: string;
  readonly message: Message;
}

/** What a command knows of the moment. Services come from `register()`, never from here. */
export interface Ctx {
  readonly asker: Asker;
  readonly address: Address;
  readonly place: "channel" | "direct";
  /** As in the event: whether nobody else may be there, whether the platform shares answers itself, the name of a public channel, and where the conversation is. */
  readonly mayBeAlone?: true;
  readonly hasOwnShare?: true;
  readonly placeName?: string;
  readonly placeUrl?: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** False when others see the answer too: the asker ended with `public`, or asked in the open. */
  readonly isPrivate: boolean;
  /** Whether the asker has a permission: help lists only what may be run. */
  may(permission: Permission): boolean;
}

/** Who asks: the chat user and, when the catalog knows them, the reference of their User. */
export interface Asker extends ChatUser {
  readonly ref?: string;
}

/** The words after the command, quotes resolved; `rest` is the same as typed. */
export interface Argv {
  readonly words: readonly string[];
  readonly rest: string;
}

/** A command: one name, one meaning, every platform. */
export interface Command<A = unknown> {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Order in menus and help, lowest first. */
  readonly menu: number;
  /** One line: what it answers, for help. Starts lower case, no full stop. */
  readonly summary: string;
  /** The same in a list, in about three words; the summary unless told. */
  readonly short?: string;
  /** For example `whoowns <anything>`. */
  readonly usage: string;
  readonly examples: readonly string[];
  readonly needs?: Permission;
  /** Whole sentences that mean this command; the first group is its text: /^who owns (.+)$/i. */
  readonly sentences?: readonly RegExp[];
  /** True for the one command that takes a text whose first word is no command. */
  readonly takesAnything?: true;
  /** For that command: whether a text is exactly the name of something, so that it is taken for nothing else. */
  isName?(text: string): boolean;
  /** Typed without anything where a form can be opened, it opens this flow, whose state is the command's name. */
  readonly whenEmpty?: string;
  /** @throws BotError `usage` with what is missing and an example */
  parse(argv: Argv): A;
  run(ctx: Ctx, args: A): Promise<Reply | FormReply>;
}

/** What help, menus and manifests need to know of a command. */
export type CommandInfo = Pick<
  Command,
  "name" | "aliases" | "menu" | "summary" | "short" | "usage" | "examples" | "needs"
>;
