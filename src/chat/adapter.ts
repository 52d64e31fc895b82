import type { Address, ChatEvent, MessageRef } from "./event.ts";
import type { Message } from "./message.ts";

/** A chat platform. No verb is optional; an adapter degrades by itself, as the contract suite in src/testing checks. */
export interface ChatAdapter {
  readonly platform: string;
  readonly supports: { readonly privateReply: boolean; readonly update: boolean };
  /** Begins to hand events to `sink`. Rejects with `unavailable` or `invalid_config` when it cannot. */
  start(sink: (event: ChatEvent) => Promise<void>): Promise<void>;
  /** Ends cleanly: no event is handed over after it resolves. Safe to call twice. */
  stop(): Promise<void>;
  /** Shows a message; the reference finds it again. Rejects with `not_found` when the address is of no use. */
  send(to: Address, message: Message): Promise<MessageRef>;
  /** Replaces a message; where the platform cannot, shows the new one below. Rejects with `not_found` for an unknown reference. */
  update(ref: MessageRef, message: Message): Promise<void>;
}
