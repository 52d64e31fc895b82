import { z } from "zod";
import type { ChatAdapter } from "../../src/chat/adapter.ts";
import { boundedFetch } from "../../src/chat/outgoing/bounded-fetch.ts";
import { within } from "../../src/chat/outgoing/pause.ts";
import { BotError } from "../../src/errors.ts";
import { createChannels } from "./lookup/channels.ts";
import { createDirectory } from "./lookup/directory.ts";
import { createFind } from "./lookup/find.ts";
import type { SlackOptions, SlackParts } from "./slack-options.ts";
import { createCall, type SlackCall } from "./web-api/call.ts";
import { findHome } from "./web-api/home.ts";

/** What can be asked of Slack while nothing listens: `doctor` looks before the start. */
export interface Visit {
  readonly find: ChatAdapter["find"];
  /** Rejects as Slack refuses the app token; undefined without one. Nothing is connected. */
  readonly tryAppToken: (() => Promise<void>) | undefined;
}

/** Shorter than a check of `doctor` may take, so that what is wrong is said by us. */
export const visitMs = 8_000;

/** @param parts.signal ends every call when the adapter stops */
export function createVisit(
  options: SlackOptions,
  parts: Pick<SlackParts, "clock" | "log" | "fetch"> & { readonly call: SlackCall; readonly signal: AbortSignal },
): Visit {
  const { call, clock, log, signal } = parts;
  const { appToken: token, apiUrl } = options;
  let finding: Promise<ChatAdapter["find"]> | undefined;

  async function makeFind(): Promise<ChatAdapter["find"]> {
    const home = await inTime(findHome(call, { withinMs: visitMs }));
    const channels = createChannels({ call, home, clock });
    return createFind({ home, channels, directory: createDirectory({ call, home, options, clock, log }) });
  }

  /** A call gives up between its attempts; a single one may take longer. */
  async function inTime<T>(work: Promise<T>): Promise<T> {
    const result = await within(clock, visitMs, work);
    if (result === undefined) throw new BotError("unavailable", "Slack does not answer. Try again in a minute.");
    return result;
  }

  async function tryToken(appToken: string): Promise<void> {
    const fetch = boundedFetch({ clock, timeoutMs: visitMs, ...(parts.fetch && { fetch: parts.fetch }) });
    const callAsApp = createCall({ token: appToken, apiUrl, fetch, clock, log, signal });
    // The address that it gives is for one connection and lapses unused.
    await inTime(callAsApp("apps.connections.open", {}, z.object({ url: z.string() }), { withinMs: visitMs }));
  }

  return {
    async find(what) {
      if (finding === undefined) {
        const mine = makeFind();
        finding = mine;
        mine.catch(() => {
          if (finding === mine) finding = undefined;
        });
      }
      return (await finding)(what);
    },
    tryAppToken: token === undefined ? undefined : () => tryToken(token),
  };
}
