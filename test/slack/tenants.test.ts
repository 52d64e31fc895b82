import fc from "fast-check";
import { expect, test } from "vitest";
import { chatUser } from "../../adapters/slack/lookup/slack-user.ts";
import { readBody } from "../../adapters/slack/receive/body.ts";
import { deliveryId } from "../../adapters/slack/receive/delivery-id.ts";
import type { Home } from "../../adapters/slack/web-api/home.ts";
import type { AuditEntry } from "../../src/audit.ts";
import type { ChatUser } from "../../src/chat/event.ts";
import { BotError } from "../../src/errors.ts";
import { lastKey } from "../../src/plugins/ask/last-question.ts";
import { createGate } from "../../src/router/gate.ts";
import { createRateLimit } from "../../src/router/rate-limit.ts";
import { createInbox } from "../../src/store/inbox.ts";
import { createMemoryStore } from "../../src/store/memory.ts";
import { createFakeClock } from "../../src/testing/fake-clock.ts";
import { propertyRuns } from "../../src/testing/property-runs.ts";
import { recordedLog } from "../../src/testing/recorded-log.ts";

const clock = createFakeClock();
const { log } = recordedLog();

/** Ids of other platforms may hold anything, above all what keys are joined with. */
const anyId = fc.oneof(
  fc.stringMatching(/^[A-Z0-9]{1,6}$/),
  fc.string({ unit: fc.constantFrom("T", "U", "1", "/", ":", "%", "2", "F", ",", '"', "\\", " ", "é"), maxLength: 6 }),
);
const platform = fc.constantFrom("slack", "teams", "slack/T1", "console");
const someone = fc.record({ platform, tenant: anyId, id: anyId });
/** Two who are not the same: most differ in one thing alone, or have the same letters in other places. */
const twoPeople = fc
  .tuple(someone, someone, fc.constantFrom("platform", "tenant", "id", "all", "shifted"))
  .map(([one, other, by]): readonly [ChatUser, ChatUser] => {
    if (by === "all") return [one, other];
    if (by === "shifted") return [one, { ...one, tenant: `${one.tenant}/${one.id}`, id: "" }];
    return [one, { ...one, [by]: other[by as "id"] }];
  })
  .filter(([a, b]) => a.platform !== b.platform || a.tenant !== b.tenant || a.id !== b.id);

test("what is kept of a person is nobody else's: of another workspace, of another platform, or of another id", async () => {
  const property = fc.asyncProperty(twoPeople, anyId, async ([one, other], thing) => {
    const asked = (asker: ChatUser) => lastKey({ asker: { ...asker, name: "x" }, thing } as never);
    expect(asked(one)).not.toBe(asked(other));

    const limit = createRateLimit({ clock, burst: 1, perSecond: 0.001 });
    expect([one, one, other].map((user) => limit.take(user))).toEqual(["go", "tell", "go"]);

    const entries: AuditEntry[] = [];
    const audit = async (entry: AuditEntry): Promise<void> => void entries.push(entry);
    const gate = createGate({ may: () => true, audit, clock, log });
    for (const user of [one, one, other]) {
      const errand = { user: { ...user, barred: "guest" as const }, address: { ...user, channel: "C1" }, what: "x" };
      await expect(gate.bar(errand)).rejects.toBeInstanceOf(BotError);
    }
    expect(entries).toHaveLength(2);
  });
  await fc.assert(property, propertyRuns(1_000));
});

const tenant = fc.stringMatching(/^[TE][A-Z0-9]{1,4}$/);
const twoTenants = fc.tuple(tenant, tenant, fc.boolean()).map(([one, other, isLonger]): readonly [string, string] => {
  return isLonger || one === other ? [one, `${one}${other}`] : [one, other];
});
/** What somebody else may choose of a delivery: its ids. */
const delivered = fc.oneof(
  anyId.map((id) => ({ command: "/whoowns", user_id: "U1", channel_id: "C1", trigger_id: id })),
  anyId.map((id) => ({ type: "event_callback", event_id: id, event: { type: "app_mention", user: "U1", ts: "1.2" } })),
  tenant.map((id) => ({ type: "shortcut", callback_id: "x", user: { id: "U1" }, trigger_id: `${id}/event/1` })),
);

test("the same delivery to two workspaces is two, and each takes up its own alone", async () => {
  const property = fc.asyncProperty(twoTenants, delivered, async (tenants, raw) => {
    const body = readBody(raw);
    fc.pre(body !== undefined);
    const store = createMemoryStore();
    const inbox = createInbox({ store, clock, log });
    const ids = tenants.map((one) => deliveryId(body, raw, one));

    const outcomes: string[] = [];
    for (const id of [...ids, ...ids]) outcomes.push(await inbox.accept({ id, body: raw }));
    const nextRun = createInbox({ store, clock, log });
    const left = await Promise.all(tenants.map((one) => nextRun.pending(`slack/${one}/`)));

    expect(outcomes).toEqual(["new", "new", "seen", "seen"]);
    expect(left.map((open) => open.map(({ id }) => id))).toEqual(ids.map((id) => [id]));
  });
  await fc.assert(property, propertyRuns(1_000));
});

test("somebody of another workspace has no address that is vouched for, and is not the one with the same id here", () => {
  const property = fc.property(twoTenants, anyId, ([here, there], id) => {
    const home = (teamId: string): Home => ({
      tenant: teamId,
      isOrg: false,
      teamId,
      botId: "B1",
      botUserId: "U0BOT",
      url: "https://acme.slack.com/",
      name: "Acme",
    });
    const user = { id: `U${id}`, team_id: there, profile: { email: "mia@acme.example" } };
    const policy = { guests: "deny", external: "deny" } as const;

    const seenHere = chatUser(user, home(here), policy);
    const seenThere = chatUser(user, home(there), policy);

    expect(seenHere).toMatchObject({ tenant: here, barred: "external" });
    expect(seenHere.email).toBeUndefined();
    expect(seenThere).toMatchObject({ tenant: there, email: "mia@acme.example" });
  });
  fc.assert(property, propertyRuns(1_000));
});
