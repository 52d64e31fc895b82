import type { ChatAdapter } from "../chat/adapter.ts";
import type { Address, ChatEvent, ChatUser, MessageRef } from "../chat/event.ts";
import type { Message } from "../chat/message.ts";
import { BotError } from "../errors.ts";

/** A message as it is shown now. */
export interface Shown {
  readonly ref: MessageRef;
  readonly message: Message;
  /** How often it was replaced. */
  readonly updates: number;
}

/** A small chat platform in memory: one tenant, the channels it was given, and everything that is shown there. */
export interface FakeChatAdapter extends ChatAdapter {
  /** What is shown, oldest first. */
  readonly shown: readonly Shown[];
  /** Somebody types: settles when the event was handed over, or at once when nobody listens. */
  say(text: string, event?: Partial<ChatEvent>): Promise<void>;
}

/** The first channel of a fake platform, a person's direct conversation with the bot. */
export const fakeAddress: Address = { platform: "fake", tenant: "T1", channel: "D1" };

/** Who types on the fake platform, unless somebody else is named. */
export const fakeUser: ChatUser = { platform: "fake", tenant: "T1", id: "U1", displayName: "Mia Chen" };

/** A fake platform with the channels `D1` (direct) and `C1`, unless others are named. */
export function createFakeChatAdapter(channels: readonly string[] = ["D1", "C1"]): FakeChatAdapter {
  const { platform, tenant } = fakeAddress;
  let shown: readonly Shown[] = [];
  let sink: ((event: ChatEvent) => Promise<void>) | undefined;

  return {
    platform,
    supports: { privateReply: true, update: true },
    async start(receive) {
      sink = receive;
    },
    async stop() {
      sink = undefined;
    },
    async send(to, message) {
      if (to.platform !== platform || to.tenant !== tenant || !channels.includes(to.channel)) {
        throw new BotError("not_found", `There is no channel ${to.channel}. Use one of ${channels.join(", ")}.`);
      }
      const ref = { ...to, id: String(shown.length + 1) };
      shown = [...shown, { ref, message, updates: 0 }];
      return ref;
    },
    async update(ref, message) {
      const isIt = (entry: Shown): boolean => entry.ref.id === ref.id && entry.ref.channel === ref.channel;
      if (!shown.some(isIt)) throw new BotError("not_found", `There is no message ${ref.id}. Send a new one.`);
      shown = shown.map((entry) => (isIt(entry) ? { ref: entry.ref, message, updates: entry.updates + 1 } : entry));
    },
    get shown() {
      return shown;
    },
    async say(text, event = {}) {
      await sink?.({ type: "command", text, user: fakeUser, address: fakeAddress, place: "direct", ...event });
    },
  };
}
