import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Signing } from "../keys.ts";
import { registration, stockBot, tenant, tokenOf } from "../testing/stock-bot.ts";
import type { Json } from "../world.ts";

// The SDK prints what it refuses.
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

test("the SDK's own check takes what the tenant signs, and its own client answers", async () => {
  const teams = await tenant();
  await stockBot(teams, async (context) => void (await context.sendActivity(`You said ${context.activity.text}`)));

  const { status } = await teams.as("mia").say("hello");

  expect(status).toBe(200);
  expect(teams.as("mia").sees()).toMatchObject([
    { text: "hello" },
    { text: "You said hello", from: `28:${registration.appId}` },
  ]);
  expect(teams.violations).toEqual([]);
});

test.each<[string, Json, Signing | undefined]>([
  ["another audience", { aud: "somebody-else" }, undefined],
  ["another issuer", { iss: "https://evil.example" }, undefined],
  ["another service address", { serviceurl: "https://evil.example/" }, undefined],
  ["a time that is over", { exp: 1_600_000_000, nbf: 1_599_990_000 }, undefined],
  ["a key of nobody's", {}, { isStranger: true }],
  ["a key id of nobody's", {}, { kid: "unknown" }],
  ["no signature", {}, { alg: "none" }],
  ["the public key as a secret", {}, { alg: "HS256" }],
])("a token with %s is refused by the SDK", async (_what, claims, signing) => {
  const teams = await tenant();
  await stockBot(teams);
  const { activity } = await teams.as("mia").say("hello");

  const { status } = await teams.deliver(activity, { token: await teams.sign(claims, signing) });

  // Of what is wrongly signed it makes a mistake of its own.
  expect([401, 500]).toContain(status);
  expect((await teams.deliver(activity, { token: null })).status).toBe(401);
});

test("who signs in with the secret may ask the connector, and nobody else", async () => {
  const teams = await tenant();
  const ask = (token: string) =>
    fetch(`${teams.serviceUrl}v3/teams/${teams.conversation("Payments › help").team?.id}`, {
      headers: { authorization: `Bearer ${token}` },
    });

  expect((await ask(await tokenOf(teams))).status).toBe(200);
  expect((await ask(await teams.sign())).status).toBe(401);
  expect((await ask("")).status).toBe(401);
  expect(await tokenOf(teams, { client_secret: "wrong" })).toBe("");
  expect(await tokenOf(teams, { client_id: "wrong" })).toBe("");
});

test("a new key is published beside the old one", async () => {
  const teams = await tenant();
  await stockBot(teams);
  await teams.rotateKeys();

  const { keys } = (await (await fetch(teams.openIdUrl.replace(".well-known/openidconfiguration", "keys"))).json()) as {
    keys: { kid: string; endorsements: string[] }[];
  };

  expect(keys).toHaveLength(2);
  expect(keys[1]?.endorsements).toEqual(["msteams"]);
  expect((await teams.as("mia").say("hello")).status).toBe(200);
});
