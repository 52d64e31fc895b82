import type { Finding } from "../finding.ts";
import type { HttpRoute } from "../http-route.ts";
import type { Address, ChatEvent, FormSubmission, MessageRef, OptionsQuery } from "./event.ts";
import type { Choice, FormResult, OpenForm } from "./form.ts";
import type { Message } from "./message.ts";

/** How one event is answered: made by the adapter for that event alone. */
export interface Responder {
  /**
   * Shows the answer where its asker expects it; called again, it replaces what it showed where the platform can.
   * Rejects with `unavailable` when the platform does not take it, after the adapter tried what it could.
   */
  answer(message: Message): Promise<void>;
  /** Opens a form. Rejects with `unsupported` where none can be opened and with `expired` when it is too late. */
  open(form: OpenForm): Promise<void>;
}

/** The bot's side of a chat platform. */
export interface ChatSink {
  /** Settles when the event was dealt with and answered. Rejects only with what `responder` rejected with. */
  hear(event: ChatEvent, responder: Responder): Promise<void>;
  /** Never rejects. */
  submit(submission: FormSubmission): Promise<FormResult>;
  /** Never rejects. */
  options(query: OptionsQuery): Promise<readonly Choice[]>;
}

/** Where a message to a channel or a person goes. */
export interface Place {
  readonly address: Address;
  /** As people call it: `#pay-help`, `Mia Chen`. */
  readonly label: string;
  readonly url?: string;
}

/** What somebody is looked for with; what is absent counts for nothing. */
export interface PersonClue {
  /** Their e-mail address or sign-in name. */
  readonly email?: string;
  /** Their object id in the organisation's directory; where there is one it decides. */
  readonly directoryId?: string;
}

export interface ChatAdapter {
  readonly platform: string;
  /** Where a mention is the way to ask, as a sentence begins: `In a channel`. Absent where there is nothing to mention. */
  readonly mentionHint?: string;
  /** What in the catalog joins a person with their account, as a sentence names it; absent where only `spec.profile.email` does. */
  readonly joins?: string;
  readonly supports: {
    readonly privateReply: boolean;
    readonly update: boolean;
    /** People and channels can be found. */
    readonly find: boolean;
    readonly forms: boolean;
  };
  /** What the one HTTP server serves for it. */
  readonly routes: readonly HttpRoute[];
  /**
   * Begins to hand events to `sink`. Each delivery of the platform is handed over once, whatever it is sent again, and
   * what was acknowledged in an earlier run and not dealt with is handed over again.
   * Rejects with `unavailable` or `invalid_config` when it cannot.
   */
  start(sink: ChatSink): Promise<void>;
  /** Ends cleanly: no event is handed over after it resolves. Safe to call twice. */
  stop(): Promise<void>;
  /** Shows a message; the reference finds it again. Rejects with `not_found` when the address is of no use. */
  send(to: Address, message: Message): Promise<MessageRef>;
  /** Replaces a message; where the platform cannot, shows the new one below. Rejects with `not_found` for an unknown reference. */
  update(ref: MessageRef, message: Message): Promise<void>;
  /**
   * Where a channel (an id, a name with or without `#`, or what the platform copies as its link) or a person is reached;
   * undefined when there is no such. Rejects with `conflict` for a name that several channels have, with `unavailable` when it cannot be known now.
   * With `fromList` a person is looked for in a list that may be some hours old, without a question to the platform, so
   * that hundreds can be; rejects with `unavailable` while there is no list.
   */
  find(
    what: { readonly channel: string } | { readonly person: PersonClue; readonly fromList?: true },
  ): Promise<Place | undefined>;
  /** Why nothing can be received now; undefined while all is well. */
  readiness(): string | undefined;
  /** What is right and wrong with the platform's set-up. */
  check(signal: AbortSignal): Promise<readonly Finding[]>;
}
