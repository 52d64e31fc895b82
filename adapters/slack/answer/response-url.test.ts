import { expect, test } from "vitest";
import { isResponseUrl } from "./response-url.ts";

const slack = "https://slack.com/api/";

test.each(["https://hooks.slack.com/commands/T1/1/x", "https://hooks.slack.com/actions/T1/1/x", "https://slack.com/x"])(
  "%s is posted to",
  (url) => {
    expect(isResponseUrl(url, slack)).toBe(true);
  },
);

test.each([
  "http://hooks.slack.com/commands/x",
  "https://hooks.slack.com:8443/x",
  "https://hooks.slack.com.evil.test/x",
  "https://evil.test/hooks.slack.com",
  "https://user:pass@hooks.slack.com/x",
  "https://hooks.slack.com@evil.test/x",
  "http://127.0.0.1/x",
  "http://[::1]/x",
  "http://2130706433/",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "//hooks.slack.com/x",
  "",
])("%j is never posted to", (url) => {
  expect(isResponseUrl(url, slack)).toBe(false);
});

test("beside Slack only the host of a stand-in is posted to, without encryption on this machine alone", () => {
  expect(isResponseUrl("http://127.0.0.1:4321/commands/x", "http://127.0.0.1:4321/api/")).toBe(true);
  expect(isResponseUrl("http://127.0.0.1:4322/commands/x", "http://127.0.0.1:4321/api/")).toBe(false);
  expect(isResponseUrl("http://slack.acme.example/x", "https://slack.acme.example/api/")).toBe(false);
  expect(isResponseUrl("https://slack.acme.example/x", "https://slack.acme.example/api/")).toBe(true);
});
