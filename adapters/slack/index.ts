import { setMaxListeners } from "node:events";
import type { ChatAdapter, ChatSink } from "../../src/chat/adapter.ts";
import { putAwayFindings } from "../../src/chat/intake/put-away.ts";
import { backoffMs } from "../../src/chat/outgoing/lane.ts";
import { pause } from "../../src/chat/outgoing/pause.ts";
import { BotError } from "../../src/errors.ts";
import { checkSlack } from "./check.ts";
import { createConnection } from "./connection.ts";
import type { Session } from "./session.ts";
import type { SlackOptions, SlackParts } from "./slack-options.ts";
import { createVisit } from "./visit.ts";

export type { SlackOptions, SlackParts } from "./slack-options.ts";

/** How long the start waits for Slack; after that it goes on in the background. */
const arriveMs = 10_000;
/** How long what is under way may take when the bot stops. */
const drainMs = 10_000;

/**
 * Slack: one workspace or one organisation, over HTTP or, with an app token, over Socket Mode.
 *
 * @throws BotError `invalid_config` without a way for Slack to reach the bot
 */
export function createSlackAdapter(options: SlackOptions, parts: SlackParts): ChatAdapter {
  const { clock, log } = parts;
  const ending = new AbortController();
  // Every call under way listens for the end.
  setMaxListeners(0, ending.signal);
  const connection = createConnection(options, parts, ending.signal);
  const { call, door, http, socket } = connection;
  const visit = createVisit(options, { ...parts, call, signal: ending.signal });
  let state: "new" | "started" | "stopped" = "new";

  async function arriveLater(sink: ChatSink): Promise<void> {
    for (let count = 1; !connection.hasArrived() && !ending.signal.aborted; count += 1) {
      await pause(clock, Math.min(backoffMs(count), 60_000), ending.signal);
      if (ending.signal.aborted) return;
      await connection
        .arrive(sink, arriveMs)
        .catch((error: unknown) => log.warn({ err: error }, "Slack is not reached yet"));
    }
  }

  function here(): Session {
    const session = connection.session();
    if (session === undefined) throw new BotError("unavailable", "Slack is not connected yet. Try again in a minute.");
    return session;
  }

  function readiness(): string | undefined {
    if (state === "new") return "Slack: not started";
    const removedFrom = door.removedFrom();
    if (removedFrom !== undefined) return `Slack: the app was removed from ${removedFrom}`;
    const isDeaf = connection.session() !== undefined && socket?.connectionCount() === 0;
    return isDeaf ? "Slack: no Socket Mode connection" : door.hindrance();
  }

  async function end(): Promise<void> {
    state = "stopped";
    await Promise.all([door.close(drainMs), socket?.close()]);
    ending.abort();
  }

  return {
    platform: "slack",
    mentionHint: "In threads and for all to see",
    supports: { privateReply: true, update: true, find: true, forms: true },
    routes: http === undefined ? [] : [http.route],
    async start(sink) {
      state = "started";
      try {
        await connection.arrive(sink, arriveMs);
      } catch (error) {
        if (!(error instanceof BotError) || error.code !== "unavailable") {
          await end();
          throw error;
        }
        log.warn({ err: error }, "Slack does not answer; it is tried again");
        // Never rejects: each round catches its own failure.
        void arriveLater(sink);
      }
    },
    async stop() {
      if (state === "started") await end();
    },
    send: async (to, message) => here().sending.send(to, message),
    update: async (ref, message) => here().sending.update(ref, message),
    find: async (what) => (state === "new" ? visit.find(what) : here().find(what)),
    readiness,
    check: async (signal) => {
      const before = state === "new" ? { visit } : {};
      const given = { call, options, door, http, socket, clock, publicUrl: parts.publicUrl, ...before };
      return [...(await checkSlack(given, signal)), ...(await putAwayFindings(parts.inbox, "slack/", "Slack"))];
    },
  };
}
