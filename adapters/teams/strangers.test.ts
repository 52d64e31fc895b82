import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { homeTenant, otherTenant, type TeamsBench, teamsBench } from "../../src/testing/teams-bench.ts";

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

/** What somebody of a tenant might send. */
function message({ teams }: TeamsBench, tenant: string, id: string): Record<string, unknown> {
  return {
    ...{ type: "message", id, channelId: "msteams", serviceUrl: teams.serviceUrl, text: "help" },
    ...{ from: { id: "29:somebody" }, recipient: { id: teams.world.bot.id } },
    conversation: { id: "a:somebody", conversationType: "personal", tenantId: tenant },
    channelData: { tenant: { id: tenant } },
  };
}

test("a tenant that may not ask is refused with a genuine token, and written down once an hour", async () => {
  const bench = await teamsBench();

  const answers = [];
  for (const id of ["1", "2"]) answers.push(await bench.teams.deliver(message(bench, otherTenant, id)));

  expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  expect(await bench.audit.latest(9)).toMatchObject([
    { who: `teams:${otherTenant}`, what: "message", result: "refused", reason: "another tenant" },
  ]);
  expect(bench.events).toEqual([]);
  expect(bench.teams.calls.filter(({ path }) => path.startsWith("/connector/"))).toEqual([]);
});

test("an activity whose tenants differ is refused", async () => {
  const bench = await teamsBench({ teams: { tenants: [otherTenant] } });
  const mixed = { ...message(bench, homeTenant, "1"), channelData: { tenant: { id: otherTenant } } };
  const { tenantId: _none, ...conversation } = message(bench, homeTenant, "2")["conversation"] as Record<
    string,
    unknown
  >;
  const without = { ...message(bench, homeTenant, "2"), conversation, channelData: {} };

  expect((await bench.teams.deliver(mixed)).status).toBe(403);
  expect((await bench.teams.deliver(without)).status).toBe(403);
  expect(bench.events).toEqual([]);
});

test("without a valid token nothing is believed: no tenant is written down, and nothing is said of why", async () => {
  const bench = await teamsBench();
  const sent = message(bench, otherTenant, "1");
  const wrong = await bench.teams.sign({ aud: "0a1b2c3d-0000-4000-8000-00000000beef" });

  const answers: Awaited<ReturnType<typeof bench.teams.deliver>>[] = [];
  for (const token of [null, "x", wrong, await bench.teams.sign({}, { alg: "none" })])
    answers.push(await bench.teams.deliver(sent, { token }));

  expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(() => [401, answers[0]?.body]));
  expect(await bench.audit.latest(9)).toEqual([]);
});

test("an activity that is replayed is acknowledged, and done once", async () => {
  const bench = await teamsBench();
  const mia = bench.teams.as("mia");
  await mia.say("help");
  await vi.waitFor(() => expect(bench.events).toHaveLength(1));
  const [sent] = bench.teams.deliveries.filter(({ activity }) => activity["type"] === "message");
  if (sent === undefined) throw new Error("nothing was sent");

  expect((await bench.teams.deliver(sent.activity)).status).toBe(200);
  await bench.stop();
  expect(bench.events).toHaveLength(1);
});
