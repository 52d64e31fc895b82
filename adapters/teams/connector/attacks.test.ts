import { createHmac, createPublicKey } from "node:crypto";
import { ConnectorClient } from "botframework-connector";
import { importJWK, SignJWT, UnsecuredJWT } from "jose";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { createCanaries } from "../../../src/testing/canaries.ts";
import { createFakeClock } from "../../../src/testing/fake-clock.ts";
import { recordedLog } from "../../../src/testing/recorded-log.ts";
import type { TeamsOptions } from "../teams-options.ts";
import { TeamsAuthentication } from "./authentication.ts";
import { createTurns, type TeamsTurns } from "./cloud-adapter.ts";
import { createConnector } from "./create-connector.ts";
import { createHttpClient } from "./http-client.ts";
import { appSecret, createLocalCloud, createSigner, type LocalCloud, listening, ownToken } from "./local-cloud.ts";
import { createTokenSource } from "./token.ts";
import { createVerification } from "./verification.ts";

const printed: string[] = [];

beforeEach(() => {
  printed.length = 0;
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((chunk) => printed.push(String(chunk)) > 0);
  for (const level of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(console, level).mockImplementation((...parts) => void printed.push(parts.map(String).join(" ")));
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(printed).toEqual([]);
});

interface Tried {
  readonly cloud: LocalCloud;
  readonly turns: TeamsTurns;
  readonly lines: readonly string[];
  /** What the bot's logic was run with. */
  readonly seen: readonly unknown[];
  send(authorization: string, changes?: object, isLoopback?: boolean): Promise<unknown>;
}

async function tried(changes: Partial<TeamsOptions> = {}): Promise<Tried> {
  const cloud = await createLocalCloud(onTestFinished, changes);
  const { log, lines } = recordedLog();
  const turns = createTurns({ options: cloud.options, clock: systemClock(), log });
  const seen: unknown[] = [];
  return {
    cloud,
    turns,
    lines,
    seen,
    async send(authorization, differing = {}, isLoopback = false) {
      const activity = {
        type: "message",
        id: "activity-1",
        channelId: "msteams",
        serviceUrl: `${cloud.url}/connector/`,
        conversation: { id: "19:payments@thread.tacv2" },
        ...differing,
      };
      return turns.handle({ activity, authorization, isLoopback }, async (heard) => {
        seen.push(heard);
        return undefined;
      });
    },
  };
}

function refused(status: number, reason: string): object {
  return { isAccepted: false, status, reason };
}

test("who holds a valid token is heard, and the answer goes into the response", async () => {
  const { cloud, turns, send, seen } = await tried();
  const authorization = `Bearer ${await cloud.token()}`;

  expect(await send(authorization)).toEqual({ status: 200 });
  expect(seen).toHaveLength(1);
  const activity = { type: "invoke", name: "task/fetch", channelId: "msteams", serviceUrl: `${cloud.url}/connector` };
  const answer = { status: 200, body: { task: {} } };
  expect(await turns.handle({ activity, authorization, isLoopback: false }, async () => answer)).toEqual(answer);
  await expect(
    turns.handle({ activity, authorization, isLoopback: false }, () => Promise.reject(new Error("of the logic"))),
  ).rejects.toThrow("of the logic");
});

test("a token that is not signed by a key of the list is refused", async () => {
  const { cloud, send, seen } = await tried();
  const stranger = await createSigner("key-1");
  const payload = {
    iss: cloud.options.tokenIssuer,
    aud: String(cloud.options.appId),
    serviceurl: `${cloud.url}/connector/`,
  };
  const publicKey = await importJWK(cloud.signer.jwk, "RS256");
  const pem = createPublicKey({ key: { ...cloud.signer.jwk } as never, format: "jwk" }).export({
    type: "spki",
    format: "pem",
  });
  const hmac = new SignJWT(payload).setProtectedHeader({ alg: "HS256", kid: "key-1" }).setExpirationTime("1h");
  const [head, body] = (await cloud.token()).split(".");

  expect(publicKey).toBeDefined();
  expect(await send("")).toEqual(refused(401, "no-token"));
  expect(await send("Bearer")).toEqual(refused(401, "malformed"));
  expect(await send("Bearer a.b.c")).toEqual(refused(401, "malformed"));
  expect(await send(`Basic ${await cloud.token()}`)).toEqual(refused(401, "malformed"));
  expect(await send(`Bearer ${await cloud.token()} `)).toEqual(refused(401, "malformed"));
  expect(await send(`Bearer ${"x".repeat(20_000)}`)).toEqual(refused(401, "malformed"));
  expect(await send(`Bearer ${new UnsecuredJWT(payload).encode()}`)).toEqual(refused(401, "malformed"));
  expect(await send(`Bearer ${new UnsecuredJWT(payload).encode()}x`)).toEqual(refused(401, "alg"));
  expect(await send(`Bearer ${await hmac.sign(new TextEncoder().encode(String(pem)))}`)).toEqual(refused(401, "alg"));
  expect(await send(`Bearer ${head}.${body}.${hs256(`${head}.${body}`, String(pem))}`)).toEqual(
    refused(401, "signature"),
  );
  expect(await send(`Bearer ${await cloud.token({ signer: stranger })}`)).toEqual(refused(401, "signature"));
  expect(await send(`Bearer ${await cloud.token({ header: { kid: "other" } })}`)).toEqual(refused(401, "kid"));
  const withOwnKey = { kid: "other", jwk: stranger.jwk, jku: "https://evil.test/keys" };
  expect(await send(`Bearer ${await cloud.token({ signer: stranger, header: withOwnKey })}`)).toEqual(
    refused(401, "kid"),
  );
  expect(seen).toEqual([]);
});

test("a genuine token of somebody else, of another time or for another connector is refused", async () => {
  const { cloud, send, seen } = await tried();
  const of = async (claims: Record<string, unknown>): Promise<unknown> =>
    send(`Bearer ${await cloud.token({ claims })}`);
  const seconds = Math.floor(Date.now() / 1000);

  expect(await of({ iss: "https://sts.windows.net/home-tenant/" })).toEqual(refused(401, "iss"));
  expect(await of({ iss: undefined })).toEqual(refused(401, "iss"));
  expect(await of({ aud: "another-bot" })).toEqual(refused(401, "aud"));
  expect(await of({ aud: undefined })).toEqual(refused(401, "aud"));
  expect(await of({ exp: seconds - 301 })).toEqual(refused(401, "exp"));
  expect(await of({ exp: undefined })).toEqual(refused(401, "exp"));
  expect(await of({ nbf: seconds + 302 })).toEqual(refused(401, "nbf"));
  expect(await of({ serviceurl: "https://smba.trafficmanager.net/teams/" })).toEqual(refused(401, "serviceurl"));
  expect(await of({ serviceurl: undefined })).toEqual(refused(401, "serviceurl"));
  expect(await of({ serviceurl: [`${cloud.url}/connector/`] })).toEqual(refused(401, "serviceurl"));
  expect(seen).toEqual([]);
});

test("a body that names no connector, or one for which the token is not, is refused", async () => {
  const { cloud, send, seen } = await tried();
  const authorization = `Bearer ${await cloud.token()}`;
  const other = `${cloud.url}/connector/other/`;

  for (const serviceUrl of [undefined, null, "", 1, "https://evil.test/", ["https://smba.trafficmanager.net/"]])
    expect(await send(authorization, { serviceUrl })).toEqual(refused(403, "service-url"));
  expect(await send(authorization, { serviceUrl: other })).toEqual(refused(401, "serviceurl"));
  expect(await send(authorization, { serviceUrl: "https://smba.trafficmanager.net/teams/" })).toEqual(
    refused(401, "serviceurl"),
  );
  expect(seen).toEqual([]);
});

test("the ways of emulators, skills and App Service into the SDK are closed", async () => {
  const { cloud, send, seen } = await tried();
  const skill = await cloud.token({ claims: { ver: "2.0", azp: "another-bot", appid: "another-bot" } });
  const emulator = await cloud.token({
    claims: { iss: "https://login.microsoftonline.com/home-tenant/v2.0", ver: "2.0" },
  });

  for (const channelId of [
    "emulator",
    "AseChannel",
    "skill",
    "msteams ",
    "MSTEAMS",
    "",
    undefined,
    ["msteams"],
    "webchat",
  ])
    expect(await send(`Bearer ${await cloud.token()}`, { channelId }, true)).toEqual(refused(403, "channel"));
  expect(await send(`Bearer ${skill}`, { serviceUrl: undefined })).toEqual(refused(403, "service-url"));
  expect(await send(`Bearer ${emulator}`)).toEqual(refused(401, "iss"));
  expect(seen).toEqual([]);
});

test("a key that Microsoft did not endorse for Teams signs nothing", async () => {
  const { cloud, send } = await tried();
  const endorsed = (endorsements: unknown): void =>
    cloud.answer("/openid/keys", () => ({ body: { keys: [{ ...cloud.signer.jwk, endorsements }] } }));

  endorsed(["webchat", "directline"]);

  expect(await send(`Bearer ${await cloud.token()}`)).toEqual(refused(401, "endorsements"));
});

test("nothing can be connected without an app, and nobody but this machine needs no token", async () => {
  const { options } = await createLocalCloud(onTestFinished);
  const parts = { clock: systemClock(), log: recordedLog().log };

  for (const appId of ["", undefined]) {
    const { appId: _, ...rest } = options;
    const without = { ...rest, ...(appId !== undefined && { appId }) };
    expect(() => createTurns({ ...parts, options: without })).toThrow(
      expect.objectContaining({ code: "invalid_config" }),
    );
  }
  for (const openIdUrl of ["http://login.botframework.com/v1/.well-known/openidconfiguration", ""])
    expect(() => createTurns({ ...parts, options: { ...options, openIdUrl } })).toThrow("must begin with https");
  const { send, seen } = await tried({ unauthenticated: true });
  expect(await send("")).toEqual(refused(401, "not-loopback"));
  expect(await send("", { channelId: "directline" }, true)).toEqual(refused(403, "channel"));
  expect(await send("", { serviceUrl: "https://smba.trafficmanager.net/teams/" }, true)).toEqual(
    refused(403, "service-url"),
  );
  expect(await send("", { serviceUrl: "http://169.254.169.254/" }, true)).toEqual(refused(403, "service-url"));
  expect(seen).toEqual([]);
  expect(await send("", { channelId: "emulator" }, true)).toEqual({ status: 200 });
  expect(seen).toHaveLength(1);
});

test("five minutes of skew are forgiven and not a second more", async () => {
  const clock = createFakeClock(new Date("2026-03-01T12:00:00Z"));
  const cloud = await createLocalCloud(onTestFinished);
  const verify = createVerification({ options: cloud.options, clock, log: recordedLog().log });
  const nowSeconds = clock.now().getTime() / 1000;
  const activity = { channelId: "msteams", serviceUrl: `${cloud.url}/connector/` };
  const judged = async (claims: object): Promise<unknown> => {
    const authorization = `Bearer ${await cloud.token({ now: clock.now(), claims: { ...claims } })}`;
    return verify({ activity, authorization, isLoopback: false });
  };

  expect(await judged({ exp: nowSeconds - 299 })).toMatchObject({ isAccepted: true });
  expect(await judged({ exp: nowSeconds - 300 })).toEqual(refused(401, "exp"));
  expect(await judged({ nbf: nowSeconds + 300 })).toMatchObject({ isAccepted: true });
  expect(await judged({ nbf: nowSeconds + 301 })).toEqual(refused(401, "nbf"));
});

test("the SDK's own doors judge the same and take no streams", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const verify = createVerification({ options: cloud.options, clock: systemClock(), log: recordedLog().log });
  const authentication = new TeamsAuthentication(verify);
  const activity = { channelId: "msteams", serviceUrl: `${cloud.url}/connector/` } as never;
  const good = await cloud.token();

  await expect(authentication.authenticateRequest(activity, "")).rejects.toThrow("Refused: no-token");
  await expect(authentication.authenticateStreamingRequest()).rejects.toThrow("Refused");
  const { claimsIdentity, connectorFactory } = await authentication.authenticateRequest(activity, `Bearer ${good}`);
  expect(claimsIdentity.isAuthenticated).toBe(true);
  const client = await connectorFactory?.create("https://evil.test/");
  await expect(client?.conversations.getConversations()).rejects.toThrow("Turns send nothing");
});

test("a message to an address that is no connector's is not sent, and its host hears nothing", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const heard: string[] = [];
  const evil = await listening(onTestFinished, (asked) => {
    heard.push(asked.path);
    return {};
  });
  const { port } = new URL(evil);
  const connector = createConnector({ ...quiet(), options: cloud.options });
  const own = new URL(cloud.url).host;
  const edited = [
    ...[evil, `${evil}/connector/`, `http://localhost:${port}/`, `http://${own}@127.0.0.1:${port}/connector/`],
    ...[`http://${own}/connector/../v3/`, `http://${own}/other/`, `http://${own}/connector%2f..%2f/`],
    ...["https://smba.trafficmanager.net.evil.test/teams/", "http://smba.trafficmanager.net/teams/"],
    ...[
      "https://evil.test/",
      `https://2130706433:${port}/`,
      `http://0x7f.1:${port}/connector/`,
      `http://[::1]:${port}/`,
    ],
    ...[`http:\\\\127.0.0.1:${port}\\connector\\`, `http://${own}/connector/{conversationId}/`, ""],
  ];

  for (const serviceUrl of edited) {
    const at = { id: "19:x@thread.tacv2", serviceUrl, tenant: "home-tenant" };
    await expect(connector.send(at, { text: "hello" })).rejects.toMatchObject({ code: "not_allowed" });
    await expect(connector.openPersonal(at, "29:x")).rejects.toMatchObject({ code: "not_allowed" });
    await expect(connector.team(at, "19:x")).rejects.toMatchObject({ code: "not_allowed" });
  }
  expect(heard).toEqual([]);
  expect(cloud.asked).toEqual([]);
});

test("the last door sends no token to an address that got past all others", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const heard: string[] = [];
  const baseUri = await listening(onTestFinished, (asked) => {
    heard.push(asked.path);
    return { body: { id: "1" } };
  });
  const clock = systemClock();
  const httpClient = createHttpClient({
    ...{ options: cloud.options, token: createTokenSource({ options: cloud.options, clock }), fetch: fetch as never },
    ...{ clock, signal: new AbortController().signal, isTargeted: false, busyMs: 0 },
  });
  const client = new ConnectorClient({ signRequest: async (request) => request }, { baseUri, httpClient });

  await expect(client.conversations.sendToConversation("19:x", { type: "message" })).rejects.toMatchObject({
    code: "not_allowed",
  });
  expect([heard, cloud.asked]).toEqual([[], []]);
});

test("ids that climb out of the path are not sent either", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const connector = createConnector({ ...quiet(), options: cloud.options });

  const refusal = { code: "not_allowed" };
  for (const id of ["..", ".", "", "19:\ud800"]) {
    const place = { serviceUrl: `${cloud.url}/connector/`, tenant: "home-tenant" };
    const [there, here] = [
      { ...place, id },
      { ...place, id: "19:x" },
    ];
    await expect(connector.send(there, { text: "x" })).rejects.toMatchObject(refusal);
    await expect(connector.update(here, id, { text: "x" })).rejects.toMatchObject(refusal);
    await expect(connector.member(here, id)).rejects.toMatchObject(refusal);
    await expect(connector.members(there)).rejects.toMatchObject(refusal);
    await expect(connector.team(place, id)).rejects.toMatchObject(refusal);
  }
  await connector.send({ id: "../../x?y#z", serviceUrl: `${cloud.url}/connector`, tenant: "t" }, { text: "x" });
  const paths = cloud.at("/connector").map(({ path }) => path);
  expect(paths).toEqual(["/connector/v3/conversations/..%2F..%2Fx%3Fy%23z/activities"]);
});

test("a redirect is not followed, neither with the token nor with the secret", async () => {
  const cloud = await createLocalCloud(onTestFinished);
  const heard: string[] = [];
  const evil = await listening(onTestFinished, (asked) => {
    heard.push(`${asked.path} ${asked.authorization} ${asked.body}`);
    return { body: { id: "x", access_token: "evil", expires_in: 3600 } };
  });
  const at = { id: "19:x@thread.tacv2", serviceUrl: `${cloud.url}/connector/`, tenant: "home-tenant" };
  const toEvil = (status: number) => () => ({ status, headers: { location: `${evil}/v3/` } });

  for (const status of [301, 302, 303, 307, 308]) {
    cloud.answer("/connector/", toEvil(status));
    const connector = createConnector({ ...quiet(), options: cloud.options });
    await expect(connector.send(at, { text: "x" }, { isRepeatable: false })).rejects.toMatchObject({
      code: "unavailable",
    });
    cloud.answer("/login/", toEvil(status));
    const other = createConnector({ ...quiet(), options: cloud.options });
    await expect(other.send(at, { text: "x" }, { withinMs: 0 })).rejects.toMatchObject({ code: "unavailable" });
    cloud.answer("/login/", () => ({ body: { expires_in: 3600, access_token: ownToken } }));
  }
  expect(heard).toEqual([]);
});

test("keys are not taken from an unsafe address that the metadata names", async () => {
  const { cloud, send } = await tried();
  cloud.answer("/openid/configuration", () => ({ body: { jwks_uri: "http://keys.evil.test/keys" } }));

  expect(await send(`Bearer ${await cloud.token()}`)).toEqual(refused(503, "keys-unavailable"));
});

test("neither token nor secret is in a log line or in an error, whatever fails", async () => {
  const { cloud, send, lines } = await tried();
  const canaries = createCanaries();
  canaries.add("own token", ownToken);
  canaries.add("secret", appSecret);
  const told: string[] = [];
  const { log, lines: more } = recordedLog();
  const parts = { clock: systemClock(), log, signal: new AbortController().signal, options: cloud.options };
  const at = { id: "19:x@thread.tacv2", serviceUrl: `${cloud.url}/connector/`, tenant: "home-tenant" };
  const fail = async (path: string, answer: () => object | "hang"): Promise<void> => {
    cloud.answer(path, answer as never);
    const sent = createConnector(parts).send(at, { text: "x" }, { withinMs: 0, isRepeatable: false });
    told.push(...everythingIn(await sent.catch((error) => error)));
  };
  const token = await cloud.token({ claims: { aud: "another" } });
  canaries.add("their token", token);
  await send(`Bearer ${token}`);

  for (const status of [400, 401, 403, 404, 413, 429, 500, 503])
    await fail("/connector/", () => ({
      status,
      body: { error: { code: "Oops", message: `${ownToken} ${appSecret}` } },
    }));
  await fail("/connector/", () => ({ body: `not JSON ${ownToken}` }));
  await fail("/connector/", () => ({ body: [ownToken] }));
  await fail("/connector/", () => ({ body: { id: { of: ownToken } } }));
  for (const status of [200, 400, 401, 503])
    await fail("/login/", () => ({
      status,
      body: { error: "invalid_client", error_description: `${appSecret} ${ownToken}` },
    }));
  await fail("/login/", () => ({ status: 400, body: { error: appSecret } }));

  expect(told.length).toBeGreaterThan(14);
  expect(canaries.findIn([...told, ...lines, ...more, ...printed].join("\n"), "what was told")).toEqual([]);
});

function hs256(signed: string, key: string): string {
  return createHmac("sha256", key).update(signed).digest("base64url");
}

function quiet() {
  return { clock: systemClock(), log: recordedLog().log, signal: new AbortController().signal };
}

/** An error with its causes and all that hangs on them, hidden or not. */
function everythingIn(thrown: unknown, depth = 0): string[] {
  if (typeof thrown !== "object" || thrown === null || depth > 6) return [String(thrown)];
  const keys = Reflect.ownKeys(thrown);
  return keys.flatMap((key) => [String(key), ...everythingIn(Reflect.get(thrown, key), depth + 1)]);
}
