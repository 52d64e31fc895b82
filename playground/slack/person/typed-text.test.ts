import { expect, test } from "vitest";
import { createWorld } from "../world.ts";
import { typedText } from "./typed-text.ts";

const installation = {
  appName: "App",
  appId: "A1",
  botId: "B1",
  botUserId: "U0",
  isEnterpriseInstall: false,
  scopes: new Set<string>(),
};
const world = createWorld({ installation, teams: [{ id: "T1", name: "Team", domain: "team" }], now: Date.now });

test.each([
  ["a@b.example", "<mailto:a@b.example|a@b.example>"],
  [`${"x".repeat(70)}@b.example`, `${"x".repeat(70)}@b.example`],
  ["see pay-api.example.com/x.", "see <http://pay-api.example.com/x|pay-api.example.com/x>."],
  ["-a.com", "-<http://a.com|a.com>"],
  ["<@U1> <!here|all> <https://a.com|a>", "<@U1> <!here|all> <https://a.com|a>"],
  ["<!here <@U1>", "&lt;!here <@U1>"],
])("%j becomes %j", (typed, expected) => {
  expect(typedText(world, typed)).toBe(expected);
});

test.each([
  ...["y", "y.", "y-", "a@", "a@b.", "y.com", "a.com/)", "1", "#1", "y.-", "a+.@", "http://!", "é."],
  ...["<", "<@U1", "<!a|", "<!date^1^{date", "https:", "|", "@", "-"],
])("a text of nothing but %j, however long, is read", (unit) => {
  // With a reader that goes back and forth the test would run out of time: it is ten times a message's length.
  for (const start of ["", "<!a", "a@"])
    expect(typedText(world, start + unit.repeat(Math.floor(120_000 / unit.length)))).not.toBe("");
});
