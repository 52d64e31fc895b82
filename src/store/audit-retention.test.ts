import { expect, test } from "vitest";
import type { AuditEntry } from "../audit.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createAuditLog } from "./audit-log.ts";
import { createMemoryStore } from "./memory.ts";

const day = 24 * 3_600_000;
const done = (what: string): AuditEntry => ({ who: "slack:T1/U1", what, where: "slack:T1/C1", result: "done" });
const refused = (who: string, what = "sync", where = "slack:T1/C1"): AuditEntry => ({
  ...{ who, what, where },
  result: "refused",
  reason: "may not operate",
});

function subject(records = 100_000) {
  const clock = createFakeClock();
  const store = createMemoryStore();
  const audit = createAuditLog({ store, clock, limits: { records, ageMs: 180 * day } });
  const seqs = async () => (await audit.latest(1000)).map(({ seq }) => seq).toReversed();
  const head = async () => (await store.get("audit-head"))?.value;
  return { audit, clock, store, seqs, head };
}

test("equal refusals of one person within an hour are one entry, wherever they come from", async () => {
  const { audit, clock } = subject();

  await Promise.all([refused("a"), refused("a"), refused("a", "sync", "elsewhere"), refused("b")].map(audit.record));
  await audit.record(refused("a", "doctor"));
  await clock.advance(3_599_000);
  await audit.record(refused("a"));
  expect(await audit.latest(10)).toHaveLength(3);

  await clock.advance(1_000);
  await audit.record(refused("a"));
  expect(await audit.latest(10)).toHaveLength(4);
});

test("what was done is written each time", async () => {
  const { audit } = subject();

  await audit.record(done("sync"));
  await audit.record(done("sync"));

  expect(await audit.latest(10)).toHaveLength(2);
});

test("a refusal that could not be written is written when it comes again", async () => {
  const { audit, store } = subject();
  const { commit } = store;
  store.commit = async () => {
    throw new Error("disk full");
  };
  await expect(audit.record(refused("a"))).rejects.toThrow("disk full");
  store.commit = commit;

  await audit.record(refused("a"));

  expect(await audit.latest(10)).toHaveLength(1);
});

test("of too many the oldest go, a tenth at once, and the head says where the log begins", async () => {
  const { audit, seqs, head } = subject(50);

  for (let at = 1; at <= 50; at += 1) await audit.record(done(`command ${at}`));
  expect(await seqs()).toHaveLength(50);
  expect(await head()).toEqual({ seq: 50, first: 1 });
  await audit.record(done("one more"));
  await audit.record(done("and one"));

  expect(await seqs()).toEqual(Array.from({ length: 47 }, (_, index) => index + 6));
  expect(await head()).toEqual({ seq: 52, first: 6 });
});

test("what is older than 180 days goes, and numbers go on where they were", async () => {
  const { audit, clock, seqs, head } = subject();
  await audit.record(done("old"));
  await audit.record(done("old too"));
  clock.stepWall(100 * day);
  await audit.record(done("younger"));
  clock.stepWall(81 * day);
  await clock.advance(3_600_000);

  await audit.record(done("new"));
  await audit.record(done("newer"));

  expect(await seqs()).toEqual([3, 4, 5]);
  expect(await head()).toEqual({ seq: 5, first: 3 });
});

test("a log that an earlier version wrote has no beginning in its head, and gets one", async () => {
  const { audit, store, head } = subject();
  await audit.record(done("a"));
  await store.commit([{ key: "audit-head", value: { seq: 1 } }]);

  await audit.record(done("b"));

  expect(await head()).toEqual({ seq: 2, first: 1 });
});
