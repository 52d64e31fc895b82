import { randomUUID } from "node:crypto";
import type { ChatAdapter } from "../../../src/chat/adapter.ts";
import type { Address, MessageRef } from "../../../src/chat/event.ts";
import type { Message } from "../../../src/chat/message.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { SlackCall } from "../web-api/call.ts";
import { refusalCode } from "../web-api/errors.ts";
import type { Home } from "../web-api/home.ts";
import { workspaces } from "../web-api/pages.ts";
import type { Poster } from "./posting.ts";

/** What reaches people unasked. */
export type Sending = Pick<ChatAdapter, "send" | "update">;

/** Messages that Slack knows and does not let us change. */
const unchangeable = new Set([
  "cant_update_message",
  "edit_window_closed",
  "block_mismatch",
  "streaming_state_conflict",
]);
const workspacesFreshMs = 10 * 60_000;

/** Sends and replaces at one home. */
export function createSending(parts: {
  readonly home: Home;
  readonly call: SlackCall;
  readonly poster: Poster;
  readonly clock: Clock;
}): Sending {
  const { home, poster, clock } = parts;
  let known: { readonly atMs: number; readonly ids: ReadonlySet<string> } | undefined;

  async function isHere(tenant: string): Promise<boolean> {
    if (tenant === home.tenant) return true;
    if (!home.isOrg) return false;
    if (known === undefined || clock.monotonicMs() - known.atMs > workspacesFreshMs) {
      const all = await workspaces(parts.call, true);
      known = { atMs: clock.monotonicMs(), ids: new Set(all.flatMap(({ id }) => id ?? [])) };
    }
    return known.ids.has(tenant);
  }

  async function mustBeHere(at: Address): Promise<void> {
    if (at.platform === "slack" && (await isHere(at.tenant))) return;
    throw new BotError("not_found", `There is no ${at.platform} workspace ${at.tenant} here.`);
  }

  async function send(to: Address, message: Message): Promise<MessageRef> {
    await mustBeHere(to);
    const thread = to.thread === undefined ? {} : { thread: to.thread };
    const { channel, ts } = await poster.post(message, {
      channel: to.channel,
      ...thread,
      mark: `send/${randomUUID()}`,
    });
    return { ...to, channel, id: ts, url: `${home.url}archives/${channel}/p${ts.replace(".", "")}` };
  }

  return {
    send,
    async update(ref, message) {
      await mustBeHere(ref);
      try {
        await poster.update(message, { channel: ref.channel, ts: ref.id });
      } catch (error) {
        if (!unchangeable.has(refusalCode(error) ?? "")) throw error;
        await send(ref, message);
      }
    },
  };
}
