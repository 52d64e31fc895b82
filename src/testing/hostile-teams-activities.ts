import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { cutAt, mutatedBody } from "./mutated-body.ts";

/** A request to the address for Teams, with a valid token unless `isBare`, but nothing that Teams would send. */
export interface HostileActivity {
  readonly body: string | Buffer;
  readonly contentType: string | undefined;
  readonly isBare: boolean;
}

const fixtures = new URL("../../adapters/teams/fixtures/", import.meta.url);

/** What of an activity names the tenant, the bot, the connector and who wrote it. */
export interface HostileWorld {
  readonly tenantId: string;
  readonly botId: string;
  readonly personId: string;
  readonly serviceUrl: string;
}

/** Activities that are random, cut off, of wrong types, too deep, not UTF-8, or nearly right. */
export function hostileActivity(world: HostileWorld): fc.Arbitrary<HostileActivity> {
  const real = readdirSync(fixtures).map((name) => inWorld(readFileSync(new URL(name, fixtures), "utf8"), world));
  // Each with an id of its own, so that it is no repeat.
  const mutated = fc
    .tuple(mutatedBody(real), fc.nat())
    .map(([body, count]) =>
      "id" in body && typeof body["id"] === "string" ? { ...body, id: `${body["id"]}-${count}` } : body,
    );
  const text = fc.oneof(
    { weight: 8, arbitrary: mutated.map((body) => JSON.stringify(body)) },
    { weight: 1, arbitrary: fc.tuple(mutated, fc.nat()).map(([body, cut]) => cutAt(JSON.stringify(body), cut)) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
    { weight: 1, arbitrary: fc.constantFrom(...deep, "{}", "null", "\ufeff{}", '"message"') },
  );
  return fc.record({
    body: fc.oneof(
      { weight: 15, arbitrary: text },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
    ),
    contentType: fc.oneof(
      { weight: 15, arbitrary: fc.constantFrom("application/json", "application/json; charset=utf-8") },
      { weight: 1, arbitrary: fc.constantFrom(undefined, "", "text/plain", "application/x-www-form-urlencoded") },
    ),
    isBare: fc.nat(9).map((roll) => roll === 0),
  });
}

const deep = ["[".repeat(10_000), `{"type":${"[".repeat(5000)}${"]".repeat(5000)}}`];

function inWorld(fixture: string, { tenantId, botId, personId, serviceUrl }: HostileWorld): Record<string, unknown> {
  const said = fixture
    .replaceAll("0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001", tenantId)
    .replaceAll("28:11111111-2222-3333-4444-555555555555", botId)
    .replaceAll("29:1Mia7XKq2hT0nVb8Wl4dEr5", personId);
  return { ...(JSON.parse(said) as Record<string, unknown>), serviceUrl };
}
