import { wholeWords } from "../../../src/chat/cut.ts";
import { oneLine } from "../../../src/chat/text.ts";
import { BotError } from "../../../src/errors.ts";
import { scopes } from "./scopes.ts";

/** What a manifest says of the bot. */
export interface ManifestInput {
  /** Every command: its name, one line that says what it answers, and how it is typed. */
  readonly commands: readonly { readonly name: string; readonly summary: string; readonly usage: string }[];
  readonly shortcuts: readonly {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly on: "message" | "anywhere";
  }[];
  /** Our command, or `callboard` for all of them, and how Slack calls it: `{ whoowns: "/whoowns" }`. */
  readonly slashCommands: Readonly<Record<string, string>>;
  /** Where Slack reaches the bot, without a path; without it the app runs in Socket Mode. */
  readonly url?: string;
}

/** Limits of the manifest: https://docs.slack.dev/reference/app-manifest */
const max = {
  slashCommands: 50,
  slashDescription: 2000,
  usageHint: 1000,
  shortcuts: 10,
  shortcutName: 24,
  shortcutDescription: 150,
};

/** The events that are listened to. The last two say that the app was removed. */
const botEvents = ["app_mention", "message.im", "app_uninstalled", "tokens_revoked"] as const;

/**
 * The app's manifest, as Slack's own pages take it.
 *
 * @throws BotError `invalid_config` for a slash command that Slack refuses, or one for a command that there is not
 */
export function slackManifest({ commands, shortcuts, slashCommands, url }: ManifestInput) {
  const endpoint = url === undefined ? undefined : `${url.replace(/\/+$/, "")}/slack/events`;
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: "Callboard",
      description: "Who owns it, who to tell, what is missing: the service catalog in chat",
      long_description: longDescription,
      background_color: "#1f2937",
    },
    features: {
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: "Callboard", always_online: true },
      slash_commands: Object.entries(slashCommands)
        .slice(0, max.slashCommands)
        .map(([name, command]) => ({
          command: slashName(command),
          ...(endpoint !== undefined && { url: endpoint }),
          ...slashHelp(name, commands),
          // Channels and people arrive as ids, which cannot be mistaken for each other as names can.
          should_escape: true,
        })),
      ...(shortcuts.length > 0 && { shortcuts: shortcuts.slice(0, max.shortcuts).map(shortcutOf) }),
    },
    oauth_config: { scopes: { bot: scopes.map(({ scope }) => scope) } },
    settings: {
      event_subscriptions: { ...(endpoint !== undefined && { request_url: endpoint }), bot_events: [...botEvents] },
      interactivity: {
        is_enabled: true,
        ...(endpoint !== undefined && { request_url: endpoint, message_menu_options_url: endpoint }),
      },
      org_deploy_enabled: true,
      socket_mode_enabled: endpoint === undefined,
      token_rotation_enabled: false,
    },
  };
}

const longDescription =
  "Callboard answers who owns a service, who to tell before it changes and what the catalog does not know yet, where the " +
  "question comes up: as a slash command, by mentioning it in a thread, or in a direct message. It reads the " +
  "catalog-info.yaml files that the teams keep in Git beside their code. Answers to slash commands are seen by the asker " +
  "alone, nobody is pinged, and it reads no conversation in which it is not addressed.";

function slashName(command: string): string {
  if (/^\/[a-z0-9_-]{1,31}$/.test(command)) return command;
  throw new BotError(
    "invalid_config",
    `${oneLine(command, 40)} is no slash command. Slack takes / and 1 to 31 lower-case letters, digits, - and _.`,
  );
}

function slashHelp(name: string, commands: ManifestInput["commands"]) {
  if (name === "callboard") {
    return {
      description: "Ask the service catalog: who owns it, who to tell, what is missing",
      usage_hint: "help | whoowns payments-api",
    };
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    throw new BotError("invalid_config", `chat.slack.commands names ${oneLine(name, 40)}, which is no command.`);
  }
  const summary = oneLine(command.summary, max.slashDescription);
  const usage = command.usage.startsWith(`${name} `) ? command.usage.slice(name.length + 1) : "";
  return {
    description: summary.slice(0, 1).toUpperCase() + summary.slice(1),
    ...(usage.trim() !== "" && { usage_hint: oneLine(usage, max.usageHint) }),
  };
}

function shortcutOf({ id, name, description, on }: ManifestInput["shortcuts"][number]) {
  return {
    name: wholeWords(name, max.shortcutName).slice(0, max.shortcutName),
    type: on === "message" ? "message" : "global",
    callback_id: id,
    description: oneLine(description, max.shortcutDescription),
  };
}
