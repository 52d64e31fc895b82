import { describe, expect, test } from "vitest";
import type { Job } from "../jobs.ts";
import { createLog } from "../log.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createJobs } from "./create-jobs.ts";
import type { Trigger } from "./schedule.ts";

const minuteMs = 60_000;

/** Jobs whose triggers fire every minute, whatever the expression. */
function subject() {
  const clock = createFakeClock();
  const logged: { msg: string; job: string; level: number }[] = [];
  const log = createLog({ level: "info", secrets: [], write: (line) => logged.push(JSON.parse(line)) });
  const everyMinute = (): Trigger => {
    let cancel = (): void => undefined;
    const start = (fire: () => void): void => {
      cancel = clock.after(minuteMs, () => {
        start(fire);
        fire();
      });
    };
    return { start, stop: () => cancel(), next: () => new Date(clock.now().getTime() + minuteMs) };
  };
  return { clock, logged, jobs: createJobs({ clock, log, trigger: everyMinute }) };
}

/** A job that runs until it is let go, and what became of it. */
function heldJob() {
  let release = (): void => undefined;
  let starts = 0;
  let ends = 0;
  const job: Job = async () => {
    starts += 1;
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    ends += 1;
  };
  return { job, release: () => release(), starts: () => starts, ends: () => ends };
}

describe("a repeated job", () => {
  test("does not run before start, nor after stop", async () => {
    const { clock, jobs } = subject();
    let runs = 0;
    jobs.every("sync", "* * * * *", async () => {
      runs += 1;
    });

    await clock.advance(5 * minuteMs);
    expect(runs).toBe(0);
    jobs.start();
    await clock.advance(3 * minuteMs);
    expect(runs).toBe(3);
    await jobs.stop();
    await clock.advance(5 * minuteMs);
    expect(runs).toBe(3);
  });

  test("that takes long never overlaps itself, and goes on afterwards", async () => {
    const { clock, jobs } = subject();
    const held = heldJob();
    jobs.every("sync", "* * * * *", held.job);
    jobs.start();

    await clock.advance(5 * minuteMs);
    expect([held.starts(), held.ends()]).toEqual([1, 0]);
    held.release();
    await clock.advance(minuteMs);

    expect([held.starts(), held.ends()]).toEqual([2, 1]);
  });

  test("that fails is logged once a time, and runs again", async () => {
    const { clock, jobs, logged } = subject();
    jobs.every("sync", "* * * * *", async () => {
      throw new Error("no network");
    });
    jobs.start();

    await clock.advance(2 * minuteMs);

    expect(logged.map(({ msg, job }) => [msg, job])).toEqual([
      ["job failed", "sync"],
      ["job failed", "sync"],
    ]);
    await jobs.stop();
  });

  test("with a name that is taken is refused", () => {
    const { jobs } = subject();
    jobs.every("sync", "* * * * *", async () => undefined);

    expect(() => jobs.every("sync", "* * * * *", async () => undefined)).toThrow(
      expect.objectContaining({ code: "conflict" }),
    );
  });

  test("with an expression that is none is refused", () => {
    const { clock } = subject();
    const jobs = createJobs({ clock, log: createLog({ level: "silent", secrets: [] }) });

    expect(() => jobs.every("sync", "often", async () => undefined)).toThrow(
      expect.objectContaining({ code: "invalid_config" }),
    );
  });
});

describe("a job of soon", () => {
  test("runs after start, once, and not before the caller has gone on", async () => {
    const { clock, jobs } = subject();
    const order: string[] = [];
    jobs.soon("early", async () => void order.push("early"));
    await clock.advance(1);
    expect(order).toEqual([]);
    jobs.start();
    jobs.soon("answer", async () => void order.push("answer"));
    order.push("caller");

    await clock.advance(minuteMs);

    expect(order[0]).toBe("caller");
    expect(order.slice(1).sort()).toEqual(["answer", "early"]);
  });

  test("waits for one of its name, and is never left out", async () => {
    const { clock, jobs } = subject();
    const held = heldJob();
    const order: string[] = [];
    jobs.start();
    jobs.soon("sync", held.job);
    jobs.soon("sync", async () => void order.push("second"));
    jobs.soon("sync", async () => void order.push("third"));
    jobs.soon("other", async () => void order.push("other"));

    await clock.advance(1);
    expect(order).toEqual(["other"]);
    held.release();
    await clock.advance(1);

    expect(order).toEqual(["other", "second", "third"]);
  });

  test("shares its name with a repeated one without overlap", async () => {
    const { clock, jobs } = subject();
    const held = heldJob();
    jobs.every("sync", "* * * * *", held.job);
    jobs.start();
    jobs.soon("sync", held.job);

    await clock.advance(3 * minuteMs);

    expect(held.starts()).toBe(1);
  });
});

describe("stop", () => {
  test("tells running jobs to end and waits for them, without calling that a failure", async () => {
    const { clock, jobs, logged } = subject();
    let hasEnded = false;
    jobs.start();
    jobs.soon("sync", async (signal) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      hasEnded = true;
      signal.throwIfAborted();
    });
    await clock.advance(1);

    await jobs.stop();
    await jobs.stop();

    expect(hasEnded).toBe(true);
    expect(logged).toEqual([]);
  });

  test("drops what has not begun, and says so for what comes later", async () => {
    const { clock, jobs, logged } = subject();
    let runs = 0;
    const count: Job = async () => {
      runs += 1;
    };
    jobs.soon("before", count);

    await jobs.stop();
    jobs.soon("after", count);
    jobs.start();
    await clock.advance(minuteMs);

    expect(runs).toBe(0);
    expect(logged).toMatchObject([{ msg: "job dropped, stopping", job: "after" }]);
  });
});
