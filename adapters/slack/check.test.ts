import { expect, test, vi } from "vitest";
import { slackBench } from "../../src/testing/slack-bench.ts";
import { scopes } from "./manifest/scopes.ts";

const everything = [...scopes.map(({ scope }) => scope), "team:read"];
const never = new AbortController().signal;

test.each(scopes.map(({ scope }) => scope))(
  "without %s it is named, with what is lost and where to click, and the bot lives",
  async (missing) => {
    const { slack, adapter } = await slackBench({ world: { scopes: everything.filter((scope) => scope !== missing) } });
    const mia = slack.as("mia", { channel: "checkout-dev" });
    const acknowledged = await mia.slash("/whoowns", "x");

    const findings = await adapter.check(never);

    const problems = findings.filter(({ level }) => level === "problem");
    expect(problems).toHaveLength(1);
    expect(problems[0]?.found).toContain(
      `The scope ${missing} is missing. ${scopes.find(({ scope }) => scope === missing)?.lost}`,
    );
    // Slack then knows of no command to send, and the app's id comes with what it sends.
    if (missing === "commands") return expect(acknowledged.error).toBe("not_delivered");
    expect(problems[0]?.url).toBe("https://api.slack.com/apps/A0APP/oauth");
    expect(acknowledged.status).toBe(200);
    await vi.waitFor(() => expect(mia.sees("checkout-dev").map(({ text }) => text)).toContain("answer to whoowns x"));
  },
);

test("without users:read everybody is barred, unless all are allowed", async () => {
  const without = everything.filter((scope) => scope !== "users:read");
  const strict = await slackBench({ world: { scopes: without } });
  const open = await slackBench({ world: { scopes: without }, slack: { guests: "allow", external: "allow" } });

  for (const { slack } of [strict, open]) await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "x");
  await vi.waitFor(() => expect([...strict.events, ...open.events]).toHaveLength(2));

  expect(strict.events[0]?.user.barred).toBe("external");
  expect(open.events[0]?.user.barred).toBeUndefined();
});

test("all is well over Socket Mode", async () => {
  const { adapter } = await slackBench({ isSocket: true });

  const findings = await adapter.check(never);

  expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
  expect(findings.map(({ found }) => found).join("\n")).toContain("Socket Mode is connected");
});

test("over HTTP it says where Slack must send to until something came", async () => {
  const { slack, adapter } = await slackBench();
  const before = await adapter.check(never);
  await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "x");
  const after = await adapter.check(never);

  expect(before.find(({ level }) => level === "warning")?.fix).toContain("/slack/events");
  expect(after.filter(({ level }) => level !== "ok")).toEqual([]);
});

test("requests that only ever have a wrong signature point at the secret, until a right one comes", async () => {
  const { slack, adapter } = await slackBench();
  const body = { type: "event_callback", team_id: "T0", event: { type: "app_mention" } };
  await slack.deliver(body, { signWith: "another-secret-of-some-length" });
  await slack.deliver(body, { signWith: "another-secret-of-some-length" });

  const wrong = await adapter.check(never);
  await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "x");
  const right = await adapter.check(never);

  expect(wrong.find(({ level }) => level === "problem")).toMatchObject({
    found: "2 requests since the last right one had a wrong signature.",
    fix: expect.stringContaining("Signing Secret"),
  });
  expect(right.filter(({ level }) => level === "problem")).toEqual([]);
});

test("a policy that lets others in is pointed out", async () => {
  const { adapter } = await slackBench({ slack: { guests: "allow", external: "allow" } });

  const findings = await adapter.check(never);

  expect(findings.map(({ found }) => found)).toContain(
    "Not only members may ask, but also guests and people of other organisations.",
  );
});

test("a token that was taken back is a problem with where to get another", async () => {
  const { slack, adapter } = await slackBench();
  slack.fail("auth.test", { error: "token_revoked" });

  const [finding] = await adapter.check(never);

  expect(finding).toMatchObject({ level: "problem", url: "https://api.slack.com/apps" });
  expect(finding?.found).toContain("token_revoked");
});

test("a scope that is missing is named in the log at the start, once, and what is lost with it", async () => {
  const { lines } = await slackBench({ world: { scopes: everything.filter((scope) => scope !== "channels:read") } });
  const complete = await slackBench({ world: { scopes: everything } });

  const about = (all: readonly string[]) => all.filter((line) => line.includes("a scope of the Slack app is missing"));
  expect(about(lines)).toHaveLength(1);
  expect(about(lines)[0]).toContain("channels:read");
  expect(about(lines)[0]).toContain("cannot be found");
  expect(about(complete.lines)).toEqual([]);
});
