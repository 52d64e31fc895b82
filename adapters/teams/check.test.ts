import { expect, test, vi } from "vitest";
import { otherTenant, teamsBench } from "../../src/testing/teams-bench.ts";

const never = new AbortController().signal;

test("all is well once somebody in a team wrote to the bot", async () => {
  const { teams, adapter, events } = await teamsBench({ publicUrl: "https://bot.acme.example" });
  await teams.as("mia", { channel: "Payments › help" }).mention("help");
  await vi.waitFor(() => expect(events).toHaveLength(1));
  await vi.waitFor(async () =>
    expect((await adapter.check(never)).map(({ found }) => found)).toContain("2 members of teams can be written to."),
  );

  const findings = await adapter.check(never);

  expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
  expect(findings.map(({ found }) => found)).toEqual(
    expect.arrayContaining([
      "Signed in; only members of the home tenant may ask.",
      "Endpoint to check: https://bot.acme.example/api/messages",
      "Installed in 1 team, 0 group chats, 0 personal chats.",
      "Teams was heard last just now.",
    ]),
  );
});

test("before the start it says what can be known, and that nothing came is no problem", async () => {
  const { adapter } = await teamsBench({ isIdle: true, publicUrl: "https://bot.acme.example" });

  const findings = await adapter.check(never);

  expect(findings.filter(({ level }) => level === "problem")).toEqual([]);
  expect(findings[0]?.found).toBe("Signed in; only members of the home tenant may ask.");
  const longest = Math.max(...findings.flatMap(({ level, found }) => (level === "ok" ? [found.length] : [])));
  expect(longest).toBeLessThanOrEqual(60);
});

test("a wrong secret is a problem with where to make another", async () => {
  const { adapter } = await teamsBench({ isIdle: true, teams: { appPassword: "another-secret" } });

  const [finding] = await adapter.check(never);

  expect(finding).toMatchObject({ level: "problem", fix: expect.stringContaining("Certificates & secrets") });
  expect(finding?.url).toContain("portal.azure.com");
  expect(JSON.stringify(finding)).not.toContain("another-secret");
});

test("an address that is not https is a problem", async () => {
  const { adapter } = await teamsBench({ publicUrl: "http://bot.acme.example" });

  const findings = await adapter.check(never);

  expect(findings.filter(({ level }) => level === "problem")).toMatchObject([
    { found: "Teams sends nothing to http://bot.acme.example: it is not https." },
  ]);
});

test("a sign-in that cannot be reached and an address that is not set are pointed out", async () => {
  const { adapter } = await teamsBench({ isIdle: true, teams: { loginUrl: "https://127.0.0.1:1/" } });

  const [login, address] = (await adapter.check(never)).filter(({ level }) => level !== "ok");

  expect(login?.found).toBe("Microsoft's sign-in (127.0.0.1:1) cannot be reached.");
  expect(login).toMatchObject({ level: "problem", fix: expect.stringContaining("127.0.0.1:1 must be reached") });
  expect(address).toMatchObject({
    level: "warning",
    found: expect.stringContaining("server.publicUrl is not set"),
    fix: expect.stringContaining("/api/messages"),
  });
});

test("requests that never have a right token point at the app's id, until a right one comes", async () => {
  const { teams, adapter } = await teamsBench({ teams: {} });
  const token = await teams.sign({ aud: "0a1b2c3d-0000-4000-8000-00000000beef" });
  const activity = { type: "message", id: "1", channelId: "msteams", serviceUrl: teams.serviceUrl };
  const from = { from: { id: "29:1" }, recipient: { id: "28:1" }, conversation: { id: "a:1" } };
  await teams.deliver({ ...activity, ...from }, { token });

  const wrong = await adapter.check(never);
  await teams.as("mia").say("help");
  const right = await adapter.check(never);

  expect(wrong.find(({ level }) => level === "problem")).toMatchObject({
    found: expect.stringContaining("1 request since the last right one could not be let in"),
    fix: expect.stringContaining("chat.teams.appId"),
  });
  expect(right.filter(({ level }) => level === "problem")).toEqual([]);
});

test("other tenants that may ask are pointed out, and that the app is installed nowhere", async () => {
  const { adapter } = await teamsBench({ teams: { tenants: [otherTenant] } });

  const warnings = (await adapter.check(never)).filter(({ level }) => level === "warning");

  expect(warnings.map(({ found }) => found)).toEqual([
    expect.stringContaining(`but also people of ${otherTenant}`),
    "Nothing came from Teams since the start.",
    "The app is not known to be installed anywhere.",
  ]);
});

test.each([
  ["no-token", "warning", "Authorization"],
  ["exp", "problem", "clock"],
  ["keys-unavailable", "problem", "openid"],
  ["service-url", "warning", "chat.teams.serviceUrls"],
] as const)("of requests that are refused for %s it is a %s that says what to do", async (reason, level, fix) => {
  const { teams, adapter } = await teamsBench();
  if (reason === "keys-unavailable") teams.fail("openid", { status: 503, times: 9 });
  const token = reason === "no-token" ? null : await teams.sign(reason === "exp" ? { exp: 1 } : {});
  const serviceUrl = reason === "service-url" ? "https://connector.example/" : teams.serviceUrl;
  const activity = { type: "message", id: "1", channelId: "msteams", serviceUrl };
  const from = { from: { id: "29:1" }, recipient: { id: "28:1" }, conversation: { id: "a:1" } };

  await teams.deliver({ ...activity, ...from }, { token });

  const found = (await adapter.check(never)).find((finding) => finding.found.includes(reason));
  expect(found).toMatchObject({ level, fix: expect.stringContaining(fix) });
});
