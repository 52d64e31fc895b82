import { expect, test } from "vitest";
import { slackBench } from "../../src/testing/slack-bench.ts";

const never = new AbortController().signal;
const revoked = (tokens: { readonly bot?: readonly string[]; readonly oauth?: readonly string[] }) => ({
  type: "tokens_revoked",
  tokens,
});

test.each([
  ["uninstalled", { type: "app_uninstalled" }],
  ["cut off from its token", revoked({ bot: ["U0APP"], oauth: ["U0MIA"] })],
])("an app that was %s says so in the log, to whoever asks for readiness and to doctor", async (_, event) => {
  const { slack, adapter, lines } = await slackBench();

  const { status } = await slack.event(event);
  slack.fail("auth.test", { error: "account_inactive", times: 9 });

  expect(status).toBe(200);
  expect(lines.filter((line) => line.includes("The Slack app was removed"))).toEqual([
    expect.stringMatching(/"level":50.*"workspace":"Workspace"/),
  ]);
  expect(adapter.readiness()).toBe("Slack: the app was removed from Workspace");
  expect(await adapter.check(never)).toEqual([
    expect.objectContaining({
      level: "problem",
      found: "The Slack app was removed from Workspace.",
      fix: expect.stringContaining("Install it again"),
    }),
  ]);
});

test("a person's own token that is taken back is no removal, and nothing for anybody to hear", async () => {
  const { slack, adapter, events, lines } = await slackBench();

  await slack.event(revoked({ oauth: ["U0MIA"] }));

  expect(adapter.readiness()).toBeUndefined();
  expect(events).toEqual([]);
  expect(lines.join("\n")).not.toContain("removed");
});

test("what another workspace removes is not ours", async () => {
  const { slack, adapter } = await slackBench();

  await slack.event({ type: "app_uninstalled" }, { teamId: "T0OTHER" });

  expect(adapter.readiness()).toBeUndefined();
});

test("an app that is installed again is ready with what comes next", async () => {
  const { slack, adapter } = await slackBench();
  await slack.event({ type: "app_uninstalled" });

  await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "x");

  expect(adapter.readiness()).toBeUndefined();
  expect((await adapter.check(never)).filter(({ level }) => level === "problem")).toEqual([]);
});
