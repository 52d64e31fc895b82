import type { ChatSink, Responder } from "../chat/adapter.ts";
import type { CommandEvent } from "../chat/event.ts";

/** A sink for tests that are about typed commands: everything else is refused. */
export function sinkOf(hear: (event: CommandEvent, responder: Responder) => Promise<void>): ChatSink {
  return {
    async hear(event, responder) {
      if (event.type !== "command") throw new Error(`no command: ${event.type}`);
      await hear(event, responder);
    },
    submit: async () => ({ type: "done" }),
    options: async () => [],
  };
}
