import { setMaxListeners } from "node:events";
import type { ChatAdapter, ChatSink } from "../../src/chat/adapter.ts";
import { putAwayFindings } from "../../src/chat/intake/put-away.ts";
import { createArrival } from "./arrival.ts";
import { checkTeams } from "./check.ts";
import { createTurns } from "./connector/cloud-adapter.ts";
import { createConnector } from "./connector/create-connector.ts";
import { createLeaving } from "./connector/leaving.ts";
import { deal } from "./receive/deal.ts";
import { createDoor } from "./receive/door.ts";
import { createHttpDoor } from "./receive/http-door.ts";
import { createSession } from "./session.ts";
import type { TeamsOptions, TeamsParts } from "./teams-options.ts";

export type { TeamsOptions, TeamsParts } from "./teams-options.ts";

/** How long what is under way may take when the bot stops. */
const drainMs = 10_000;

/**
 * Microsoft Teams: one tenant, and others that are named.
 *
 * @throws BotError `invalid_config` without credentials, unless nobody has to prove anything on this machine
 */
export function createTeamsAdapter(options: TeamsOptions, parts: TeamsParts): ChatAdapter {
  const { clock, log, inbox } = parts;
  const ending = new AbortController();
  const { signal } = ending;
  // Every call under way listens for the end.
  setMaxListeners(0, signal);
  const leaving = createLeaving(clock);
  const connector = createConnector({ options, ...parts, signal, leaving });
  const session = createSession(options, { ...parts, connector, signal });
  const arrival = createArrival({ connector, clock, log, signal });
  let dealing: ReturnType<typeof session.dealing> | undefined;
  const door = createDoor({
    ...{ inbox, clock, log, options, audit: parts.audit },
    conversations: session.conversations,
    process: async (ticket) => dealing && deal(ticket, dealing),
    isAlive: session.isAlive,
    tell: session.tell,
    isReady: () => dealing !== undefined,
  });
  const turns = createTurns({ options, ...parts });
  const http = createHttpDoor({ turns, door, clock, log });
  let state: "new" | "started" | "stopped" = "new";

  async function end(): Promise<void> {
    state = "stopped";
    leaving.begin(drainMs);
    await door.close(drainMs);
    ending.abort();
  }

  async function begin(sink: ChatSink): Promise<void> {
    // Nothing says that Teams brings a message again that was sent away, and what is taken waits for the sign-in by itself.
    dealing = session.dealing(sink);
    await arrival.begin();
    if (signal.aborted) return;
    session.rosters.begin(signal);
    door.resume();
  }

  function readiness(): string | undefined {
    if (state === "new") return "Teams: not started";
    return door.hindrance() ?? (arrival.hasArrived() ? undefined : "Teams: not reached yet");
  }

  return {
    platform: "teams",
    mentionHint: "In a channel",
    joins: "graph.microsoft.com/user-id or spec.profile.email",
    supports: { privateReply: true, update: true, find: true, forms: true },
    routes: [http.route],
    async start(sink) {
      state = "started";
      await begin(sink).catch(async (error: unknown) => {
        await end();
        throw error;
      });
    },
    async stop() {
      if (state === "started") await end();
    },
    send: (to, message) => session.sending.send(to, message),
    update: (ref, message) => session.sending.update(ref, message),
    find: (what) => session.find(what),
    readiness,
    check: async (checkSignal) => {
      const { conversations, rosters } = session;
      const seen = { lastAt: door.lastAt(), isBefore: state === "new", publicUrl: parts.publicUrl };
      const found = await checkTeams({ options, connector, conversations, rosters, http, clock, ...seen }, checkSignal);
      return [...found, ...(await putAwayFindings(inbox, "teams/", "Teams"))];
    },
  };
}
