import fc from "fast-check";
import { expect } from "vitest";
import { type Conversations, createConversations } from "../../adapters/teams/lookup/conversations.ts";
import { createMemoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import { createFakeClock } from "./fake-clock.ts";
import { propertyRuns } from "./property-runs.ts";
import { recordedLog } from "./recorded-log.ts";

const { log } = recordedLog();

/** Ids of tenants, conversations and people may hold anything, above all what keys are joined with. */
const anyId = fc.string({
  unit: fc.constantFrom("1", "a", "A", "/", ":", "%", "2", "F", ";", "@", " "),
  minLength: 1,
  maxLength: 5,
});

/** Two tenants, most of them nearly the same, with a conversation and a person who have the same ids in both. */
const pair = fc
  .tuple(anyId, anyId, anyId, anyId, fc.constantFrom("other", "longer", "shifted"))
  .map(([one, other, conversation, person, by]) => {
    if (by === "shifted") return { one, other: `${one}/conversation/${conversation}`, conversation, person };
    return { one, other: by === "longer" ? `${one}${other}` : other, conversation, person };
  })
  .filter(({ one, other }) => one !== other);

/** What is known of two tenants with the same ids is kept apart, through restarts and until one of them is left. */
export async function tryTwoTenants(runs?: number): Promise<void> {
  const property = fc.asyncProperty(pair, async ({ one, other, conversation, person }) => {
    const store = createMemoryStore();
    const clock = createFakeClock();
    const first = createConversations({ store, clock, log });
    for (const tenant of [one, other])
      await first.note({
        conversation: { id: conversation, type: "personal", tenant, serviceUrl: urlOf(tenant) },
        sender: { id: person },
      });
    const next = createConversations({ store, clock, log });

    for (const known of [first, next]) await expectApart(known, { tenants: [one, other], conversation, person });
    await next.forget(one, conversation);

    for (const known of [next, createConversations({ store, clock, log })]) {
      expect(await known.get(one, conversation)).toBeUndefined();
      expect(await known.serviceUrl(one)).toBeUndefined();
      await expectApart(known, { tenants: [other], conversation, person });
    }
    expect(await countOf(store)).toBe(1);
  });
  await fc.assert(property, propertyRuns(runs));
}

/** Each tenant's connector is elsewhere, so that one that was mixed up is seen. */
function urlOf(tenant: string): string {
  return `https://${Buffer.from(tenant).toString("hex")}.example/`;
}

async function expectApart(
  known: Conversations,
  given: { readonly tenants: readonly string[]; readonly conversation: string; readonly person: string },
): Promise<void> {
  for (const tenant of given.tenants) {
    const own = { tenant, serviceUrl: urlOf(tenant), id: given.conversation };
    expect(await known.get(tenant, given.conversation)).toMatchObject(own);
    expect(await known.personal(tenant, given.person)).toMatchObject(own);
    expect(await known.serviceUrl(tenant)).toBe(own.serviceUrl);
  }
  expect((await known.all()).map(({ tenant }) => tenant).toSorted()).toEqual(given.tenants.toSorted());
}

async function countOf(store: Store): Promise<number> {
  return (await store.list("teams/", { limit: 10 })).length;
}
