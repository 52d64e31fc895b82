import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../clock.ts";
import { BotError } from "../errors.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { propertyRuns } from "../testing/property-runs.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { createInbox } from "./inbox.ts";
import { openLowdbStore } from "./lowdb/lowdb-store.ts";
import { createMemoryStore } from "./memory.ts";
import type { Store } from "./store.ts";

const HOUR_MS = 3_600_000;

/** An inbox on a store, and what begins a new run on the same store. */
function subject(store: Store) {
  const clock = createFakeClock();
  const { log, lines } = recordedLog();
  return { store, clock, lines, run: () => createInbox({ store, clock, log }) };
}

const ids = (deliveries: readonly { id: string }[]) => deliveries.map(({ id }) => id);
const never = new AbortController().signal;

async function lowdb(): Promise<Store> {
  const store = await openLowdbStore({ folder: await temporaryFolder(), clock: systemClock(), log: recordedLog().log });
  onTestFinished(() => store.close());
  return store;
}

const stores: readonly (readonly [string, () => Promise<Store>])[] = [
  ["memory", async () => createMemoryStore()],
  ["the lowdb store", lowdb],
];

describe.each(stores)("in %s", (_, open) => {
  test("a delivery is new once, and seen from then on, also after it was dealt with", async () => {
    const inbox = subject(await open()).run();
    const delivery = { id: "slack/T1/event/Ev1", body: { text: "hello" } };

    expect(await inbox.accept(delivery)).toBe("new");
    expect(await inbox.accept(delivery)).toBe("seen");
    await inbox.done(delivery.id);

    expect(await inbox.accept(delivery)).toBe("seen");
  });

  test("a delivery that comes while the same is being kept is seen, and not before that one is durable", async () => {
    let finish = () => {};
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      commit: async (...commit) => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return memory.commit(...commit);
      },
    };
    const inbox = subject(store).run();
    const order: string[] = [];

    const first = inbox.accept({ id: "a", body: 1 }).then((answer) => order.push(answer));
    const second = inbox.accept({ id: "a", body: 1 }).then((answer) => order.push(answer));
    await Promise.resolve();
    expect(order).toEqual([]);
    finish();
    await Promise.all([first, second]);

    expect(order.sort()).toEqual(["new", "seen"]);
  });

  test("a delivery that cannot be kept is refused, as is the same that came meanwhile, and the next try is new", async () => {
    const memory = createMemoryStore();
    let isFull = true;
    const store: Store = {
      ...memory,
      commit: async (...commit) => {
        if (isFull) throw new BotError("unavailable", "The disk is full.");
        return memory.commit(...commit);
      },
    };
    const inbox = subject(store).run();
    const delivery = { id: "a", body: 1 };

    const refused = await Promise.allSettled([inbox.accept(delivery), inbox.accept(delivery)]);
    isFull = false;

    expect(refused).toMatchObject([{ reason: { code: "unavailable" } }, { reason: { code: "unavailable" } }]);
    expect(await inbox.accept(delivery)).toBe("new");
  });

  test("what no store takes is refused as unavailable", async () => {
    await expect(
      subject(await open())
        .run()
        .accept({ id: "a", body: 1n }),
    ).rejects.toMatchObject({ code: "unavailable" });
  });

  test("a forgotten delivery is new again", async () => {
    const inbox = subject(await open()).run();
    await inbox.accept({ id: "a", body: 1 });

    await inbox.forget("a");

    expect(await inbox.accept({ id: "a", body: 2 })).toBe("new");
  });

  test("done and forget never reject, and say in the log what they could not write", async () => {
    const { store, lines, run } = subject(await open());
    const inbox = run();
    await inbox.accept({ id: "a", body: 1 });
    await store.close();

    await inbox.done("a");
    await inbox.forget("a");

    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain("may be dealt with again after a restart");
  });

  describe("after a restart", () => {
    test("what was accepted and not dealt with is pending, the oldest first, with its body", async () => {
      const { clock, run } = subject(await open());
      const before = run();
      for (const id of ["slack/T1/z", "slack/T1/odd id é", "slack/T1/a", "slack/T1/done", "teams/T1/b"]) {
        await before.accept({ id, body: { of: id } });
      }
      await clock.advance(1000);
      await before.accept({ id: "slack/T1/0", body: null });
      await before.done("slack/T1/done");

      const pending = await run().pending("slack/");

      expect(ids(pending)).toEqual(["slack/T1/z", "slack/T1/odd id é", "slack/T1/a", "slack/T1/0"]);
      expect(pending[0]?.body).toEqual({ of: "slack/T1/z" });
      expect(await run().accept({ id: "slack/T1/z", body: "again" })).toBe("seen");
    });

    test("what this run accepted is not pending", async () => {
      const inbox = subject(await open()).run();
      await inbox.accept({ id: "a", body: 1 });

      expect(await inbox.pending("")).toEqual([]);
    });

    test("more than one page is found", async () => {
      const { run } = subject(await open());
      const before = run();
      for (let at = 0; at < 450; at += 1) await before.accept({ id: `a/${at}`, body: at });

      const pending = await run().pending("a/");

      expect(pending.map(({ body }) => body)).toEqual(Array.from({ length: 450 }, (_, at) => at));
    });

    test("what two runs ended with while they had it taken up is put away, logged once, and seen when it comes again", async () => {
      const { store, lines, run } = subject(await open());
      const id = "slack/T1/event/Poison";
      await run().accept({ id, body: "boom" });

      const taken = [await run().takeUp(id), await run().takeUp(id)];
      const [suspect] = await run().pending("");
      const fourth = run();

      expect(taken).toEqual(["taken", "taken"]);
      expect(suspect).toMatchObject({ id, isSuspect: true });
      expect(await fourth.takeUp(id)).toBe("put-away");
      expect(await run().pending("")).toEqual([]);
      expect(lines.filter((line) => line.includes(id))).toHaveLength(1);
      expect(await store.list("quarantine/")).toMatchObject([{ value: { id, body: "boom" } }]);
      expect(await fourth.countPutAway("slack/T1/")).toBe(1);
      expect(await fourth.countPutAway("slack/T2/")).toBe(0);
      expect(await fourth.accept({ id, body: "boom" })).toBe("seen");
    });

    test("runs that end while nobody has it taken up do not count, nor do those that kept it", async () => {
      const { run } = subject(await open());
      await run().accept({ id: "a", body: 1 });

      for (let times = 0; times < 5; times += 1) expect(ids(await run().pending(""))).toEqual(["a"]);
      for (let times = 0; times < 5; times += 1) {
        const inbox = run();
        expect(await inbox.takeUp("a")).toBe("taken");
        await inbox.keep("a");
      }

      expect(await run().pending("")).toMatchObject([{ id: "a", isSuspect: false }]);
    });

    test("what is taken up is not pending and is taken up by nobody else, until it is kept", async () => {
      const { clock, run } = subject(await open());
      await run().accept({ id: "a", body: 1 });
      const inbox = run();

      expect(await Promise.all([inbox.takeUp("a"), inbox.takeUp("a")])).toEqual(["taken", "gone"]);
      expect(await inbox.pending("")).toEqual([]);
      await inbox.keep("a");

      expect(await inbox.pending("")).toEqual([{ id: "a", body: 1, acceptedAt: clock.now(), isSuspect: false }]);
      expect(await inbox.takeUp("a")).toBe("taken");
      await inbox.done("a");
      expect(await inbox.takeUp("a")).toBe("gone");
    });

    test("what this run accepted is pending once it was kept", async () => {
      const inbox = subject(await open()).run();
      await inbox.accept({ id: "a", body: 1 });

      expect(await inbox.takeUp("a")).toBe("gone");
      await inbox.keep("a");

      expect(ids(await inbox.pending(""))).toEqual(["a"]);
    });

    test("what is written and not yet known to be of this run is not pending", async () => {
      const memory = createMemoryStore();
      const slow: Store = {
        ...memory,
        commit: async (...given) => {
          const isWritten = await memory.commit(...given);
          await new Promise((resolve) => setTimeout(resolve, 20));
          return isWritten;
        },
      };
      const inbox = subject(slow).run();
      const accepted = inbox.accept({ id: "a", body: 1 });
      await new Promise((resolve) => setTimeout(resolve, 5));

      expect(await inbox.pending("")).toEqual([]);
      expect(await accepted).toBe("new");
    });

    test("an entry that cannot be read is left out and logged, and holds up nothing", async () => {
      const { store, lines, run } = subject(await open());
      await run().accept({ id: "b", body: 1 });
      await store.commit([{ key: "inbox/open/a", value: "garbage" }]);

      expect(ids(await run().pending(""))).toEqual(["b"]);
      expect(lines.join()).toContain("inbox/open/a");
    });
  });

  describe("purging", () => {
    test("deletes events after 25 hours, anything else after one, and never what is open", async () => {
      const { store, clock, run } = subject(await open());
      const inbox = run();
      for (const id of ["slack/T1/event/E", "slack/T1/command/C", "slack/T1/event/open"]) {
        await inbox.accept({ id, body: 1 });
      }
      await inbox.done("slack/T1/event/E");
      await inbox.done("slack/T1/command/C");
      const keys = async () => (await store.list("inbox/")).map(({ key }) => key);

      await clock.advance(HOUR_MS - 1);
      await inbox.purge(never);
      expect(await keys()).toHaveLength(3);
      await clock.advance(1);
      await inbox.purge(never);
      expect(await keys()).toEqual(["inbox/done/slack/T1/event/E", "inbox/open/slack/T1/event/open"]);
      await clock.advance(24 * HOUR_MS);
      await inbox.purge(never);

      expect(await keys()).toEqual(["inbox/open/slack/T1/event/open"]);
    });

    test("remembers what came from Teams for longer than a token holds", async () => {
      const { store, clock, run } = subject(await open());
      const inbox = run();
      await inbox.accept({ id: "teams/t/c/1", body: 1 });
      await inbox.done("teams/t/c/1");
      const keys = async () => (await store.list("inbox/")).map(({ key }) => key);

      await clock.advance(2 * HOUR_MS - 1);
      await inbox.purge(never);
      expect(await keys()).toHaveLength(1);
      await clock.advance(1);
      await inbox.purge(never);

      expect(await keys()).toEqual([]);
    });

    test("deletes what was put away after 30 days", async () => {
      const { store, clock, run } = subject(await open());
      await run().accept({ id: "a", body: 1 });
      for (const _ of [1, 2]) await run().takeUp("a");
      const inbox = run();
      await inbox.takeUp("a");

      await clock.advance(29 * 24 * HOUR_MS);
      await inbox.purge(never);
      expect(await store.list("quarantine/")).toHaveLength(1);
      await clock.advance(24 * HOUR_MS);
      await inbox.purge(never);

      expect(await store.list("")).toEqual([]);
    });

    test("deletes many a few at a time, and ends when told to", async () => {
      const memory = createMemoryStore();
      const sizes: number[] = [];
      const store: Store = {
        ...memory,
        commit: (writes, expected) => {
          sizes.push(writes.length);
          return memory.commit(writes, expected);
        },
      };
      const { clock, run } = subject(store);
      const inbox = run();
      await memory.commit(
        Array.from({ length: 950 }, (_, at) => ({
          key: `inbox/done/${at}`,
          value: { forgetAt: clock.now().getTime() },
        })),
      );

      await inbox.purge(AbortSignal.abort());
      expect(await memory.list("", { limit: 1000 })).toHaveLength(950);
      await inbox.purge(never);

      expect(await memory.list("")).toEqual([]);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(200);
    });
  });

  test("any id has a place of its own, and a key of bounded length", async () => {
    const { store, run } = subject(await open());
    const inbox = run();
    const given = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.stringMatching(/^[a-c~/.]{1,3}$/)),
        async (id) => {
          expect(await inbox.accept({ id, body: id })).toBe(given.has(id) ? "seen" : "new");
          given.add(id);
        },
      ),
      propertyRuns(),
    );

    const pending = await run().pending("");
    expect(new Set(ids(pending))).toEqual(given);
    expect(pending.every(({ id, body }) => id === body)).toBe(true);
    const keys = (await store.list("", { limit: 1000 })).map(({ key }) => key);
    expect(keys.every((key) => key.length <= 220)).toBe(true);
  });
});
