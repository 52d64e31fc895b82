import type { ChatSink } from "../../src/chat/adapter.ts";
import type { SlackCall } from "./call.ts";
import { createChannels } from "./channels.ts";
import { createDirectory, type Directory } from "./directory.ts";
import { type HearingParts, hear } from "./hearing.ts";
import type { Home } from "./home.ts";
import type { Listeners } from "./listeners.ts";
import { createPoster } from "./posting.ts";
import { createResponder } from "./responder.ts";
import type { PostResponse } from "./response-url.ts";
import { createSending, type Sending } from "./sending.ts";
import type { SlackOptions, SlackParts } from "./slack-options.ts";
import { submit, suggest } from "./submitting.ts";
import { createViews } from "./views.ts";

/** Everything that needs to know where the bot is at home. */
export interface Session {
  readonly home: Home;
  readonly listeners: Listeners;
  readonly sending: Sending;
  readonly directory: Directory;
}

/** @param parts.signal ends what is under way when the adapter stops */
export function createSession(
  home: Home,
  sink: ChatSink,
  parts: Pick<SlackParts, "clock" | "log"> & {
    readonly call: SlackCall;
    readonly postResponse: PostResponse;
    readonly options: SlackOptions;
    readonly signal: AbortSignal;
  },
): Session {
  const { call, postResponse, options, clock, log, signal } = parts;
  const directory = createDirectory({ call, home, options, clock, log });
  const channels = createChannels({ call, home, clock });
  const look = { profileUrl: (email: string) => directory.profileUrl(email) };
  const poster = createPoster({ call, look, clock });
  const views = createViews(call, look);
  const hearing: HearingParts = {
    home,
    directory,
    channels,
    sink,
    look,
    clock,
    log,
    commands: options.commands,
    respond: (spot) => createResponder({ call, poster, postResponse, look, views, log, signal }, spot),
  };
  return {
    home,
    directory,
    sending: createSending({ home, call, poster, channels, directory, clock }),
    listeners: {
      hear: (ticket) => hear(ticket, hearing),
      submit: (ticket) => submit(ticket, hearing),
      suggest: (ticket) => suggest(ticket, hearing),
    },
  };
}
