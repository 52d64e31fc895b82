import { expect, onTestFinished, test } from "vitest";
import { createFakeClock } from "../../../src/testing/fake-clock.ts";
import { createLocalCloud, type LocalCloud, ownToken } from "./local-cloud.ts";
import { createTokenSource } from "./token.ts";

const never = new AbortController().signal;

function sourceOf({ options }: LocalCloud) {
  const clock = createFakeClock();
  return { clock, source: createTokenSource({ options, clock }) };
}

function numbered(cloud: LocalCloud, expiresIn: unknown): void {
  cloud.answer("/login/", (_, count) => ({ body: { expires_in: expiresIn, access_token: `token-${count}` } }));
}

test("the token is asked for as the client-credentials grant says, once for all who wait", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const { source } = sourceOf(cloud);

  const tokens = await Promise.all(Array.from({ length: 9 }, () => source.get(never)));

  expect(new Set(tokens)).toEqual(new Set([ownToken]));
  expect(cloud.asked).toHaveLength(1);
  const [asked] = cloud.asked;
  expect(asked).toMatchObject({
    method: "POST",
    path: "/login/home-tenant/oauth2/v2.0/token",
    authorization: undefined,
  });
  expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
    grant_type: "client_credentials",
    client_id: cloud.options.appId,
    client_secret: cloud.options.appPassword,
    scope: "https://api.botframework.com/.default",
  });
});

test.each([
  ["https://api.botframework.us", "https://api.botframework.us/.default"],
  ["https://api.botframework.azure.cn", "https://api.botframework.azure.cn/.default"],
  ["http://127.0.0.1:9", "https://api.botframework.com/.default"],
])("where tokens of %s come in, the bot's own is for the connectors of that cloud", async (tokenIssuer, scope) => {
  const cloud = await createLocalCloud(onTestFinished, { tokenIssuer });
  const { source } = sourceOf(cloud);

  await source.get(never);

  expect(new URLSearchParams(cloud.asked[0]?.body).get("scope")).toBe(scope);
});

test("a token is kept until five minutes before its end, a short one for half its life", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const { clock, source } = sourceOf(cloud);
  numbered(cloud, "3600");
  expect(await source.get(never)).toBe("token-1");

  await clock.advance(55 * 60_000 - 1);
  expect(await source.get(never)).toBe("token-1");
  numbered(cloud, 60);
  await clock.advance(1);
  expect(await source.get(never)).toBe("token-1");
  await clock.advance(29_999);
  expect(cloud.asked).toHaveLength(2);
  await clock.advance(1);

  expect(await source.get(never)).toBe("token-2");
});

test("a refused token is forgotten, and a newer one is not", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const { source } = sourceOf(cloud);
  numbered(cloud, 3600);
  const first = await source.get(never);

  source.forget(first);
  const second = await source.get(never);
  source.forget(first);

  expect([first, second, await source.get(never)]).toEqual(["token-1", "token-2", "token-2"]);
});

test("a failure is not kept: the next one asks again", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const { source } = sourceOf(cloud);
  cloud.answer("/login/", (_, count) =>
    count === 1 ? { status: 503 } : { body: { expires_in: 60, access_token: "good" } },
  );

  await expect(source.get(never)).rejects.toThrow("sign-in answered 503");

  expect(await source.get(never)).toBe("good");
});

test("a sign-in that hangs is given up after ten seconds, and whoever is stopped waits no longer", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const { clock, source } = sourceOf(cloud);
  cloud.answer("/login/", () => "hang");
  const stopping = new AbortController();
  const waiting = source.get(never).catch((error) => error.name);
  const stopped = source.get(stopping.signal).catch(() => "stopped");
  await expect.poll(() => cloud.asked.length).toBe(1);

  stopping.abort();
  expect(await stopped).toBe("stopped");
  await clock.advance(10_000);

  expect(await waiting).toBe("TimeoutError");
  expect(cloud.asked).toHaveLength(1);
});

test.each([
  { expires_in: 3600 },
  { access_token: "a\r\nb", expires_in: 60 },
  { access_token: "x", expires_in: -1 },
  "<html>",
])("%j is no token", async (body) => {
  const cloud = await createLocalCloud(onTestFinished);
  const { source } = sourceOf(cloud);
  cloud.answer("/login/", () => ({ body }));

  await expect(source.get(never)).rejects.toThrow("sign-in answered 502");
});

test("the secret goes no unsafe way", async () => {
  const { options } = await createLocalCloud(onTestFinished);
  const clock = createFakeClock();

  for (const loginUrl of ["http://login.evil.test/", "ftp://x/", "", "https://a@b/", "login.microsoftonline.com"])
    expect(() => createTokenSource({ options: { ...options, loginUrl }, clock })).toThrow("must begin with https");
  const { appPassword: _, ...without } = options;
  expect(() => createTokenSource({ options: without, clock })).toThrow("chat.teams.appPassword");
});
