import { expect, test } from "vitest";
import { createExchangeLog, type ExchangeLog } from "./exchange-log.ts";

function asked(log: ExchangeLog, body: string, headers: Record<string, string> = {}): number {
  const request = { line: "POST /api/auth.test", headers, body };
  return log.begin({ direction: "from app", via: "http", name: "auth.test", request });
}

test("an exchange is told when it begins and when it ends", () => {
  const log = createExchangeLog(() => 1_700_000_000_000);
  const told: unknown[] = [];
  const stop = log.onChange(() => told.push(...log.lines()));

  const id = asked(log, "");
  log.end(id, { answer: { line: "HTTP 200", headers: {}, body: "{}" }, failure: "invalid_auth" });
  stop();
  asked(log, "");

  const line = { id: 1, at: 1_700_000_000_000, direction: "from app", via: "http", name: "auth.test" };
  expect(told).toEqual([line, { ...line, ms: expect.any(Number), failure: "invalid_auth" }]);
});

test("the last ones are kept, in their order, and an id is never given again", () => {
  const log = createExchangeLog(Date.now);

  for (let count = 0; count < 1002; count += 1) asked(log, String(count));

  const ids = log.lines().map(({ id }) => id);
  expect(ids).toEqual(Array.from({ length: 1000 }, (_, index) => index + 3));
  expect(log.has(2)).toBe(false);
  expect(log.get(2)).toBeUndefined();
  expect(log.get(4)?.request.body).toBe("3");
  log.end(2, { failure: "late" });
  expect(log.lines().some(({ failure }) => failure !== undefined)).toBe(false);
  log.clear();
  expect(log.lines()).toEqual([]);
  expect(asked(log, "")).toBe(1003);
});

test.each([
  ["a form", "token=xoxb-1234567890-abcdef&channel=C1", "token=xoxb-…&channel=C1"],
  ["JSON", '{"token":"verification_token","text":"a token=b"}', '{"token":"verif…","text":"a token=b…"}'],
  ["JSON in a form", "payload=%7B%22token%22%3A%22verification%22%7D", "payload=%7B%22token%22%3A%22verif…%22%7D"],
  ["a sentence", "my token is xapp-1-A0B-99-feed, use it", "my token is xapp-1…, use it"],
  [
    "a socket's address",
    '{"url":"ws://h/link/?ticket=0123456789&app_id=A"}',
    '{"url":"ws://h/link/?ticket=01234…&app_id=A"}',
  ],
  ["what is no token", '{"bot_tokens":["a"],"broken":"b"}', '{"bot_tokens":["a"],"broken":"b"}'],
])("a token is cut in %s", (_where, body, shown) => {
  const log = createExchangeLog(Date.now);

  expect(log.get(asked(log, body))?.request.body).toBe(shown);
});

test("the token of a header is cut, a signature stays", () => {
  const log = createExchangeLog(Date.now);
  const id = asked(log, "", { Authorization: "Bearer xoxb-1234567890-abcdef", "x-slack-signature": "v0=0123456789" });

  expect(log.get(id)?.request.headers).toEqual({
    authorization: "Bearer xoxb-123…",
    "x-slack-signature": "v0=0123456789",
  });
});

test("a long body is cut", () => {
  const log = createExchangeLog(Date.now);

  const body = log.get(asked(log, "x".repeat(300_000)))?.request.body;

  expect(body?.length).toBe(256 * 1024 + 1);
  expect(body?.endsWith("x…")).toBe(true);
});
