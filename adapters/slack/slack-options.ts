import type { Dispatcher } from "undici";
import type { Audit } from "../../src/audit.ts";
import type { Clock } from "../../src/clock.ts";
import type { Inbox } from "../../src/inbox.ts";
import type { Log } from "../../src/log.ts";
import type { Post } from "./web-api/post.ts";

/** How one Slack app is connected. */
export interface SlackOptions {
  readonly botToken: string;
  /** Needed over HTTP. */
  readonly signingSecret?: string;
  /** With it Slack is heard over Socket Mode, without it over HTTP. */
  readonly appToken?: string;
  /** `https://slack.com/api/`, or a stand-in for it. */
  readonly apiUrl: string;
  /** The slash command of each command: `whoowns` is `/whoowns`; `callboard` stands for all of them. */
  readonly commands: Readonly<Record<string, string>>;
  readonly guests: "deny" | "allow";
  readonly external: "deny" | "allow";
}

/** What the adapter is built from. */
export interface SlackParts {
  readonly inbox: Inbox;
  /** Where it is written down that another workspace was refused. */
  readonly audit?: Pick<Audit, "record">;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the internet reaches the bot, without a path: for what `doctor` says. */
  readonly publicUrl?: string;
  readonly fetch?: typeof fetch;
  /** For answers, of which there are most. Without it they are sent by `fetch`. */
  readonly post?: Post;
  /** The way to the internet: a proxy. Used for the Web API and for web sockets. */
  readonly dispatcher?: Dispatcher;
}
