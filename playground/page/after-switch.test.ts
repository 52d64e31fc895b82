import { expect, test } from "vitest";
import type { ShownMessage, Workspace } from "../desk/protocol.ts";
import { placeAfterSwitch } from "./after-switch.ts";
import { titleOf } from "./frame/title-of.ts";

const workspace = {
  appUserId: "U0BOT",
  people: [{ id: "U0BOT", name: "callboard", realName: "Callboard", isApp: true, about: "" }],
  channels: [
    { id: "C1", name: "checkout-dev", kind: "channel", isMember: true, memberCount: 3 },
    { id: "D1", name: "", kind: "im", isMember: true, memberCount: 2, personId: "U0BOT" },
  ],
} as unknown as Workspace;
const seen = { workspace, messages: new Map([["C1/1.0", {} as ShownMessage]]) };

test("somebody else stays where they can look", () => {
  const place = { channel: "C1", message: "1.0", thread: "1.0", wire: "C1/1.0" };

  expect(placeAfterSwitch(place, seen)).toEqual(place);
});

test("what somebody else cannot see is left", () => {
  const hidden = { channel: "C1", message: "2.0", thread: "2.0", wire: "C1/2.0" };

  expect(placeAfterSwitch(hidden, seen)).toEqual({ channel: "C1", wire: "all" });
  expect(placeAfterSwitch({ channel: "D9", message: "1.0" }, seen)).toEqual({ channel: "" });
});

test("direct messages with the app become one's own", () => {
  expect(placeAfterSwitch({ channel: "", thread: "1.0" }, seen)).toEqual({ channel: "" });
});

test("the title names the conversation", () => {
  expect(titleOf(workspace, "C1", "#")).toBe("#checkout-dev · Callboard playground");
  expect(titleOf(workspace, "", "#")).toBe("Callboard · Callboard playground");
  expect(titleOf(undefined, "C1", "#")).toBe("Callboard playground");
});
