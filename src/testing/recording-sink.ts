import type { ChatSink, Responder } from "../chat/adapter.ts";
import type { ChatEvent, FormSubmission, OptionsQuery } from "../chat/event.ts";

/** A sink and what it heard. */
export interface RecordingSink {
  readonly sink: ChatSink;
  readonly events: ChatEvent[];
  readonly responders: Responder[];
  readonly submissions: FormSubmission[];
  readonly queries: OptionsQuery[];
}

/** Keeps what it hears; answers commands with “answer to …” unless told otherwise. */
export function recordingSink(own: Partial<ChatSink> = {}): RecordingSink {
  const events: ChatEvent[] = [];
  const responders: Responder[] = [];
  const submissions: FormSubmission[] = [];
  const queries: OptionsQuery[] = [];
  const sink: ChatSink = {
    async hear(event, responder) {
      events.push(event);
      responders.push(responder);
      if (own.hear !== undefined) return own.hear(event, responder);
      if (event.type === "command") await responder.answer({ text: `answer to ${event.text}` });
    },
    async submit(submission) {
      submissions.push(submission);
      return own.submit?.(submission) ?? { type: "done" };
    },
    async options(query) {
      queries.push(query);
      return own.options?.(query) ?? [];
    },
  };
  return { sink, events, responders, submissions, queries };
}
