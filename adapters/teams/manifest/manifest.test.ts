import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { manifestMistakes, newestManifestVersion } from "../../../src/testing/teams-manifest-schema.ts";
import { noAppId, type TeamsManifestInput, teamsManifest } from "./manifest.ts";

const appId = "1d3b5f70-aaaa-4bbb-8ccc-0123456789ab";
const input: TeamsManifestInput = {
  commands: [
    { name: "mine", menu: 7, summary: "what you own" },
    { name: "whoowns", menu: 1, summary: "who owns it and how to reach them" },
  ],
  shortcuts: [
    { id: "who-owns-this", name: "Who owns this?", description: "Says who owns what a message names", on: "message" },
    { id: "find-in-catalog", name: "Find in catalog", description: "Looks for anything", on: "anywhere" },
  ],
  appId,
  publicUrl: "https://callboard.example.com/",
  version: "1.2.0",
};

describe("the manifest", () => {
  test("is right by the newest schema that Microsoft has published", async () => {
    const manifest = teamsManifest(input);

    expect(manifest.manifestVersion).toBe(await newestManifestVersion());
    expect(await manifestMistakes(manifest)).toEqual([]);
  });

  test("is of the registration's own id, the same in every package", () => {
    const first = teamsManifest(input);
    const second = teamsManifest({ ...input, version: "1.3.0", publicUrl: "https://elsewhere.example.com" });

    expect([first.id, second.id]).toEqual([appId, appId]);
    expect(first.bots.map(({ botId }) => botId)).toEqual([appId]);
    expect(first.composeExtensions?.map(({ botId }) => botId)).toEqual([appId]);
  });

  test("offers the commands in menu order: by mention everywhere, after a slash where others read along", () => {
    const [bot] = teamsManifest(input).bots;
    const commands = [
      { title: "whoowns", description: "Who owns it and how to reach them" },
      { title: "mine", description: "What you own" },
    ];

    expect(bot?.supportsTargetedMessages).toBe(true);
    expect(bot?.commandLists).toEqual([
      { scopes: ["personal"], triggers: ["mention"], commands },
      { scopes: ["team"], triggers: ["mention", "slash"], commands },
      { scopes: ["groupChat"], triggers: ["mention", "slash"], commands },
    ]);
    expect(bot?.commandLists.flatMap(({ scopes }) => scopes)).toEqual(bot?.scopes);
  });

  test("has the shortcuts as actions, in the menu of messages or where one writes", () => {
    const [extension] = teamsManifest(input).composeExtensions ?? [];

    expect(extension?.commands).toEqual([
      {
        id: "who-owns-this",
        type: "action",
        title: "Who owns this?",
        description: "Says who owns what a message names",
        context: ["message"],
        fetchTask: true,
      },
      {
        id: "find-in-catalog",
        type: "action",
        title: "Find in catalog",
        description: "Looks for anything",
        context: ["compose", "commandBox"],
        fetchTask: true,
      },
    ]);
  });

  test("asks for no permission", () => {
    const manifest = teamsManifest(input);

    for (const key of ["authorization", "permissions", "devicePermissions", "webApplicationInfo", "validDomains"]) {
      expect(manifest).not.toHaveProperty(key);
    }
  });

  test("names the twelve commands of lowest number, and cuts what is too long", async () => {
    const long = "very long words ".repeat(300);
    const manifest = teamsManifest({
      ...input,
      commands: Array.from({ length: 20 }, (_, at) => ({ name: `command-${at}`, menu: 20 - at, summary: long })),
      shortcuts: Array.from({ length: 12 }, (_, at) => ({
        id: `s${at}`,
        name: long,
        description: long,
        on: "message",
      })),
    });

    const titles = manifest.bots[0]?.commandLists[0]?.commands.map(({ title }) => title);
    expect(titles).toEqual(Array.from({ length: 12 }, (_, at) => `command-${19 - at}`));
    expect(manifest.composeExtensions?.[0]?.commands).toHaveLength(10);
    expect(manifest.composeExtensions?.[0]?.commands[0]?.title).toBe("very long words very long words");
    expect(await manifestMistakes(manifest)).toEqual([]);
  });

  test("is right in form without an id, an address or a shortcut", async () => {
    const { commands, version } = input;

    const manifest = teamsManifest({ commands, version, shortcuts: [] });

    expect(manifest).toMatchObject({ id: noAppId, developer: { websiteUrl: "https://callboard.example.com" } });
    expect(manifest).not.toHaveProperty("composeExtensions");
    expect(await manifestMistakes(manifest)).toEqual([]);
  });

  test("is refused by the schema where it is wrong", async () => {
    expect(await manifestMistakes({ ...teamsManifest({ ...input, appId: "my-bot" }), colour: "red" })).toEqual(
      expect.arrayContaining([
        expect.stringContaining("additional properties"),
        expect.stringContaining("/bots/0/botId: "),
      ]),
    );
  });
});

test.each([
  ["color", 192],
  ["outline", 32],
] as const)("the icon %s.png is a PNG of %d pixels", async (name, size) => {
  const picture = await readFile(new URL(teamsManifest(input).icons[name], import.meta.url));

  expect(picture.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([size, size]);
});
