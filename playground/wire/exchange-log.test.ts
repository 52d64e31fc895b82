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

test("everything is kept as it was, tokens too; only the names of headers are in lower case", () => {
  const log = createExchangeLog(Date.now);
  const body = "token=xoxb-1234567890-abcdef&channel=C1";
  const id = asked(log, body, { Authorization: "Bearer xoxb-1234567890-abcdef", "x-slack-signature": "v0=0123456789" });

  expect(log.get(id)?.request).toEqual({
    line: "POST /api/auth.test",
    headers: { authorization: "Bearer xoxb-1234567890-abcdef", "x-slack-signature": "v0=0123456789" },
    body,
  });
});

test("a long body is cut", () => {
  const log = createExchangeLog(Date.now);

  const body = log.get(asked(log, "x".repeat(300_000)))?.request.body;

  expect(body?.length).toBe(256 * 1024 + 1);
  expect(body?.endsWith("x…")).toBe(true);
});
