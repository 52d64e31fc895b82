import { slackManifest } from "../../../adapters/slack/manifest/manifest.ts";
import { loadSlackOutline, type SlackOutline } from "../../config.ts";
import { BotError } from "../../errors.ts";
import { registered } from "../registered.ts";
import type { Terminal } from "../terminal.ts";
import { httpsAddress } from "./https-address.ts";

const slack = { platform: "Slack", path: "/slack/events" } as const;

/**
 * The Slack app's manifest.
 * @param flags with `url`, of an app over HTTP there
 * @throws BotError `usage` or `invalid_config`
 */
export async function madeSlackManifest(
  flags: { readonly url?: string | undefined },
  terminal: Terminal,
): Promise<ReturnType<typeof slackManifest>> {
  const named = flags.url === undefined ? undefined : httpsAddress(flags.url, slack);
  const outline = await loadSlackOutline(terminal);
  const url = named ?? configuredUrl(outline);
  const { commands, shortcuts } = await registered(terminal);
  return slackManifest({ commands, shortcuts, slashCommands: outline.commands, ...(url !== undefined && { url }) });
}

/** Where Slack calls the bot of a configuration; undefined in Socket Mode. */
function configuredUrl({ mode, publicUrl }: SlackOutline): string | undefined {
  if (mode === "socket") return undefined;
  if (publicUrl !== undefined) return httpsAddress(publicUrl, slack);
  throw new BotError(
    "usage",
    "Slack over HTTP needs an address: set server.publicUrl, or name it: callboard manifest slack --url <https address>.",
  );
}
