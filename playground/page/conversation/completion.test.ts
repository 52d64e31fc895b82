import { expect, test } from "vitest";
import type { ShownChannel, ShownPerson } from "../../desk/protocol.ts";
import { completionAt, type Surroundings } from "./completion.ts";

const person = (name: string, realName: string, isApp = false): ShownPerson => {
  return { id: `U${name}`, name, realName, isApp, about: "" };
};
const channel = (name: string, kind: ShownChannel["kind"] = "channel"): ShownChannel => {
  return { id: `C${name}`, name, kind, section: "Channels", isMember: true, memberCount: 2 };
};
const channelWindow: Surroundings = {
  takesCommands: true,
  sign: "#",
  mention: "name",
  workspace: {
    appUserId: "Ucallboard",
    people: [person("callboard", "Callboard", true), person("mia.chen", "Mia Chen"), person("ana.silva", "Ana Silva")],
    channels: [channel("checkout-dev"), channel("pay-dev"), channel("directmessage", "im")],
    commands: [
      { command: "/callboard", description: "Ask anything", usageHint: "[question]" },
      { command: "/whoowns", description: "Who owns it", usageHint: "" },
    ],
  },
};
const thread: Surroundings = { ...channelWindow, takesCommands: "Not in threads." };

function offered(text: string, around = channelWindow): readonly string[] {
  return completionAt(text, text.length, around)?.suggestions.map(({ insert }) => insert) ?? [];
}

test("slash commands are offered at the beginning, with their usage, whatever the case", () => {
  expect(offered("/")).toEqual(["/callboard", "/whoowns"]);
  expect(offered("/WHO")).toEqual(["/whoowns"]);
  expect(completionAt("/c", 2, channelWindow)?.suggestions[0]).toMatchObject({
    label: "/callboard [question]",
    detail: "Ask anything",
  });
});

test("a slash elsewhere, a command that is complete or unknown offers nothing", () => {
  for (const text of ["a /who", " /who", "/whoowns ", "/nothing", ""]) expect(offered(text), text).toEqual([]);
});

test("in a thread a slash says that commands do not work there and what does", () => {
  const completion = completionAt("/who", 4, thread);

  expect(completion?.suggestions).toEqual([]);
  expect(completion?.notice).toBe("Not in threads.");
});

test("people and the app are offered after @ by any word of their names", () => {
  expect(offered("@")).toEqual(["@callboard", "@mia.chen", "@ana.silva"]);
  expect(offered("ask @che")).toEqual(["@mia.chen"]);
  expect(offered("(@Sil", thread)).toEqual(["@ana.silva"]);
  expect(offered("mail@mia")).toEqual([]);
});

test("channels are offered after #, direct messages are not", () => {
  expect(offered("#")).toEqual(["#checkout-dev", "#pay-dev"]);
  expect(offered("see #dev")).toEqual(["#checkout-dev", "#pay-dev"]);
});

test("what is taken replaces the word before the caret and leaves the rest", () => {
  const text = "ask @mi about it";
  const { start, end, suggestions } = completionAt(text, 7, channelWindow) ?? {};

  expect(`${text.slice(0, start)}${suggestions?.[0]?.insert} ${text.slice(end)}`).toBe("ask @mia.chen about it");
});
