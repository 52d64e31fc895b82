import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { createFakeClock } from "../../../src/testing/fake-clock.ts";
import { recordedLog } from "../../../src/testing/recorded-log.ts";
import { createRosters } from "./rosters.ts";

const tenant = "home-tenant";
const team = {
  id: "19:general",
  type: "channel",
  tenant,
  teamId: "19:general",
  serviceUrl: "https://t.example/",
} as const;

test("a list of members that never ends is left, and who was on it is known", async () => {
  let pages = 0;
  const rosters = createRosters({
    connector: {
      async members() {
        pages += 1;
        if (pages > 5_000) throw new Error("Asked for ever");
        const account = {
          id: `29:${pages}`,
          tenantId: tenant,
          userRole: "user",
          userPrincipalName: `u${pages}@x.example`,
        };
        return { members: [account as never], next: "again" };
      },
    },
    conversations: { all: async () => [{ ...team, seenAt: new Date(0) }], forget: async () => undefined },
    tenants: { tenantId: tenant, tenants: [], unauthenticated: false },
    clock: createFakeClock(),
    log: recordedLog().log,
  });

  await rosters.filled();

  expect(rosters.size()).toBe(pages);
  expect(rosters.find({ email: "u1@x.example" })).toMatchObject({ id: "29:1" });
});

test("a team that is new over and over is listed at once, and then ever more seldom", async () => {
  const clock = createFakeClock();
  const stopping = new AbortController();
  onTestFinished(() => stopping.abort());
  let asked = 0;
  const rosters = createRosters({
    connector: {
      async members() {
        asked += 1;
        return { members: [] };
      },
    },
    conversations: { all: async () => [{ ...team, seenAt: new Date(0) }], forget: async () => undefined },
    tenants: { tenantId: tenant, tenants: [], unauthenticated: false },
    clock,
    log: recordedLog().log,
  });
  rosters.begin(stopping.signal);
  await setImmediate();

  for (let count = 0; count < 300; count += 1) {
    rosters.refill();
    await clock.advance(100);
  }
  const inHalfAMinute = asked;
  await clock.advance(10 * 60_000);
  const later = asked;
  rosters.refill();
  await clock.advance(1);

  expect(inHalfAMinute).toBeGreaterThan(2);
  expect(inHalfAMinute).toBeLessThan(20);
  expect(asked).toBe(later + 1);
});
