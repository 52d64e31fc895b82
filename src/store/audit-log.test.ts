import { expect, test } from "vitest";
import type { AuditEntry } from "../audit.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createAuditLog } from "./audit-log.ts";
import { createMemoryStore } from "./memory.ts";

const entry = (what: string): AuditEntry => ({ who: "slack:T1/U1", what, where: "slack:T1/C1", result: "done" });

function subject(store = createMemoryStore()) {
  const clock = createFakeClock();
  return { store, clock, audit: createAuditLog({ store, clock }) };
}

test("an empty log has no latest", async () => {
  expect(await subject().audit.latest(10)).toEqual([]);
});

test("records are numbered from 1, with their time, and the newest comes first", async () => {
  const { audit, clock } = subject();
  await audit.record({ ...entry("sync"), user: "user:default/mia" });
  await clock.advance(1000);
  await audit.record({ ...entry("sync --accept org"), result: "refused", reason: "for admins" });

  expect(await audit.latest(10)).toEqual([
    {
      seq: 2,
      at: "2026-01-15T12:00:01.000Z",
      who: "slack:T1/U1",
      what: "sync --accept org",
      where: "slack:T1/C1",
      result: "refused",
      reason: "for admins",
    },
    {
      seq: 1,
      at: "2026-01-15T12:00:00.000Z",
      who: "slack:T1/U1",
      user: "user:default/mia",
      what: "sync",
      where: "slack:T1/C1",
      result: "done",
    },
  ]);
  expect(await audit.latest(1)).toMatchObject([{ seq: 2 }]);
});

test("many at once, also from two logs on one store, leave no gap and lose nothing", async () => {
  const store = createMemoryStore();
  const logs = [subject(store).audit, subject(store).audit];
  const texts = Array.from({ length: 250 }, (_, index) => `command ${index}`);

  await Promise.all(texts.map((text, index) => logs[index % 2]?.record(entry(text))));

  const records = (await subject(store).audit.latest(1000)).toReversed();
  expect(records.map(({ seq }) => seq)).toEqual(texts.map((_, index) => index + 1));
  expect(records.map(({ what }) => what).sort()).toEqual(texts.toSorted());
});

test("a lost or wrong head overwrites nothing", async () => {
  const { store, audit } = subject();
  for (let at = 1; at <= 150; at += 1) await audit.record(entry(`command ${at}`));

  await store.commit([{ key: "audit-head", value: undefined }]);
  await audit.record(entry("after the loss"));
  await store.commit([{ key: "audit-head", value: { seq: 3 } }]);
  await audit.record(entry("after the step back"));
  await store.commit([{ key: "audit-head", value: "garbage" }]);
  await audit.record(entry("after the damage"));

  const [newest, ...others] = await audit.latest(1000);
  expect(newest).toMatchObject({ seq: 153, what: "after the damage" });
  expect(others).toHaveLength(152);
});

test("what was removed or damaged shows as a gap", async () => {
  const { store, audit } = subject();
  for (const text of ["a", "b", "c", "d"]) await audit.record(entry(text));

  await store.commit([
    { key: "audit/000000000002", value: undefined },
    { key: "audit/000000000003", value: { seq: 3, who: 7 } },
  ]);

  expect((await audit.latest(10)).map(({ seq }) => seq)).toEqual([4, 1]);
});

test("an entry that cannot be kept is refused, and the next is tried", async () => {
  const { store, audit } = subject();
  await audit.record(entry("a"));
  await store.close();

  await expect(audit.record(entry("b"))).rejects.toMatchObject({ code: "unavailable" });
  await expect(audit.record(entry("c"))).rejects.toMatchObject({ code: "unavailable" });
});

test("a secret that somebody typed is not kept", async () => {
  const audit = createAuditLog({
    store: createMemoryStore(),
    clock: createFakeClock(),
    redact: (text) => text.replaceAll("xoxb-1-secret", "[secret]"),
  });

  await audit.record({
    who: "slack:T1/U1",
    where: "slack:T1/C1",
    what: "sync xoxb-1-secret",
    result: "failed",
    reason: "No source is called “xoxb-1-secret”.",
  });

  expect(JSON.stringify(await audit.latest(1))).not.toContain("xoxb-1-secret");
});
