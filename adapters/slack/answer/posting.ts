import { z } from "zod";
import type { Message } from "../../../src/chat/message.ts";
import { backoffMs } from "../../../src/chat/outgoing/lane.ts";
import { pause } from "../../../src/chat/outgoing/pause.ts";
import { asPossibleRepeat } from "../../../src/chat/outgoing/possible-repeat.ts";
import type { Clock } from "../../../src/clock.ts";
import { renderMessage } from "../render/card.ts";
import type { Look } from "../render/text.ts";
import type { CallOptions, SlackCall } from "../web-api/call.ts";
import { isInDoubt, refusalCode } from "../web-api/errors.ts";

/** A message that Slack has taken. */
export interface Posted {
  readonly channel: string;
  readonly ts: string;
}

/** Where and how a message is posted. */
export interface Posting {
  /** A channel, or a person: their direct messages. */
  readonly channel: string;
  readonly thread?: string;
  /** Goes with the message unseen, so that it is found again. */
  readonly mark?: string;
  /** An earlier run may have posted it. */
  readonly isRepeat?: boolean;
  readonly signal?: AbortSignal;
  readonly withinMs?: number;
}

/** Writes messages with the Web API. */
export interface Poster {
  /** Never posts twice unmarked: where it is not known whether Slack took it, the channel is read or the message says so. */
  post(message: Message, to: Posting): Promise<Posted>;
  postEphemeral(message: Message, to: Posting & { readonly user: string }): Promise<void>;
  update(message: Message, at: Posted, options?: CallOptions): Promise<void>;
}

const eventType = "callboard_answer";
const posted = z.object({ channel: z.string(), ts: z.string() });

/** What every message is posted with: nothing in it is unfurled, linked or parsed. */
const quiet = { unfurl_links: false, unfurl_media: false, parse: "none" };

/** @param parts.look how people are linked */
export function createPoster({
  call,
  look,
  clock,
}: {
  readonly call: SlackCall;
  readonly look: Look;
  readonly clock: Clock;
}): Poster {
  async function inHistory(to: Posting, mark: string): Promise<Posted | undefined> {
    const shape = z.object({ messages: z.array(marked) });
    const args = { channel: to.channel, limit: 20, include_all_metadata: true };
    const options = callOptions(to, true);
    const { messages } =
      to.thread === undefined
        ? await call("conversations.history", args, shape, options)
        : await call("conversations.replies", { ...args, ts: to.thread }, shape, options);
    const found = messages.find(
      ({ metadata }) => metadata?.event_type === eventType && metadata.event_payload?.delivery === mark,
    );
    return found && { channel: to.channel, ts: found.ts };
  }

  /** `unreadable` where the bot may not read what it wrote. */
  async function readBack(to: Posting): Promise<Posted | "absent" | "unreadable"> {
    if (to.mark === undefined || !to.channel.startsWith("D")) return "unreadable";
    try {
      return (await inHistory(to, to.mark)) ?? "absent";
    } catch (error) {
      if (refusalCode(error) !== undefined) return "unreadable";
      throw error;
    }
  }

  async function once(message: Message, to: Posting): Promise<Posted> {
    const { text, blocks } = renderMessage(message, look);
    const metadata = { event_type: eventType, event_payload: { delivery: to.mark } };
    const args = {
      channel: to.channel,
      text,
      ...content(blocks),
      ...quiet,
      ...(to.thread !== undefined && { thread_ts: to.thread }),
      ...(to.mark !== undefined && { metadata }),
    };
    return call("chat.postMessage", args, posted, callOptions(to, false));
  }

  /** Posts once, unless it is there already. */
  async function postUnlessThere(message: Message, to: Posting, isDoubtful: boolean): Promise<Posted> {
    const before = isDoubtful ? await readBack(to) : "absent";
    if (typeof before === "object") return before;
    return once(before === "unreadable" ? asPossibleRepeat(message) : message, to);
  }

  async function post(message: Message, to: Posting): Promise<Posted> {
    const deadlineMs = clock.monotonicMs() + (to.withinMs ?? 20_000);
    let isDoubtful = to.isRepeat === true;
    for (let tries = 1; ; tries += 1) {
      const leftMs = Math.max(deadlineMs - clock.monotonicMs(), 0);
      const waitMs = backoffMs(tries);
      try {
        return await postUnlessThere(message, { ...to, withinMs: leftMs }, isDoubtful);
      } catch (error) {
        if (!isInDoubt(error) || waitMs > leftMs || to.signal?.aborted) throw error;
        isDoubtful = true;
      }
      await pause(clock, waitMs, to.signal);
    }
  }

  return {
    post,
    async postEphemeral(message, to) {
      const { text, blocks } = renderMessage(message, look);
      const thread = to.thread === undefined ? {} : { thread_ts: to.thread };
      const args = { channel: to.channel, user: to.user, text, ...content(blocks), parse: "none", ...thread };
      await call("chat.postEphemeral", args, z.unknown(), callOptions(to, false));
    },
    async update(message, at, options) {
      const { text, blocks } = renderMessage(message, look);
      // Both are reset when left out: https://docs.slack.dev/reference/methods/chat.update
      const args = { channel: at.channel, ts: at.ts, text, blocks, parse: "none", link_names: false };
      await call("chat.update", args, z.unknown(), options);
    },
  };
}

const marked = z.object({
  ts: z.string(),
  metadata: z
    .object({
      event_type: z.string().nullish(),
      event_payload: z.object({ delivery: z.unknown().optional() }).nullish(),
    })
    .nullish(),
});

function callOptions(to: Posting, isRepeatable: boolean): CallOptions {
  return {
    isRepeatable,
    ...(to.withinMs !== undefined && { withinMs: to.withinMs }),
    ...(to.signal !== undefined && { signal: to.signal }),
  };
}

function content(blocks: readonly unknown[]): { readonly blocks?: readonly unknown[] } {
  return blocks.length === 0 ? {} : { blocks };
}
