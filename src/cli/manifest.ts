import { slackManifest } from "../../adapters/slack/manifest/manifest.ts";
import { loadSlackOutline, type SlackOutline } from "../config.ts";
import { BotError } from "../errors.ts";
import { readArguments } from "./arguments.ts";
import { registered } from "./registered.ts";
import { type CliCommand, print } from "./terminal.ts";

const usage =
  "Use: callboard manifest slack [--url <https address>], for example callboard manifest slack --url https://callboard.example.com.";

/**
 * `callboard manifest slack [--url <https address>]`: the manifest of the Slack app that fits the configuration; without
 * one, that of an app in Socket Mode. With `--url` of an app over HTTP.
 */
export const manifest: CliCommand = async (args, terminal) => {
  const options = { url: { type: "string" } } as const;
  const { values, positionals } = readArguments({ args, options, allowPositionals: true }, usage);
  if (positionals.length !== 1 || positionals[0] !== "slack") throw new BotError("usage", usage);
  // Whoever copies the Request URL from Slack's page copies its path too.
  const named = values.url?.replace(/\/slack\/events\/*$/, "");
  if (named !== undefined) assertPublic(named);
  const outline = await loadSlackOutline(terminal);
  const url = named ?? configuredUrl(outline);
  const { commands, shortcuts } = await registered(terminal);
  const made = slackManifest({
    commands,
    shortcuts,
    slashCommands: outline.commands,
    ...(url !== undefined && { url }),
  });
  await print(terminal, `${JSON.stringify(made, null, 2)}\n`);
  return 0;
};

/** Where Slack calls the bot of a configuration; undefined in Socket Mode. */
function configuredUrl({ mode, publicUrl }: SlackOutline): string | undefined {
  if (mode === "socket") return undefined;
  if (publicUrl === undefined) {
    throw new BotError("usage", `Slack over HTTP needs an address: set server.publicUrl, or name it. ${usage}`);
  }
  assertPublic(publicUrl);
  return publicUrl;
}

/** Slack calls https addresses alone: https://docs.slack.dev/apis/events-api/using-http-request-urls */
function assertPublic(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPublic = url?.protocol === "https:" && url.username === "" && url.password === "" && !/[?#\s]/.test(text);
  if (!isPublic)
    throw new BotError("usage", `Slack calls https addresses alone, such as https://callboard.example.com. ${usage}`);
}
