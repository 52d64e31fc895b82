import { describe, expect, test } from "vitest";
import { thing } from "../testing/thing.ts";
import { channelAnnotation, channelName, channelOn, channelsOf } from "./channel.ts";

const help = "https://teams.microsoft.com/l/channel/19%3Aabc%40thread.tacv2/Pay%20help?groupId=g&tenantId=t";

describe("a channel", () => {
  test("is read from the annotation of its platform", () => {
    const annotations = { "slack.com/bot-notify": " #pay-help ", "callboard.dev/teams-channel": help };

    expect(channelsOf(thing("payments", { annotations }))).toEqual({ slack: "#pay-help", teams: help });
    expect(channelsOf(thing("payments", { annotations: { "slack.com/bot-notify": " " } }))).toEqual({});
    expect(channelAnnotation("teams")).toBe("callboard.dev/teams-channel");
    expect(channelAnnotation("console")).toBe("slack.com/bot-notify");
  });

  test("of the reader's platform comes first; of another it is said where it is", () => {
    const both = { slack: "pay-help", teams: help };

    expect(channelName(both, "slack")).toEqual({ text: "#pay-help" });
    expect(channelName(both, "teams")).toEqual({ text: "Pay help", url: help });
    expect(channelName(both, "console")).toEqual({ text: "#pay-help" });
    expect(channelName({ teams: help }, "slack")).toEqual({ text: "Pay help in Teams", url: help });
    expect(channelName({ slack: "C0G9QF9GZ" }, "teams")).toEqual({ text: "C0G9QF9GZ in Slack" });
    expect(channelName({}, "slack")).toBeUndefined();
    expect(channelOn(both, "teams")).toBe(help);
  });

  test.each([
    ["https://teams.cloud.microsoft/l/channel/19%3Aa%40thread.tacv2/General?groupId=g", "General"],
    ["https://teams.microsoft.com/l/channel/19%3Aa%40thread.tacv2/50%25%20off", "50% off"],
    ["https://teams.microsoft.com/l/channel/19%3Aa%40thread.tacv2/cut%2", "cut%2"],
    ["https://teams.microsoft.com/l/channel/19%3Aa%40thread.tacv2", "channel"],
    ["19:a@thread.tacv2", "19:a@thread.tacv2"],
  ])("that Teams names %s is called %s", (teams, text) => {
    expect(channelName({ teams }, "teams")?.text).toBe(text);
  });

  test.each([
    "https://evil.example/l/channel/19%3Aa%40thread.tacv2/help",
    "https://teams.microsoft.com.evil.example/l/channel/19%3Aa%40thread.tacv2/help",
    "https://teams.microsoft.com@evil.example/l/channel/19%3Aa%40thread.tacv2/help",
    "https://teams.microsoft.com/l/app/1",
    "javascript:alert(1)",
  ])("is what Teams copies alone: %s is a text", (teams) => {
    expect(channelName({ teams }, "teams")).toEqual({ text: teams });
  });
});
