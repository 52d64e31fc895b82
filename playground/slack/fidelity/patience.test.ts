import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { workspace } from "../testing/bolt-app.ts";

/** An app that takes this long to answer with this status; `heardMs` tells when it was asked. */
async function app(answerMs: number, status: number) {
  const heardMs: number[] = [];
  const server = createServer(async (request, response) => {
    heardMs.push(performance.now());
    request.resume();
    await wait(answerMs);
    response.writeHead(status).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { heardMs, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

// https://docs.slack.dev/apis/events-api#retries
test("an event that is refused comes again at once, after a minute and after five", async () => {
  const { heardMs, url } = await app(0, 500);
  const slack = await workspace({ retryScale: 1 / 200 });
  slack.sendEventsTo(url);

  await slack.event({ type: "app_mention", user: "U1", text: "hi", ts: "1.1", channel: "C1", event_ts: "1.1" });
  await slack.settled();

  const [first = 0, second = 0, third = 0, fourth = 0] = heardMs;
  expect(heardMs).toHaveLength(4);
  expect(second - first).toBeLessThan(290);
  // A minute is 300 ms here; a busy machine makes it longer, never shorter.
  expect(third - second).toBeGreaterThanOrEqual(295);
  expect(third - second).toBeLessThan(1200);
  expect(fourth - third).toBeGreaterThanOrEqual(1495);
});

test("an acknowledgement is waited for three seconds, and no longer", async () => {
  const [early, late] = await Promise.all([app(2500, 200), app(4000, 200)]);
  const [patient, gone] = await Promise.all([workspace(), workspace()]);
  patient.sendEventsTo(early.url);
  gone.sendEventsTo(late.url);

  const [inTime, tooLate] = await Promise.all([
    patient.as("ada", { channel: "general" }).slash("/owner"),
    gone.as("ada", { channel: "general" }).slash("/owner"),
  ]);

  expect(inTime).toMatchObject({ status: 200 });
  expect(tooLate).toMatchObject({ error: "timeout" });
  expect(tooLate.ms).toBeGreaterThanOrEqual(2990);
  expect(tooLate.ms).toBeLessThan(4000);
});
