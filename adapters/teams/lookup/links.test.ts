import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../../src/testing/property-runs.ts";
import { channelLink, messageLink, readChannelLink } from "./links.ts";

const at = { id: "19:abc@thread.tacv2", type: "channel", serviceUrl: "https://x.test/", tenant: "t1" } as const;

test("the link that is made for a channel is read again, whatever it is called", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 50 }), fc.uuid(), (name, groupId) => {
      const link = channelLink({ ...at, groupId }, name);

      const read = /^\.{1,2}$/.test(name) ? "channel" : name;
      expect(readChannelLink(link)).toEqual({ id: at.id, name: read, groupId, tenant: "t1" });
    }),
    propertyRuns(),
  );
  expect(readChannelLink(channelLink(at, ".."))).toMatchObject({ id: at.id });
});

test("what has half a character in it has a link all the same", () => {
  expect(channelLink(at, "\ud800")).toContain("/%EF%BF%BD?");
  expect(messageLink({ ...at, id: "19:\udc00" }, "\ud800")).toContain("/l/message/19%3A%EF%BF%BD/%EF%BF%BD?");
});

test("no text makes reading a link fail, and none but a link of Teams is one", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.webUrl({ withQueryParameters: true })), (text) => {
      expect(readChannelLink(text)).toBeUndefined();
    }),
    propertyRuns(),
  );
});

test.each([
  "https://teams.microsoft.com/l/channel/%E0%A4%A/help",
  "https://teams.microsoft.com/l/channel/29%3Aabc/help",
  "https://teams.microsoft.com/l/message/19%3Aabc%40thread.tacv2/1",
  "https://teams.microsoft.com@evil.test/l/channel/19%3Aabc%40thread.tacv2/help",
  "https://evil.test/l/channel/19%3Aabc%40thread.tacv2/help",
])("%s leads to no channel", (link) => {
  expect(readChannelLink(link)).toBeUndefined();
});

test("a message in a channel opens in its thread, one in a group chat in the chat, and a personal chat has no links", () => {
  const reply = new URL(messageLink({ ...at, thread: "1", groupId: "g" }, "2") ?? "");
  const chat = new URL(messageLink({ ...at, type: "groupChat" }, "2") ?? "");

  expect(reply.pathname).toBe("/l/message/19%3Aabc%40thread.tacv2/2");
  expect(Object.fromEntries(reply.searchParams)).toEqual({ tenantId: "t1", groupId: "g", parentMessageId: "1" });
  expect(chat.searchParams.get("context")).toBe('{"contextType":"chat"}');
  expect(messageLink({ ...at, type: "personal" }, "2")).toBeUndefined();
});
