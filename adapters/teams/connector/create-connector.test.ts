import { once, setMaxListeners } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createFakeClock, type FakeClock } from "../../../src/testing/fake-clock.ts";
import { recordedLog } from "../../../src/testing/recorded-log.ts";
import type { Connector, Target } from "./connector.ts";
import { createConnector } from "./create-connector.ts";
import { isDeadReference, isInDoubt, refusalCode } from "./errors.ts";
import { type Answer, createLocalCloud, type LocalCloud, ownToken } from "./local-cloud.ts";

interface Connected {
  readonly cloud: LocalCloud;
  readonly clock: FakeClock;
  readonly connector: Connector;
  readonly at: Target;
  readonly stopping: AbortController;
  /** Lets time pass until `work` settled; resolves to the error's code when it failed. */
  settled<T>(work: Promise<T>): Promise<T | string>;
}

async function connected(): Promise<Connected> {
  const cloud = await createLocalCloud(onTestFinished);
  const clock = createFakeClock();
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const { log } = recordedLog();
  const connector = createConnector({ options: cloud.options, clock, log, signal: stopping.signal });
  const at = { id: "19:payments@thread.tacv2", serviceUrl: `${cloud.url}/connector/`, tenant: "home-tenant" };
  return {
    ...{ cloud, clock, connector, at, stopping },
    async settled(work) {
      let isSettled = false;
      const outcome = work.then(
        (value) => value,
        (error: { code: string }) => error.code,
      );
      void outcome.finally(() => {
        isSettled = true;
      });
      await expect
        .poll(
          async () => {
            await clock.advance(250);
            return isSettled;
          },
          { interval: 1, timeout: 20_000 },
        )
        .toBe(true);
      return outcome;
    },
  };
}

const failing =
  (status: number, headers: Record<string, string> = {}) =>
  (): Answer => ({ status, headers, body: {} });
const failingOnce =
  (status: number, headers: Record<string, string> = {}) =>
  (_: unknown, count: number): Answer =>
    count === 1 ? failing(status, headers)() : { body: { id: "sent-1" } };

test("a message carries what the connector asks for, and our token", async () => {
  const { cloud, connector, at } = await connected();
  const activity = {
    summary: "hello",
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content: { a: { b: null } } }],
  };

  expect(await connector.send({ ...at, thread: "17" }, activity)).toEqual({ id: "sent-1" });

  const [asked] = cloud.at("/connector");
  const id = "19:payments@thread.tacv2;messageid=17";
  expect(asked).toMatchObject({ method: "POST", authorization: `Bearer ${ownToken}` });
  expect(asked?.path).toBe(`/connector/v3/conversations/${encodeURIComponent(id)}/activities`);
  expect(JSON.parse(asked?.body ?? "")).toEqual({
    type: "message",
    from: { id: `28:${cloud.options.appId}`, name: "Callboard" },
    conversation: { id },
    channelId: "msteams",
    ...activity,
  });
});

test("a message for one person alone, and its update, say so", async () => {
  const { cloud, connector, at } = await connected();
  const entities = [{ type: "targetedMessageInfo", messageId: "5" }];

  await connector.send(at, { text: "psst", entities }, { to: "29:ada" });
  await connector.update(at, "sent-1", { text: "psst!" }, { isTargeted: true });
  await connector.update(at, "sent-1", { text: "psst!" });

  const [sent, updated, plain] = cloud.at("/connector");
  expect(sent?.path).toMatch(/\/activities\?isTargetedActivity=true$/);
  expect(JSON.parse(sent?.body ?? "")).toMatchObject({ recipient: { id: "29:ada" }, entities });
  expect([updated?.method, updated?.path]).toEqual([
    "PUT",
    expect.stringMatching(/\/sent-1\?isTargetedActivity=true$/),
  ]);
  expect(plain?.path).toMatch(/\/sent-1$/);
});

test("people, rosters, teams and personal chats are read as Teams tells them", async () => {
  const { cloud, connector, at } = await connected();
  const ada = {
    id: "29:ada",
    aadObjectId: "o-1",
    userPrincipalName: "ada@acme.example",
    userRole: "user",
    tenantId: "t",
  };
  cloud.answer("/connector/v3/conversations/", ({ path }) =>
    path.includes("/pagedmembers") ? { body: { members: [ada], continuationToken: "n x" } } : { body: ada },
  );
  cloud.answer("/connector/v3/teams/", ({ path }) =>
    path.endsWith("/conversations")
      ? {
          body: {
            conversations: [
              { id: "19:general", name: null },
              { id: "19:help", name: "help" },
            ],
          },
        }
      : { body: { id: "19:general", name: "Payments", aadGroupId: "g-1" } },
  );

  expect(await connector.member(at, "o-1")).toMatchObject(ada);
  expect(await connector.members(at, "a/b")).toMatchObject({ members: [ada], next: "n x" });
  expect(await connector.team(at, "19:general")).toEqual({
    name: "Payments",
    groupId: "g-1",
    channels: [{ id: "19:general" }, { id: "19:help", name: "help" }],
  });
  cloud.answer("/connector/v3/conversations", () => ({ status: 201, body: { id: "a:personal" } }));
  expect(await connector.openPersonal(at, "29:ada")).toBe("a:personal");
  const opened = JSON.parse(cloud.asked.at(-1)?.body ?? "");
  expect(opened).toMatchObject({ isGroup: false, members: [{ id: "29:ada" }], tenantId: "home-tenant" });
  expect(cloud.at("/connector/v3/conversations/").map(({ path }) => path.split("?")[1])).toContain(
    "pageSize=200&continuationToken=a%2Fb",
  );
});

test.each([500, 502, 503, 504])("a %i is asked once when a repeat could be seen twice", async (status) => {
  const { cloud, connector, at, settled } = await connected();
  cloud.answer("/connector/", failing(status));

  expect(await settled(connector.send(at, { text: "x" }, { isRepeatable: false }))).toBe("unavailable");

  expect(cloud.at("/connector/")).toHaveLength(1);
});

test("what may be repeated is repeated with growing pauses until twenty seconds are over", async () => {
  const { cloud, connector, at, settled } = await connected();
  cloud.answer("/connector/", failing(503));

  expect(await settled(connector.update(at, "1", { text: "x" }))).toBe("unavailable");

  // Pauses of 1, 2, 4 and 8 s, each up to half longer.
  expect(cloud.at("/connector/").length).toBeGreaterThanOrEqual(4);
  expect(cloud.at("/connector/").length).toBeLessThanOrEqual(5);
});

test.each([412, 429])("a %i did nothing, so even a message is sent again", async (status) => {
  const { cloud, connector, at, settled } = await connected();
  cloud.answer("/connector/", failingOnce(status));

  expect(await settled(connector.send(at, { text: "x" }, { isRepeatable: false }))).toEqual({ id: "sent-1" });

  expect(cloud.at("/connector/")).toHaveLength(2);
});

test("a pause that Teams asks for is kept for that conversation alone", async () => {
  const { cloud, clock, connector, at, settled } = await connected();
  cloud.answer("/connector/", failingOnce(429, { "retry-after": "7" }));
  const limited = connector.send(at, { text: "x" });
  await expect.poll(() => cloud.at("/connector/").length).toBe(1);

  await clock.advance(6_000);
  await connector.send({ ...at, id: "19:other" }, { text: "y" });
  expect(cloud.at("/connector/")).toHaveLength(2);

  expect(await settled(limited)).toEqual({ id: "sent-1" });
  expect(cloud.at("/connector/")).toHaveLength(3);
});

test("seven messages a second and sixty in half a minute are sent to a conversation, not more", async () => {
  const { cloud, clock, connector, at, settled } = await connected();
  const sentAt: number[] = [];
  cloud.answer("/connector/", () => {
    sentAt.push(clock.monotonicMs());
    return { body: { id: "sent" } };
  });

  const sending = Array.from({ length: 70 }, () => connector.send(at, { text: "x" }, { withinMs: 120_000 }));
  await settled(Promise.all(sending));

  expect(sentAt).toHaveLength(70);
  // Between claim and arrival some of the fake clock's steps of 250 ms may pass.
  const most = (ms: number): number =>
    Math.max(...sentAt.map((from) => sentAt.filter((at) => at >= from && at < from + ms).length));
  expect(most(500)).toBeLessThanOrEqual(8);
  expect(most(29_000)).toBeLessThanOrEqual(60);
});

test("a token that Teams refuses is replaced once", async () => {
  const { cloud, connector, at } = await connected();
  cloud.answer("/login/", (_, count) => ({ body: { expires_in: 3600, access_token: `token-${count}` } }));
  cloud.answer("/connector/", ({ authorization }) =>
    authorization === "Bearer token-1" ? { status: 401 } : { body: { id: "1" } },
  );

  expect(await connector.send(at, { text: "x" })).toEqual({ id: "1" });
  cloud.answer("/connector/", failing(401));
  await expect(connector.send(at, { text: "x" })).rejects.toMatchObject({ code: "invalid_config" });

  expect(cloud.at("/login/")).toHaveLength(3);
  expect(cloud.at("/connector/")).toHaveLength(4);
});

test.each([
  [403, { error: { code: "MessageWritesBlocked" } }, "not_allowed", "MessageWritesBlocked", true],
  [
    403,
    { errorCode: 209, message: '{\r\n  "subCode": "MessageWritesBlocked", "details": "x"}' },
    "not_allowed",
    "MessageWritesBlocked",
    true,
  ],
  [403, { error: { code: "BotNotInConversationRoster" } }, "not_allowed", "BotNotInConversationRoster", true],
  [404, { error: { code: "ConversationNotFound" } }, "not_found", "ConversationNotFound", true],
  [403, { error: { code: "<b>evil</b>" } }, "not_allowed", "http_403", false],
  [413, { error: { code: "MessageSizeTooBig" } }, "unsupported", "MessageSizeTooBig", false],
  [401, {}, "invalid_config", "http_401", false],
  [400, "<html>", "unsupported", "http_400", false],
])("%i %j is %s", async (status, body, code, refusal, isDead) => {
  const { cloud, connector, at } = await connected();
  cloud.answer("/connector/", () => ({ status, body }));

  const error = await connector.send(at, { text: "x" }).catch((thrown) => thrown);

  expect(error).toMatchObject({ name: "BotError", code });
  expect([refusalCode(error), isDeadReference(error), isInDoubt(error)]).toEqual([refusal, isDead, false]);
});

test.each([
  ["invalid_client", "chat.teams.appPassword"],
  ["unauthorized_client", "chat.teams.appId"],
])("a sign-in that says %s names what to set", async (error, key) => {
  const { cloud, connector, at } = await connected();
  cloud.answer("/login/", () => ({ status: 401, body: { error } }));

  for (const trying of [connector.signIn(), connector.send(at, { text: "x" })])
    await expect(trying).rejects.toMatchObject({ code: "invalid_config", message: expect.stringContaining(key) });

  expect(cloud.at("/connector/")).toEqual([]);
});

test.each([
  [[7000215], "invalid_client (AADSTS7000215)."],
  [[], "invalid_client."],
  ["<b>evil</b>", "invalid_client."],
])("a sign-in that refuses with the numbers %j says so as Microsoft's pages do", async (numbers, said) => {
  const { cloud, connector } = await connected();
  const body = { error: "invalid_client", error_description: "in many words", error_codes: numbers };
  cloud.answer("/login/", () => ({ status: 401, body }));

  await expect(connector.signIn()).rejects.toMatchObject({ message: expect.stringContaining(`: ${said}`) });
});

test("a sign-in that is down for a moment delays a message and doubles none", async () => {
  const { cloud, connector, at, settled } = await connected();
  cloud.answer("/login/", (_, count) =>
    count < 3 ? { status: 503 } : { body: { expires_in: 60, access_token: "t" } },
  );

  expect(await settled(connector.send(at, { text: "x" }, { isRepeatable: false }))).toEqual({ id: "sent-1" });

  expect(cloud.at("/connector/")).toHaveLength(1);
});

test("a connector that hangs is given up after ten seconds, in doubt", async () => {
  const { cloud, clock, connector, at } = await connected();
  cloud.answer("/connector/", () => "hang");

  const sending = connector.send(at, { text: "x" }, { isRepeatable: false }).catch((error) => error);
  await expect.poll(() => cloud.at("/connector/").length).toBe(1);
  await clock.advance(10_000);

  expect(await sending).toMatchObject({ code: "unavailable" });
  expect(isInDoubt(await sending)).toBe(true);
});

test("stopping ends what is under way", async () => {
  const { cloud, connector, at, stopping } = await connected();
  cloud.answer("/connector/", () => "hang");
  const sending = connector.send(at, { text: "x" });
  await expect.poll(() => cloud.at("/connector/").length).toBe(1);

  stopping.abort();

  await expect(sending).rejects.toMatchObject({ code: "unavailable" });
});

test("a host that is not there is no doubt", async () => {
  const { connector, at, cloud } = await connected();
  const { log } = recordedLog();
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const gone = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await new Promise((resolve) => server.close(resolve));
  const options = { ...cloud.options, serviceUrls: [gone] };
  const away = createConnector({ options, clock: createFakeClock(), log, signal: new AbortController().signal });

  const error = await away.send({ ...at, serviceUrl: gone }, {}, { withinMs: 0 }).catch((thrown) => thrown);

  expect(error).toMatchObject({ code: "unavailable" });
  expect(isInDoubt(error)).toBe(false);
  await expect(connector.signIn()).resolves.toBeUndefined();
});

test("without authentication no token is asked for or sent", async () => {
  const cloud = await createLocalCloud(onTestFinished, { unauthenticated: true });
  const { log } = recordedLog();
  const { appId: _, appPassword: __, ...options } = cloud.options;
  const connector = createConnector({ options, clock: createFakeClock(), log, signal: new AbortController().signal });

  await connector.signIn();
  await connector.send({ id: "1", serviceUrl: `${cloud.url}/connector`, tenant: "t" }, { text: "x" });

  expect(cloud.asked.map(({ authorization }) => authorization)).toEqual([undefined]);
});
