import { Agent, request } from "node:http";
import fc from "fast-check";
import { expect, vi } from "vitest";
import { hostileActivity } from "./hostile-teams-activities.ts";
import { propertyRuns } from "./property-runs.ts";
import { homeTenant, teamsBench } from "./teams-bench.ts";

/**
 * Sends so many hostile activities to a Teams adapter, with a valid token: each is answered within two seconds, none with 5xx
 * but 503, nothing is printed, and it lives on.
 */
export async function tryHostileActivities(runs?: number): Promise<void> {
  const thrown: unknown[] = [];
  const onThrown = (error: unknown): void => void thrown.push(error);
  process.on("unhandledRejection", onThrown);
  const { teams, url, stop } = await teamsBench({ sink: { hear: async () => undefined } });
  const token = `Bearer ${await teams.sign()}`;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const parameters = propertyRuns(runs);
  const printed = eavesdrop();
  const statuses = new Map<number, number>();
  const world = { tenantId: homeTenant, botId: teams.world.bot.id, personId: teams.as("mia").person.id };

  await fc.assert(
    fc.asyncProperty(
      hostileActivity({ ...world, serviceUrl: teams.serviceUrl }),
      async ({ body, contentType, isBare }) => {
        const began = performance.now();
        const headers = {
          ...(!isBare && { authorization: token }),
          ...(contentType !== undefined && { "content-type": contentType }),
        };
        const status = await post(url, agent, headers, body);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);

        expect([200, 400, 401, 403, 503]).toContain(status);
        if (isBare) expect([400, 401, 403]).toContain(status);
        expect(performance.now() - began).toBeLessThan(2000);
      },
    ),
    { ...parameters, verbose: 1 },
  );

  expect(printed.stop()).toEqual([]);
  // Most of it got as far as a person's would.
  expect(statuses.get(200) ?? 0).toBeGreaterThan(parameters.numRuns / 4);
  expect(statuses.get(503) ?? 0).toBeLessThan(parameters.numRuns / 20);
  const fetched = await teams.deliver({ ...aliveProbe(world, teams.serviceUrl) });
  expect(fetched.status).toBe(200);
  agent.destroy();
  await stop();
  process.off("unhandledRejection", onThrown);
  expect(thrown).toEqual([]);
}

function aliveProbe(
  { tenantId, botId, personId }: Record<"tenantId" | "botId" | "personId", string>,
  serviceUrl: string,
) {
  return {
    ...{ type: "message", id: "alive", channelId: "msteams", serviceUrl, text: "help" },
    ...{ from: { id: personId }, recipient: { id: botId } },
    conversation: { id: "a:alive", conversationType: "personal", tenantId },
    channelData: { tenant: { id: tenantId } },
  };
}

/** Keeps what is printed meanwhile. */
function eavesdrop(): { stop(): readonly string[] } {
  const printed: string[] = [];
  const spies = [
    ...[process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, "write").mockImplementation((chunk) => printed.push(String(chunk)) > 0),
    ),
    ...(["log", "info", "warn", "error", "debug"] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation((...parts) => void printed.push(parts.map(String).join(" "))),
    ),
  ];
  return {
    stop() {
      for (const spy of spies) spy.mockRestore();
      return printed;
    },
  };
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
