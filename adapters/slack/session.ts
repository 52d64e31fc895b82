import type { ChatAdapter, ChatSink } from "../../src/chat/adapter.ts";
import { createPoster } from "./answer/posting.ts";
import { createResponder } from "./answer/responder.ts";
import type { PostResponse } from "./answer/response-url.ts";
import { createSending, type Sending } from "./answer/sending.ts";
import { createTelling } from "./answer/telling.ts";
import { createViews } from "./answer/views.ts";
import { createChannels } from "./lookup/channels.ts";
import { createDirectory, type Directory } from "./lookup/directory.ts";
import { createFind } from "./lookup/find.ts";
import { type HearingParts, hear } from "./receive/hearing.ts";
import type { Listeners } from "./receive/listeners.ts";
import { submit, suggest } from "./receive/submitting.ts";
import type { SlackOptions, SlackParts } from "./slack-options.ts";
import type { SlackCall } from "./web-api/call.ts";
import type { Home } from "./web-api/home.ts";

/** Everything that needs to know where the bot is at home. */
export interface Session {
  readonly home: Home;
  readonly listeners: Listeners;
  readonly sending: Sending;
  readonly find: ChatAdapter["find"];
  readonly directory: Directory;
  readonly tell: ReturnType<typeof createTelling>;
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
    signal,
    commands: options.commands,
    respond: (spot) => createResponder({ call, poster, postResponse, look, views, clock, log, signal }, spot),
  };
  return {
    home,
    directory,
    tell: createTelling({ home, commands: options.commands, poster, clock, signal }),
    sending: createSending({ home, call, poster, clock }),
    find: createFind({ home, channels, directory }),
    listeners: {
      hear: (ticket) => hear(ticket, hearing),
      submit: (ticket) => submit(ticket, hearing),
      suggest: (ticket) => suggest(ticket, hearing),
    },
  };
}
