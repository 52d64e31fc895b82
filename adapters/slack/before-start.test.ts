import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/finding.ts";
import { hurriedClock, slackBench } from "../../src/testing/slack-bench.ts";

const never = new AbortController().signal;
const texts = (findings: readonly Finding[]): string => findings.map(({ found }) => found).join("\n");

describe("before the start", () => {
  test("over Socket Mode the app token is tried, and nothing is connected", async () => {
    const { slack, adapter } = await slackBench({ isSocket: true, isIdle: true });

    const findings = await adapter.check(never);

    expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
    expect(texts(findings)).toContain("The app token opens Socket Mode.");
    expect(slack.callsOf("apps.connections.open")).toHaveLength(1);
    expect(slack.socket.connectionCount()).toBe(0);
  });

  test.each([
    ["invalid_auth", "Slack refuses the app token (invalid_auth).", "connections:write"],
    ["missing_scope", "Slack refuses the app token (missing_scope).", "connections:write"],
    ["socket_mode_disabled", "Slack opens no Socket Mode connection (socket_mode_disabled).", "Socket Mode is on"],
  ])("an app token that Slack refuses with %s is a problem, and the bot token is none", async (error, found, fix) => {
    const { slack, adapter } = await slackBench({ isSocket: true, isIdle: true });
    slack.fail("apps.connections.open", { error, times: 9 });

    const problems = (await adapter.check(never)).filter(({ level }) => level === "problem");

    expect(problems).toEqual([
      expect.objectContaining({ found, fix: expect.stringContaining(fix), url: expect.stringMatching(/^https:/) }),
    ]);
  });

  test("over HTTP it is no problem that nothing came, and the address to check is said", async () => {
    const { adapter } = await slackBench({ isIdle: true, publicUrl: "https://callboard.example.com" });
    const nameless = await slackBench({ isIdle: true });

    const findings = await adapter.check(never);

    expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
    expect(texts(findings)).toContain("Nothing came from Slack yet, which is normal before the start.");
    expect(texts(findings)).toContain("Request URL to check: https://callboard.example.com/slack/events");
    expect(texts(findings)).toContain("The signing secret is checked with the first request.");
    expect(texts(await nameless.adapter.check(never))).toContain("this server's public address with /slack/events");
  });

  test("people and channels are found", async () => {
    const { slack, adapter } = await slackBench({ isIdle: true });

    const found = await Promise.all([
      adapter.find({ person: { email: "mia@acme.example" } }),
      adapter.find({ channel: "#checkout-dev" }),
      adapter.find({ person: { email: "nobody@acme.example" } }),
    ]);

    expect(found.map((place) => place?.label)).toEqual(["Mia Chen", "#checkout-dev", undefined]);
    expect(slack.callsOf("auth.test")).toHaveLength(1);
    expect(slack.callsOf("users.list")).toEqual([]);
  });

  test("a Slack that hangs is one problem within ten seconds, and the next look asks anew", async () => {
    const clock = hurriedClock(4);
    const { slack, adapter } = await slackBench({ isIdle: true, clock });
    const healed = slack.fail("auth.test", { delayMs: 30_000, times: 9 });
    const startMs = clock.monotonicMs();

    const [findings, found] = await Promise.all([
      adapter.check(never),
      adapter.find({ person: { email: "mia@acme.example" } }).catch((error: unknown) => error),
    ]);

    expect(clock.monotonicMs() - startMs).toBeLessThan(10_000);
    expect(findings.map(({ level, found: text }) => `${level} ${text}`)).toEqual([
      "problem Slack does not answer. Try again in a minute.",
    ]);
    expect(found).toMatchObject({ code: "unavailable" });
    healed();
    expect(await adapter.find({ person: { email: "mia@acme.example" } })).toMatchObject({ label: "Mia Chen" });
  });
});
