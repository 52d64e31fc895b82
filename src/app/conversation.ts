import type { ChatSink, Responder } from "../chat/adapter.ts";
import type { ChatEvent } from "../chat/event.ts";
import type { Message } from "../chat/message.ts";
import type { Clock } from "../clock.ts";
import { BotError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Outcome } from "../router/outcome.ts";
import type { Router } from "../router/router.ts";

/** How long an asker waits in silence, in milliseconds. */
const patienceMs = 2000;

const stillWorking: Message = { text: "Still working on it; the answer comes here.", private: true, isPassing: true };

/** What stands between the adapters and the router: says what the router found, and that it takes long when it does. */
export function createConversation(parts: {
  readonly router: Pick<Router, "dispatch" | "submit" | "options">;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the bot stops. */
  readonly signal: AbortSignal;
}): ChatSink {
  const { router, clock, log, signal } = parts;

  async function hear(event: ChatEvent, responder: Responder): Promise<void> {
    const dispatched = router.dispatch(event, signal);
    const cancel = soothe(responder);
    const outcome = await dispatched;
    cancel();
    // What is still being told is ended by the answer: in an outage that would take minutes.
    await say(outcome, responder);
  }

  /** Tells a waiting asker, once, that the answer takes long; unless that is cancelled. */
  function soothe(responder: Responder): () => void {
    return clock.after(patienceMs, () => {
      responder.answer(stillWorking).catch((error: unknown) => log.debug({ err: error }, "progress not shown"));
    });
  }

  async function say(outcome: Outcome, responder: Responder): Promise<void> {
    if (outcome.status === "silent") return;
    if (outcome.status !== "form") return responder.answer(outcome.message);
    try {
      await responder.open(outcome.open);
    } catch (error) {
      // The platform's moment for a form is over, or it has none: the message says how else.
      if (!(error instanceof BotError)) throw error;
      await responder.answer(outcome.message);
    }
  }

  return {
    hear,
    submit: (submission) => router.submit(submission, signal),
    options: (query) => router.options(query, signal),
  };
}
