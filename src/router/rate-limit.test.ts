import { describe, expect, test } from "vitest";
import type { ChatUser } from "../chat/event.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { heard, routerSubject } from "../testing/router-subject.ts";
import { createRateLimit } from "./rate-limit.ts";

const mia: ChatUser = { platform: "test", tenant: "T1", id: "U1" };

function subject() {
  const clock = createFakeClock();
  const limit = createRateLimit({ clock, burst: 3, perSecond: 2 });
  const take = (times: number, user = mia) => Array.from({ length: times }, () => limit.take(user));
  return { clock, limit, take };
}

test("a burst goes through; what is more is told once, then dropped", () => {
  expect(subject().take(6)).toEqual(["go", "go", "go", "tell", "drop", "drop"]);
});

test("whoever slows down is heard again, and never has more than a burst", async () => {
  const { clock, take } = subject();
  take(5);

  await clock.advance(500);
  expect(take(2)).toEqual(["go", "drop"]);
  await clock.advance(3_600_000);
  expect(take(4)).toEqual(["go", "go", "go", "tell"]);
});

test("somebody who does not stop is told once a minute", async () => {
  const { clock, take } = subject();
  take(4);
  let told = 0;
  for (let second = 0; second < 119; second += 1) {
    await clock.advance(1000);
    told += take(10).filter((verdict) => verdict === "tell").length;
  }

  expect(told).toBe(1);
});

test("a wall clock that is set changes nothing", () => {
  const { clock, take } = subject();
  take(4);

  clock.stepWall(3_600_000);
  expect(take(1)).toEqual(["drop"]);
  clock.stepWall(-7_200_000);
  expect(take(1)).toEqual(["drop"]);
});

test.each([
  ["of another tenant", { ...mia, tenant: "T2" }],
  ["on another platform", { ...mia, platform: "other" }],
])("somebody with the same id %s has a limit of their own", (_, other) => {
  const { take } = subject();
  take(5);

  expect(take(1, other)).toEqual(["go"]);
});

test("whoever runs the process has no limit", () => {
  const { take } = subject();

  expect(new Set(take(1000, { ...mia, isOperator: true }))).toEqual(new Set(["go"]));
});

test("of 10,000 users the one seen longest ago is forgotten", () => {
  const { take } = subject();
  const other: ChatUser = { ...mia, id: "U2" };
  take(4, other);
  take(4);
  const crowd = (from: number, to: number) => {
    for (let id = from; id < to; id += 1) take(1, { ...mia, id: `crowd ${id}` });
  };

  crowd(0, 9_998);
  expect(take(1)).toEqual(["drop"]);
  crowd(9_998, 9_999);
  expect(take(1)).toEqual(["drop"]);
  expect(take(1, other)).toEqual(["go"]);
});

describe("more than one person can ask", () => {
  test("is said once, then nothing is, and others are answered", async () => {
    const { command, say } = routerSubject();
    command({ name: "whoowns" });
    for (let asked = 0; asked < 20; asked += 1) expect(await say("whoowns x")).toMatchObject({ status: "answer" });

    expect(await say("whoowns x")).toMatchObject({
      status: "error",
      error: { code: "rate_limited", message: "That is more than can be answered at once. Go on in a minute." },
      message: { private: true },
    });
    expect(await say("whoowns x")).toEqual({ status: "silent" });
    expect(await say("whoowns x", { user: { ...heard.user, id: "U2" } })).toMatchObject({ status: "answer" });
  });

  test("does not reach its command", async () => {
    const { command, say } = routerSubject();
    let runs = 0;
    const run = async () => {
      runs += 1;
      return { status: "answer", data: null, message: { text: "x" } } as const;
    };
    command({ name: "whoowns", run });

    await Promise.all(Array.from({ length: 100 }, () => say("whoowns x")));

    expect(runs).toBe(20);
  });
});
