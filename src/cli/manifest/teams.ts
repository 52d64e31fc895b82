import { teamsManifest } from "../../../adapters/teams/manifest/manifest.ts";
import { loadTeamsOutline } from "../../config.ts";
import { BotError } from "../../errors.ts";
import { programVersion } from "../program-name.ts";
import { registered } from "../registered.ts";
import type { Terminal } from "../terminal.ts";
import { httpsAddress } from "./https-address.ts";

/** A Teams app's manifest, and what is still to come before Teams can take it. */
export interface MadeTeamsManifest {
  readonly manifest: ReturnType<typeof teamsManifest>;
  /** Whole sentences that say what to do; none when the manifest is complete. */
  readonly missing: readonly string[];
}

/**
 * The Teams app's manifest.
 * @param flags `url`: where Teams reaches the bot; `version`: of the app, this program's unless told
 * @throws BotError `usage` or `invalid_config`
 */
export async function madeTeamsManifest(
  flags: { readonly url?: string | undefined; readonly version?: string | undefined },
  terminal: Pick<Terminal, "cwd" | "env">,
): Promise<MadeTeamsManifest> {
  const { version = programVersion() } = flags;
  if (!/^(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}$/.test(version)) {
    throw new BotError("usage", "An app's version is three numbers, such as --version 1.2.0.");
  }
  const called = { platform: "Teams", path: "/api/messages" } as const;
  const named = flags.url === undefined ? undefined : httpsAddress(flags.url, called);
  const { appId, publicUrl } = await loadTeamsOutline(terminal);
  const address = named ?? (publicUrl === undefined ? undefined : httpsAddress(publicUrl, called));
  const { commands, shortcuts } = await registered(terminal);
  return {
    manifest: teamsManifest({
      commands,
      shortcuts,
      version,
      ...(appId !== undefined && { appId }),
      ...(address !== undefined && { publicUrl: address }),
    }),
    missing: [
      ...(appId === undefined
        ? ["The app's id is missing: set chat.teams.appId to the Application (client) ID of the app registration."]
        : []),
      ...(address === undefined
        ? ["The bot's address is missing: set server.publicUrl, or name it with --url <https address>."]
        : []),
    ],
  };
}
