import { expect, onTestFinished, test } from "vitest";
import { createFakeClock } from "../../../src/testing/fake-clock.ts";
import { recordedLog } from "../../../src/testing/recorded-log.ts";
import { createLocalCloud, createSigner, type LocalCloud } from "./local-cloud.ts";
import { createSigningKeys } from "./signing-keys.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

async function keysOf(cloud: LocalCloud) {
  const clock = createFakeClock();
  const { log, lines } = recordedLog();
  const keys = createSigningKeys({ openIdUrl: cloud.options.openIdUrl, clock, log });
  return { clock, keys, lines, fetched: () => cloud.at("/openid/keys").length };
}

test("keys are fetched once for all who ask", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const { keys, fetched } = await keysOf(cloud);

  const found = await Promise.all(Array.from({ length: 20 }, () => keys.find("key-1")));

  expect(found.every((key) => typeof key === "object")).toBe(true);
  expect(fetched()).toBe(1);
  expect(cloud.asked).toHaveLength(2);
});

test("a new key is found, and invented ones have the list fetched once in five minutes", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const { clock, keys, fetched } = await keysOf(cloud);
  const rotated = await createSigner("key-2");
  await keys.find("key-1");
  cloud.answer("/openid/keys", () => ({ body: { keys: [rotated.jwk] } }));

  for (let at = 0; at < 100; at += 1) expect(await keys.find(`invented-${at}`)).toBeUndefined();
  expect(await keys.find("key-2")).toBeUndefined();
  expect(fetched()).toBe(1);
  await clock.advance(5 * minuteMs);
  expect(await keys.find("key-2")).toMatchObject({ jwk: { kty: "RSA" } });
  for (let at = 0; at < 100; at += 1) expect(await keys.find(`invented-${at}`)).toBeUndefined();

  expect(fetched()).toBe(2);
  expect(await keys.find("key-1")).toBeUndefined();
});

test("after a day the list is fetched anew while the old one serves, and after two it serves no more", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const { clock, keys, fetched } = await keysOf(cloud);
  await keys.find("key-1");
  cloud.answer("/openid/", () => ({ status: 500 }));

  await clock.advance(25 * hourMs);
  expect(await keys.find("key-1")).toMatchObject({ jwk: {} });
  await expect.poll(() => cloud.asked.length).toBe(3);
  await clock.advance(23 * hourMs);
  expect(await keys.find("key-1")).toBe("unavailable");
  expect(await keys.find("key-1")).toBe("unavailable");

  expect(cloud.asked).toHaveLength(4);
  expect(fetched()).toBe(1);
});

test("a list that cannot be had is asked for every five seconds at most", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const { clock, keys, lines } = await keysOf(cloud);
  cloud.answer("/openid/configuration", () => ({ status: 503 }));

  for (let at = 0; at < 10; at += 1) expect(await keys.find("key-1")).toBe("unavailable");
  expect(cloud.asked).toHaveLength(1);
  cloud.answer("/openid/configuration", () => ({ body: { jwks_uri: `${cloud.url}/openid/keys` } }));
  await clock.advance(5_000);

  expect(await keys.find("key-1")).toMatchObject({ jwk: {} });
  expect(lines).toHaveLength(1);
});

test.each(["/openid/configuration", "/openid/keys"])("%s that hangs is given up after four seconds", async (path) => {
  const cloud = await createLocalCloud(onTestFinished);
  const { clock, keys } = await keysOf(cloud);
  cloud.answer(path, () => "hang");

  const finding = keys.find("key-1");
  await expect.poll(() => cloud.at(path).length).toBe(1);
  await clock.advance(4_000);

  expect(await finding).toBe("unavailable");
});

test("of a list only what is an RSA key for signatures is taken", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const { keys } = await keysOf(cloud);
  const { jwk } = cloud.signer;
  const odd = [
    ...[null, 1, {}, { ...jwk, kid: "ec", kty: "EC" }, { ...jwk, kid: "enc", use: "enc" }],
    ...[
      { kty: "oct", kid: "oct", k: "c2VjcmV0" },
      { ...jwk, kid: 5 },
    ],
  ];
  cloud.answer("/openid/keys", () => ({ body: { keys: [...odd, { ...jwk, kid: "good", d: "private", x5c: ["x"] }] } }));

  expect(Object.keys(((await keys.find("good")) as { jwk: object }).jwk).sort()).toEqual(["e", "kty", "n"]);
  for (const kid of ["ec", "enc", "oct", "key-1", "5", "__proto__"]) expect(await keys.find(kid)).toBeUndefined();
});
