import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { BotError } from "../../../src/errors.ts";
import { callboard } from "../../../src/testing/fake-terminal.ts";
import { type ManifestInput, slackManifest } from "./manifest.ts";
import { scopes, scopesPage } from "./scopes.ts";

const input: ManifestInput = {
  commands: [
    { name: "whoowns", summary: "who owns it and how to reach them", usage: "whoowns <anything>" },
    { name: "mine", summary: "what I own", usage: "mine" },
  ],
  shortcuts: [
    { id: "who-owns-this", name: "Who owns this?", description: "Says who owns what a message names", on: "message" },
  ],
  slashCommands: { whoowns: "/whoowns", callboard: "/callboard", mine: "/my-things" },
};
const url = "https://callboard.example.com";

/** The rules of the second manifest schema; what is not named here is refused. https://docs.slack.dev/reference/app-manifest */
const httpUrl = z.url({ protocol: /^https$/ });
const scopeName = z.string().regex(/^[a-z_]+(\.[a-z_]+)?(:[a-z_.]+)?$/);
const schema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.literal(1) }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    long_description: z.string().min(175).max(4000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().min(1).max(80), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().min(2).max(32).startsWith("/"),
          description: z.string().min(1).max(2000),
          usage_hint: z.string().min(1).max(1000).optional(),
          url: httpUrl.optional(),
          should_escape: z.boolean(),
        }),
      )
      .min(1)
      .max(50),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.enum(["message", "global"]),
          callback_id: z.string().min(1).max(255),
          description: z.string().min(1).max(150),
        }),
      )
      .min(1)
      .max(10)
      .optional(),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(scopeName).min(1).max(255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: httpUrl.optional(),
      bot_events: z
        .array(z.string().regex(/^[a-z_]+(\.[a-z]+)?$/))
        .min(1)
        .max(100),
    }),
    interactivity: z.strictObject({
      is_enabled: z.boolean(),
      request_url: httpUrl.optional(),
      message_menu_options_url: httpUrl.optional(),
    }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});
const addresses = (manifest: unknown): readonly string[] => JSON.stringify(manifest).match(/https?:[^"]*/g) ?? [];

test("in Socket Mode the manifest has no addresses", () => {
  const manifest = slackManifest(input);

  expect(schema.parse(manifest)).toEqual(manifest);
  expect(manifest.settings.socket_mode_enabled).toBe(true);
  expect(addresses(manifest)).toEqual([]);
});

test("over HTTP everything goes to one address", () => {
  const manifest = slackManifest({ ...input, url: `${url}/` });

  expect(schema.parse(manifest)).toEqual(manifest);
  expect(manifest.settings.socket_mode_enabled).toBe(false);
  // Three slash commands, events, interactions and the options of searches.
  expect(addresses(manifest)).toEqual(Array(6).fill(`${url}/slack/events`));
});

test("a slash command says what it does and what to type after it", () => {
  expect(slackManifest(input).features.slash_commands).toMatchInlineSnapshot(`
    [
      {
        "command": "/whoowns",
        "description": "Who owns it and how to reach them",
        "should_escape": true,
        "usage_hint": "<anything>",
      },
      {
        "command": "/callboard",
        "description": "Ask the service catalog: who owns it, who to tell, what is missing",
        "should_escape": true,
        "usage_hint": "help | whoowns payments-api",
      },
      {
        "command": "/my-things",
        "description": "What I own",
        "should_escape": true,
      },
    ]
  `);
});

test("whatever is too long is cut, and a shortcut's name after a word", () => {
  const long = "very long words ".repeat(300);
  const many: ManifestInput = {
    commands: [{ name: "whoowns", summary: long, usage: `whoowns ${long}` }],
    shortcuts: Array.from({ length: 12 }, (_, index) => ({
      id: `s${index}`,
      name: long,
      description: long,
      on: "anywhere" as const,
    })),
    slashCommands: Object.fromEntries([["whoowns", "/whoowns"]]),
  };

  const manifest = slackManifest(many);

  expect(schema.parse(manifest)).toEqual(manifest);
  expect(manifest.features.shortcuts?.[0]?.name).toBe("very long words very");
  expect(manifest.features.shortcuts).toHaveLength(10);
});

test.each(["whoowns", "/", "/Who", "/who owns", `/${"a".repeat(32)}`, "/<!here>"])(
  "%j is no slash command",
  (command) => {
    expect(() => slackManifest({ ...input, slashCommands: { whoowns: command } })).toThrow(BotError);
  },
);

test("a slash command for a command that there is not is refused", () => {
  expect(() => slackManifest({ ...input, slashCommands: { whoown: "/whoown" } })).toThrow(/whoown/);
});

test("every event has the permission that it needs, and none is asked for twice", () => {
  const asked = scopes.map(({ scope }) => scope);

  expect(new Set(asked).size).toBe(asked.length);
  expect(asked).toEqual([...asked].sort());
  expect(asked).toEqual(expect.arrayContaining(["app_mentions:read", "im:history", "commands", "chat:write"]));
});

test("manifest.json is what callboard manifest slack prints; npm run manifest writes it", async () => {
  const cwd = await mkdtemp(join(tmpdir(), "callboard-manifest-"));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));

  const { exitCode, output } = await callboard(["manifest", "slack"], { cwd });

  expect(exitCode).toBe(0);
  expect(output).toBe(await readFile("manifest.json", "utf8"));
  expect(schema.safeParse(JSON.parse(output)).error).toBeUndefined();
});

test("docs/slack-scopes.md is the table of the permissions; npm run manifest writes it", async () => {
  expect(await readFile("docs/slack-scopes.md", "utf8")).toBe(scopesPage());
});
