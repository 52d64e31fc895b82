import fc from "fast-check";
import { expect, test } from "vitest";
import { parseActivity } from "../../adapters/teams/receive/activity.ts";
import { deliveryId, installId } from "../../adapters/teams/receive/delivery-id.ts";
import { allowedTenantOf } from "../../adapters/teams/receive/tenant.ts";
import { createInbox } from "../../src/store/inbox.ts";
import { createMemoryStore } from "../../src/store/memory.ts";
import { createFakeClock } from "../../src/testing/fake-clock.ts";
import { propertyRuns } from "../../src/testing/property-runs.ts";
import { recordedLog } from "../../src/testing/recorded-log.ts";

const clock = createFakeClock();
const { log } = recordedLog();

/** Ids may hold anything, above all what keys are joined with. */
const anyId = fc.oneof(
  fc.stringMatching(/^[a-z0-9]{1,6}$/),
  fc.string({
    unit: fc.constantFrom("1", "a", "/", "#", ":", "%", "2", "F", ";", "=", "@", " ", "é"),
    minLength: 1,
    maxLength: 6,
  }),
);

/** Of one conversation and activity, where two things may be told apart by their tenant or by either id alone. */
const delivered = fc
  .record({
    tenant: anyId,
    conversation: anyId,
    id: anyId,
    name: fc.constantFrom(undefined, "task/fetch", "task/submit", "x/task/fetch"),
  })
  .map(({ tenant, conversation, id, name }) => ({ tenant, conversation, id, name }));
const two = fc
  .tuple(delivered, delivered, fc.constantFrom("tenant", "conversation", "id", "name", "all", "shifted"))
  .map(([one, other, by]): readonly [Delivered, Delivered] => {
    if (by === "all") return [one, other];
    if (by === "shifted")
      return [
        one,
        { ...one, tenant: `${one.tenant}/${one.conversation}`, conversation: one.id, id: one.name ?? one.id },
      ];
    return [one, { ...one, [by]: other[by] }];
  })
  .filter(([one, other]) => JSON.stringify(one) !== JSON.stringify(other));

interface Delivered {
  readonly tenant: string;
  readonly conversation: string;
  readonly id: string;
  readonly name: string | undefined;
}

function activityOf({ tenant, conversation, id, name }: Delivered) {
  const activity = parseActivity({
    ...{ type: name === undefined ? "message" : "invoke", id, ...(name !== undefined && { name }) },
    ...{ channelId: "msteams", serviceUrl: "https://smba.trafficmanager.net/emea/" },
    ...{ from: { id: "29:1" }, recipient: { id: "28:1" }, conversation: { id: conversation, tenantId: tenant } },
  });
  if (activity === undefined) throw new Error("no activity");
  return activity;
}

test("the same delivery to two tenants, conversations or under two names is two", async () => {
  const property = fc.asyncProperty(two, async (both) => {
    const inbox = createInbox({ store: createMemoryStore(), clock, log });
    const ids = both.map((one) => deliveryId(activityOf(one), one.tenant));

    const outcomes: string[] = [];
    for (const id of [...ids, ...ids]) outcomes.push(await inbox.accept({ id, body: {} }));

    expect(outcomes).toEqual(["new", "new", "seen", "seen"]);
    for (const [index, one] of both.entries()) expect(installId(activityOf(one), one.tenant)).not.toBe(ids[index]);
  });
  await fc.assert(property, propertyRuns(1_000));
});

test("a delivery of Teams is none of Slack's, whatever its ids are", () => {
  const property = fc.property(delivered, (one) => {
    const id = deliveryId(activityOf(one), one.tenant);

    expect(id).toMatch(/^teams\/[^/]+\/[^/]+\/[^/]+(?:\/[^/]+)?$/);
    expect(id).toMatch(/^[\w.:@;=/#-]+$/);
  });
  fc.assert(property, propertyRuns(1_000));
});

test("only tenants that are named may ask, and none that is nearly one", () => {
  const property = fc.property(anyId, anyId, anyId, (home, named, tenant) => {
    const options = { tenantId: home, tenants: [named], unauthenticated: false };
    const allowed = allowedTenantOf(activityOf({ tenant, conversation: "c", id: "1", name: undefined }), options);

    const isNamed = [home, named].some((one) => one.toLowerCase() === tenant.toLowerCase());
    expect(allowed !== undefined).toBe(isNamed);
    if (allowed !== undefined) expect([home, named]).toContain(allowed);
  });
  fc.assert(property, propertyRuns(1_000));
});
