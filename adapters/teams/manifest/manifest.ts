import { wholeWords } from "../../../src/chat/cut.ts";
import { capital } from "../../../src/chat/phrase.ts";
import { oneLine } from "../../../src/chat/text.ts";

/** What a manifest says of the bot. */
export interface TeamsManifestInput {
  /** Every command: its name, its place in menus, and one line that says what it answers. */
  readonly commands: readonly { readonly name: string; readonly menu: number; readonly summary: string }[];
  readonly shortcuts: readonly {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly on: "message" | "anywhere";
  }[];
  /** The Application (client) ID of the app registration; one of zeros where there is none yet. */
  readonly appId?: string;
  /** Where the internet reaches the bot, without a path. */
  readonly publicUrl?: string;
  /** Three numbers: Teams takes an app anew only when they changed. */
  readonly version: string;
}

/** Stands where there is no app id yet: right in form, and Teams knows no such bot. */
export const noAppId = "00000000-0000-0000-0000-000000000000";

/** Limits of the manifest: https://learn.microsoft.com/microsoft-365/extensibility/schema/root */
const max = { commands: 12, commandDescription: 128, extensionCommands: 10, extensionTitle: 32, extensionText: 128 };

/**
 * The app's manifest. It asks for no permission: what is said to the bot comes by itself, and who somebody is, the Bot
 * Connector tells without one. Nor does it name a domain: no page of ours is shown inside Teams. Without `supportsChannelFeatures`
 * Teams offers the app in standard channels alone: members of private and shared ones are not those of the team, whom we know.
 */
export function teamsManifest(input: TeamsManifestInput) {
  const { appId = noAppId, publicUrl = "https://callboard.example.com", version } = input;
  const site = publicUrl.replace(/\/+$/, "");
  const extension = input.shortcuts.slice(0, max.extensionCommands).map(extensionCommandOf);
  return {
    $schema: "https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json",
    manifestVersion: "1.30",
    version,
    // The registration's own id, as Microsoft asks of apps that have one: the same in every package made from it.
    id: appId,
    developer: { name: "Callboard", websiteUrl: site, privacyUrl: site, termsOfUseUrl: site },
    name: { short: "Callboard", full: "Callboard: the developer portal in chat" },
    description: { short: "Who owns it, who to tell, what is missing: the service catalog in chat", full },
    icons: { color: "color.png", outline: "outline.png" },
    accentColor: "#0b6b60",
    defaultInstallScope: "personal",
    defaultGroupCapability: { team: "bot", groupchat: "bot" },
    bots: [
      {
        botId: appId,
        scopes: ["personal", "team", "groupChat"],
        // A command of the / menu arrives as a message that its sender and the bot alone see.
        supportsTargetedMessages: true,
        commandLists: commandLists(input.commands),
      },
    ],
    ...(extension.length > 0 && { composeExtensions: [{ botId: appId, commands: extension }] }),
  };
}

const full =
  "Callboard answers who owns a service, who to tell before it changes and what the catalog does not know yet, where the " +
  "question comes up: as a slash command, by mentioning it in a channel, or in a personal chat. It reads the " +
  "catalog-info.yaml files that the teams keep in Git beside their code. Answers to slash commands are seen by the asker " +
  "alone, nobody is pinged, and it reads no conversation in which it is not addressed.";

/** A list for each kind of conversation. In a personal chat there is no / menu of the bot: everything typed there is for it. */
function commandLists(all: TeamsManifestInput["commands"]) {
  const commands = [...all]
    .sort((a, b) => a.menu - b.menu)
    .slice(0, max.commands)
    .map(({ name, summary }) => ({ title: name, description: capital(oneLine(summary, max.commandDescription)) }));
  return [
    { scopes: ["personal"], triggers: ["mention"], commands },
    { scopes: ["team"], triggers: ["mention", "slash"], commands },
    { scopes: ["groupChat"], triggers: ["mention", "slash"], commands },
  ];
}

function extensionCommandOf({ id, name, description, on }: TeamsManifestInput["shortcuts"][number]) {
  return {
    id,
    type: "action",
    title: wholeWords(name, max.extensionTitle).slice(0, max.extensionTitle),
    description: oneLine(description, max.extensionText),
    context: on === "message" ? ["message"] : ["compose", "commandBox"],
    // What the dialog shows, the bot says once it is asked.
    fetchTask: true,
  };
}
