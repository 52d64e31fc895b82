import { expect, test } from "vitest";
import { BotError } from "../../errors.ts";
import { createFakeClock } from "../../testing/fake-clock.ts";
import { attempt, type Judge } from "./attempts.ts";
import { createLane } from "./lane.ts";

const judge: Judge = {
  platform: "Somewhere",
  verdictOf: () => ({ type: "in-doubt" }),
  botErrorOf: (cause) => new BotError("unavailable", "It does not answer.", { cause }),
};

test("requests that we end ourselves are no sign that the platform is away", async () => {
  const clock = createFakeClock();
  const lane = createLane(clock);

  for (let count = 0; count < 9; count += 1) {
    const ending = new AbortController();
    const run = async (): Promise<never> => {
      ending.abort();
      throw ending.signal.reason;
    };
    const tried = attempt(
      run,
      { lane, key: "a", clock, judge },
      { withinMs: 1_000, signal: ending.signal, isRepeatable: false },
    );
    await expect(tried).rejects.toMatchObject({ code: "unavailable" });
  }

  expect(lane.claim("a")).toBe(0);
});
