import { expect, test } from "vitest";
import type { Workspace } from "../../desk/protocol.ts";
import { channelAt } from "./channel-at.ts";

const workspace: Workspace = {
  viewerId: "U1",
  name: "Acme",
  home: "https://acme.slack.com/",
  appUserId: "UAPP",
  people: [{ id: "UAPP", name: "callboard", realName: "Callboard", isApp: true, about: "" }],
  channels: [
    { id: "C1", name: "checkout-dev", kind: "channel", section: "Channels", isMember: true, memberCount: 3 },
    {
      id: "D2",
      name: "directmessage",
      kind: "im",
      section: "Direct messages",
      isMember: true,
      memberCount: 2,
      personId: "U2",
    },
    {
      id: "D1",
      name: "directmessage",
      kind: "im",
      section: "Direct messages",
      isMember: true,
      memberCount: 2,
      personId: "UAPP",
    },
  ],
  commands: [],
  shortcuts: [],
  prompts: [],
};

test("a place without a channel, or with one that is not there, is the direct messages with the app", () => {
  expect(channelAt(workspace, "")?.id).toBe("D1");
  expect(channelAt(workspace, "C9")?.id).toBe("D1");
  expect(channelAt(workspace, "C1")?.id).toBe("C1");
});
