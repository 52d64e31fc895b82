import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { createFakeClock } from "../testing/fake-clock.ts";
import { readBody } from "./read-body.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function heldMegabytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1024 / 1024;
}

test("a body that comes byte by byte takes no more memory than it is long", async () => {
  const request = Object.assign(new PassThrough(), { headers: {} }) as unknown as IncomingMessage & PassThrough;
  const budget = { maxBytes: 2 ** 30, usedBytes: 0 };
  const reading = readBody(request, { maxBytes: 2 ** 30, limitMs: 1000, budget, clock: createFakeClock() });
  const before = heldMegabytes();

  const bytes = 500_000;
  for (let index = 0; index < bytes; index += 1)
    request.emit("data", Buffer.from(String.fromCharCode(97 + (index % 26))));

  expect(heldMegabytes() - before).toBeLessThan(20);
  request.emit("end");
  const body = await reading;
  expect(body).toHaveLength(bytes);
  expect(String(body).slice(0, 2050)).toBe("abcdefghijklmnopqrstuvwxyz".repeat(79).slice(0, 2050));
});
