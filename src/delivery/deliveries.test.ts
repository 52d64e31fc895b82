import { describe, expect, onTestFinished, test } from "vitest";
import type { DeliveryEvent, PushEvent } from "../event/delivery-event.ts";
import { createJobs } from "../jobs/create-jobs.ts";
import { createInbox } from "../store/inbox.ts";
import { createMemoryStore } from "../store/memory.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { createDeliveries } from "./deliveries.ts";

const never = new AbortController().signal;
/** A busy machine takes its time. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });

function push(id: string, slug = "acme/payments"): PushEvent {
  const repository = { host: "github.com", slug };
  return {
    id: `github/github.com/${id}`,
    type: "push",
    repository,
    branch: "main",
    isDefaultBranch: true,
    isByBot: false,
  };
}

const shortId = ({ id }: DeliveryEvent) => id.split("/").at(-1) ?? "";

/** A data folder in which one run follows another. */
function subject() {
  const store = createMemoryStore();
  const clock = createFakeClock();
  const { log, lines } = recordedLog();
  return {
    store,
    clock,
    lines,
    /** Begins a run that hands pushes to `handle`. */
    run(handle: (event: PushEvent, signal: AbortSignal, behind: () => readonly DeliveryEvent[]) => Promise<void>) {
      const inbox = createInbox({ store, clock, log });
      const jobs = createJobs({ clock, log });
      const desk = createDeliveries({ inbox, jobs, clock, log });
      desk.on("push", handle);
      onTestFinished(() => void jobs.stop());
      return { ...desk, jobs, accept: desk.intake.accept, found: () => desk.check.run(never) };
    },
    /** What is kept, by the beginning of the key. */
    kept: async (prefix: string) => (await store.list(prefix)).map(({ key }) => key.split("/").at(-1)),
  };
}

/** Lets everything settle that waits for no clock, also where the machine has much else to do; what is done is written after a moment. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe("a delivery", () => {
  test("is dealt with once by everybody who listens to its type, and no more when it comes again", async () => {
    const { run, kept } = subject();
    const heard: string[] = [];
    const desk = run(async (event) => void heard.push(`one ${shortId(event)}`));
    desk.on("push", async (event) => void heard.push(`two ${shortId(event)}`));
    desk.on("repository", async () => void heard.push("repository"));
    desk.jobs.start();

    expect([await desk.accept(push("a")), await desk.accept(push("a"))]).toEqual(["new", "seen"]);
    await settle();
    expect(await desk.accept(push("a"))).toBe("seen");
    await settle();

    expect(heard).toEqual(["one a", "two a"]);
    expect([await kept("inbox/open/"), await kept("inbox/done/")]).toEqual([[], ["a"]]);
  });

  test("of many repositories at once: none of the waiting is taken for a leak", async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error) => void warnings.push(warning);
    process.on("warning", hear);
    onTestFinished(() => void process.off("warning", hear));
    const { run } = subject();
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const desk = run(() => held);
    desk.jobs.start();
    for (let count = 0; count < 40; count += 1) await desk.accept(push(`p${count}`, `acme/r${count}`));
    await settle();
    finish();
    await settle();

    expect(warnings).toEqual([]);
  });

  test("waits for those before it of the same repository, whatever the case of its name, and for no other's", async () => {
    const { run } = subject();
    const heard: string[] = [];
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const desk = run(async (event, _signal, behind) => {
      if (shortId(event) === "a") await held;
      heard.push(`${shortId(event)} before ${behind().map(shortId).join()}`);
    });
    desk.jobs.start();
    for (const event of [push("a"), push("b", "ACME/payments"), push("c"), push("d", "acme/other")])
      await desk.accept(event);
    await settle();
    expect(heard).toEqual(["d before "]);
    finish();
    await settle();

    expect(heard).toEqual(["d before ", "a before b,c", "b before c", "c before "]);
  });

  test("that cannot be dealt with is tried again after growing pauses, by those who did not take it, and put away after five", async () => {
    const { run, clock, kept, lines } = subject();
    const times: number[] = [];
    let taken = 0;
    const desk = run(async (event) => {
      if (shortId(event) !== "bad") return;
      times.push(clock.monotonicMs());
      throw new Error("a bug");
    });
    desk.on("push", async (event) => {
      if (shortId(event) === "bad") taken += 1;
    });
    desk.jobs.start();
    await desk.accept(push("bad"));
    await desk.accept(push("next"));
    await desk.accept(push("other", "acme/other"));
    await settle();
    await eventually(() => kept("inbox/done/")).toEqual(["other"]);
    for (let minute = 0; minute < 12; minute += 1) {
      await clock.advance(60_000);
      await settle();
    }

    expect(times).toEqual([0, 1_000, 11_000, 71_000, 671_000]);
    expect(taken).toBe(1);
    expect([await kept("inbox/open/"), await kept("quarantine/")]).toEqual([[], ["bad"]]);
    expect(await kept("inbox/done/")).toEqual(["bad", "next", "other"]);
    expect(await desk.found()).toMatchObject([
      { level: "warning", found: expect.stringMatching(/^1 delivery was put away/) },
    ]);
    expect(lines.filter((line) => line.includes("a delivery is put away"))).toHaveLength(1);
  });

  test("whose handler never ends keeps the next waiting for ten minutes at most", async () => {
    const { run, clock } = subject();
    const heard: string[] = [];
    const desk = run(async (event, signal) => {
      heard.push(shortId(event));
      if (heard.length > 1) return;
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      heard.push("told to end");
      await new Promise(() => undefined);
    });
    desk.jobs.start();
    await desk.accept(push("a"));
    await settle();
    await clock.advance(600_000);
    await settle();
    await clock.advance(1_000);
    await settle();

    expect(heard).toEqual(["a", "told to end", "a"]);
  });
});

describe("a restart", () => {
  test("takes up in order what was accepted and not dealt with, before what comes then", async () => {
    const { run, kept } = subject();
    const first = run(() => new Promise(() => undefined));
    for (const id of ["a", "b", "c"]) await first.accept(push(id));
    const heard: string[] = [];

    const second = run(async (event) => void heard.push(shortId(event)));
    await second.accept(push("d"));
    second.jobs.start();
    await settle();

    expect(heard).toEqual(["a", "b", "c", "d"]);
    await expect.poll(() => kept("inbox/open/")).toEqual([]);
  });

  test("in the middle of one deals with it again; twice in the middle, it is put away and the others are dealt with", async () => {
    const { run, found, kept } = { ...subject(), found: [] as string[] };
    const die = () => new Promise<void>(() => undefined);
    const first = run(die);
    for (const event of [push("a"), push("b"), push("c", "acme/other")]) await first.accept(event);
    for (let crash = 0; crash < 2; crash += 1) {
      const next = run(die);
      next.jobs.start();
      await settle();
    }
    const last = run(async (event) => void found.push(shortId(event)));
    last.jobs.start();
    await settle();

    expect(found).toEqual(["c", "b"]);
    expect(await kept("quarantine/")).toEqual(["a"]);
    expect(await last.found()).toHaveLength(1);
  });

  test("that was asked for is no crash: what was under way is dealt with by the next run, however often", async () => {
    const { run, kept } = subject();
    let calls = 0;
    const untilToldToEnd = (_event: DeliveryEvent, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        calls += 1;
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    await run(untilToldToEnd).accept(push("a"));
    for (let stop = 0; stop < 4; stop += 1) {
      const next = run(untilToldToEnd);
      next.jobs.start();
      await settle();
      await next.jobs.stop();
    }

    expect(calls).toBe(4);
    expect([await kept("inbox/open/"), await kept("quarantine/")]).toEqual([["a"], []]);
  });

  test("into a version that cannot read what was kept ends nothing", async () => {
    const { run, store, clock, lines } = subject();
    const inbox = createInbox({ store, clock, log: recordedLog().log });
    await inbox.accept({ id: "github/github.com/old", body: { type: "unheard of" } });
    const heard: string[] = [];
    const desk = run(async (event) => void heard.push(shortId(event)));
    desk.jobs.start();
    await desk.accept(push("a"));
    await settle();

    expect(heard).toEqual(["a"]);
    expect(lines.join("")).toContain("cannot be read by this version");
  });
});
