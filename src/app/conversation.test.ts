import { expect, test } from "vitest";
import type { CommandEvent } from "../chat/event.ts";
import { plain } from "../chat/text.ts";
import type { Outcome } from "../router/outcome.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { createConversation } from "./conversation.ts";

const event: CommandEvent = {
  type: "command",
  text: "whoowns x",
  user: { platform: "test", tenant: "T1", id: "U1" },
  address: { platform: "test", tenant: "T1", channel: "C1" },
  place: "channel",
};

test("an answer does not wait for the word that it takes long, whatever becomes of that", async () => {
  const clock = createFakeClock();
  let finish: (outcome: Outcome) => void = () => undefined;
  const router = {
    dispatch: () =>
      new Promise<Outcome>((resolve) => {
        finish = resolve;
      }),
    submit: async () => ({ type: "done" as const }),
    options: async () => [],
  };
  const { hear } = createConversation({ router, clock, log: recordedLog().log, signal: new AbortController().signal });
  const said: string[] = [];
  const heard = hear(event, {
    answer: (message) => {
      said.push(plain(message.text));
      return said.length === 1 ? new Promise(() => undefined) : Promise.resolve();
    },
    open: async () => undefined,
  });

  await clock.advance(2_000);
  finish({ status: "done", data: undefined, message: { text: "Team X owns x" } });
  await heard;

  expect(said).toEqual(["Still working on it; the answer comes here.", "Team X owns x"]);
});
