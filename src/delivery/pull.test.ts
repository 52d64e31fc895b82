import { expect, test } from "vitest";
import { BotError } from "../errors.ts";
import type { Job } from "../jobs.ts";
import { createInbox } from "../store/inbox.ts";
import { createMemoryStore } from "../store/memory.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { pushPayload } from "../testing/github-deliveries.ts";
import { createMemoryForge, type MemoryForge } from "../testing/memory-forge.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { createPull } from "./pull.ts";

const never = new AbortController().signal;
/** A busy machine takes its time. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });

/** A forge that outlives the runs of a bot, and what those kept in order. */
function subject(forge: MemoryForge = createMemoryForge({ host: "github.com" })) {
  const clock = createFakeClock();
  const { log, lines } = recordedLog();
  const store = createMemoryStore();
  const kept: string[] = [];
  let guids = 0;
  return {
    forge,
    clock,
    lines,
    kept,
    /** Something that the forge tried to deliver now. */
    tried(differs: Partial<Parameters<MemoryForge["putDelivery"]>[0]> = {}) {
      guids += 1;
      const delivery = {
        guid: `g-${guids}`,
        event: "push",
        at: clock.now(),
        isAccepted: false,
        payload: pushPayload(),
      };
      forge.putDelivery({ ...delivery, ...differs });
    },
    /** Begins a run. @param mostKept after as many the process dies */
    run(mostKept = Number.POSITIVE_INFINITY) {
      let job: Job = async () => {};
      const inbox = createInbox({ store, clock, log });
      const accept = async (event: { readonly id: string }) => {
        if (kept.length >= mostKept) return new Promise<never>(() => undefined);
        const outcome = await inbox.accept({ id: event.id, body: event });
        if (outcome === "new") kept.push(event.id.replace("github/github.com/", ""));
        return outcome;
      };
      const every = (_name: string, _cron: string, given: Job) => {
        job = given;
      };
      const jobs = { soon: () => {}, every };
      const { check } = createPull({ forges: [forge], intake: { accept }, store, jobs, clock, log });
      return {
        accept,
        minute: () => job(never),
        found: async () => (await check.run(never))[0],
        all: () => check.run(never),
      };
    },
  };
}

const lists = ({ calls }: MemoryForge) => calls.filter(({ verb }) => verb === "deliveries").length;
const reads = ({ calls }: MemoryForge) => calls.filter(({ verb }) => verb === "delivery").length;

test("200 deliveries that were missed in half an hour are kept by one run in order, once, with one look at the list", async () => {
  const { forge, clock, kept, run, tried } = subject();
  await run().minute();
  for (let count = 0; count < 200; count += 1) {
    tried();
    await clock.advance(9_000);
  }
  const looked = lists(forge);
  const next = run();
  await next.minute();

  expect(kept).toEqual(Array.from({ length: 200 }, (_, index) => `g-${index + 1}`));
  expect(lists(forge) - looked).toBe(1);
  await next.minute();
  await next.minute();
  expect(kept).toHaveLength(200);
  expect([lists(forge) - looked, reads(forge)]).toEqual([3, 200]);
  expect(await next.found()).toMatchObject({ level: "ok", found: "github.com: fetched just now" });
});

test("a process that dies in the middle loses none and deals with none twice", async () => {
  const { clock, kept, run, tried } = subject();
  await run().minute();
  for (let count = 0; count < 50; count += 1) tried();
  await clock.advance(60_000);
  void run(20).minute();
  await eventually(() => kept.length).toBe(20);
  await run().minute();

  expect(kept).toEqual(Array.from({ length: 50 }, (_, index) => `g-${index + 1}`));
});

test("what was accepted, also at another attempt, what came by itself and what is not used is left alone", async () => {
  const { forge, kept, run, tried } = subject();
  const bot = run();
  await bot.minute();
  tried({ isAccepted: true });
  tried({ guid: "again" });
  tried({ guid: "again", isAccepted: true });
  tried({ event: "issues" });
  tried({ guid: "came" });
  tried({ payload: { ref: null } });
  tried({ guid: "missed" });
  await bot.accept({ id: "github/github.com/came" });
  await bot.minute();

  expect(kept).toEqual(["came", "missed"]);
  expect(reads(forge)).toBe(3);
});

test("the first run of all begins with now: a day of old pushes is in what the first sync reads", async () => {
  const { clock, kept, run, tried } = subject();
  tried();
  await clock.advance(24 * 3_600_000);
  tried();
  await run().minute();

  expect(kept).toEqual(["g-2"]);
});

test("a delivery that is listed late is found", async () => {
  const { clock, kept, run, tried } = subject();
  const bot = run();
  await bot.minute();
  await clock.advance(60_000);
  const then = clock.now();
  await clock.advance(120_000);
  tried();
  await bot.minute();
  tried({ at: then });
  await bot.minute();

  expect(kept).toEqual(["g-1", "g-2"]);
});

test("one that the forge dates in years to come does not hide what comes after it", async () => {
  const { clock, kept, run, tried } = subject();
  await run().minute();
  tried({ at: new Date("9998-01-01T00:00:00Z"), isAccepted: true });
  await run().minute();
  await clock.advance(3_600_000);
  tried();
  await run().minute();

  expect(kept).toEqual(["g-2"]);
});

test("while the forge is away doctor says so and nothing is lost; it is logged once", async () => {
  const { forge, clock, kept, lines, run, tried } = subject();
  const bot = run();
  await bot.minute();
  forge.fail(new BotError("unavailable", "github.com does not answer."));
  tried();
  for (let minute = 0; minute < 30; minute += 1) {
    await clock.advance(60_000);
    await bot.minute();
  }
  expect(await bot.found()).toMatchObject({ level: "warning", found: "github.com: github.com does not answer." });
  forge.fail();
  forge.fail(new BotError("unavailable", "The third does not come."), ["delivery"]);
  tried();
  await bot.minute();
  expect(kept).toEqual([]);
  forge.fail();
  await bot.minute();

  expect(kept).toEqual(["g-1", "g-2"]);
  expect(lines.filter((line) => line.includes("cannot be fetched"))).toHaveLength(1);
});

test("a delivery that cannot be read keeps none waiting, is told, and is kept once it can be", async () => {
  const { forge, clock, kept, run, tried } = subject();
  await run().minute();
  for (let count = 0; count < 3; count += 1) tried();
  const { delivery } = forge;
  const readable = forge as { delivery: typeof delivery };
  const [, second] = await forge.deliveries(new Date(0), never);
  readable.delivery = async (id, signal) => {
    if (id === second?.id) throw new BotError("unavailable", "github.com answered with more than can be read at once.");
    return delivery(id, signal);
  };
  const next = run();
  await next.minute();
  const found = await next.found();
  await clock.advance(3_600_000);
  tried();
  await next.minute();
  const before = [...kept];
  readable.delivery = delivery;
  await next.minute();

  expect(before).toEqual(["g-1", "g-3", "g-4"]);
  expect(found).toMatchObject({ level: "warning", found: expect.stringContaining("more than can be read") });
  expect(kept).toEqual(["g-1", "g-3", "g-4", "g-2"]);
});

test("a delivery that can never be read is given up after an hour and ten tries, and told; then no more is listed than before", async () => {
  const { forge, clock, kept, lines, run, tried } = subject();
  await run().minute();
  tried();
  const broken = forge as { delivery: MemoryForge["delivery"]; deliveries: MemoryForge["deliveries"] };
  const { delivery, deliveries } = forge;
  const bad = (await deliveries(new Date(0), never))[0]?.id;
  broken.delivery = async (id, signal) => {
    if (id === bad) throw new BotError("unavailable", "github.com answered with more than can be read at once.");
    return delivery(id, signal);
  };
  let since = new Date(0);
  broken.deliveries = (from, signal) => {
    since = from;
    return deliveries(from, signal);
  };
  const next = run();
  const minutes = async (count: number) => {
    for (let minute = 0; minute < count; minute += 1) {
      await next.minute();
      await clock.advance(60_000);
      tried();
    }
  };
  await minutes(59);
  const during = await next.all();
  const heldUp = clock.now().getTime() - since.getTime();
  await minutes(3);

  expect(during).toMatchObject([{ level: "warning", found: expect.stringContaining("more than can be read") }]);
  expect(heldUp).toBeGreaterThan(3_600_000);
  expect(clock.now().getTime() - since.getTime()).toBeLessThan(15 * 60_000);
  expect(kept).toEqual(Array.from({ length: 61 }, (_, index) => `g-${index + 2}`));
  expect(await next.all()).toMatchObject([
    { level: "ok" },
    { level: "warning", found: "github.com: 1 could not be read and was given up after an hour; the first: g-1." },
  ]);
  expect(lines.filter((line) => line.includes("is given up"))).toHaveLength(1);
  await clock.advance(24 * 3_600_000);
  expect(await next.all()).toMatchObject([{ level: "ok" }]);
});
