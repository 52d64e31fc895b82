import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import fc from "fast-check";
import { expect } from "vitest";
import { hostileRequest } from "./hostile-slack-bodies.ts";
import { propertyRuns } from "./property-runs.ts";
import { slackBench } from "./slack-bench.ts";

const secret = "0123456789abcdef0123456789abcdef";

/** Sends so many hostile requests to a Slack adapter: each is answered within two seconds, none with 5xx but 503, and it lives on. */
export async function tryHostileRequests(runs?: number): Promise<void> {
  const thrown: unknown[] = [];
  const onThrown = (error: unknown): void => void thrown.push(error);
  process.on("unhandledRejection", onThrown);
  const { slack, url, stop } = await slackBench({ sink: { hear: async () => undefined } });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let count = 0;

  await fc.assert(
    fc.asyncProperty(hostileRequest, async ({ body, contentType, isBare }) => {
      count += 1;
      // Timestamps differ, so that equal bodies are no replays.
      const timestamp = String(Math.floor(Date.now() / 1000) - (count % 200));
      const signature = createHmac("sha256", secret).update(`v0:${timestamp}:`).update(body).digest("hex");
      const signed = isBare ? {} : { "x-slack-request-timestamp": timestamp, "x-slack-signature": `v0=${signature}` };
      const began = performance.now();
      const status = await post(
        url,
        agent,
        { ...signed, ...(contentType !== undefined && { "content-type": contentType }) },
        body,
      );

      expect([200, 400, 401, 503]).toContain(status);
      if (isBare) expect(status).not.toBe(503);
      expect(performance.now() - began).toBeLessThan(2000);
    }),
    { ...propertyRuns(runs), verbose: 1 },
  );

  expect((await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "x")).status).toBe(200);
  agent.destroy();
  await stop();
  process.off("unhandledRejection", onThrown);
  expect(thrown).toEqual([]);
}

function post(url: string, agent: Agent, headers: Record<string, string>, body: string | Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = { "content-length": String(Buffer.byteLength(body)) };
    const sent = request(url, { method: "POST", agent, headers: { ...headers, ...length } }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
