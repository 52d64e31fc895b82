import { BotError } from "../../errors.ts";
import { parseUrl } from "../../parse-url.ts";

/** What may be wrong with an address that a platform calls. */
export interface Called {
  /** Who calls it. */
  readonly platform: string;
  /** What is added to it: whoever copies an address from the platform's page copies this too. */
  readonly path: string;
}

/**
 * An address without its path, at which platforms reach the bot: they call https alone.
 * https://docs.slack.dev/apis/events-api/using-http-request-urls, https://learn.microsoft.com/azure/bot-service/bot-service-manage-settings
 * @throws BotError `usage`
 */
export function httpsAddress(text: string, { platform, path }: Called): string {
  const bare = text.replace(/\/+$/, "");
  const address = bare.endsWith(path) ? bare.slice(0, -path.length).replace(/\/+$/, "") : bare;
  const url = parseUrl(address);
  const isPublic = url?.protocol === "https:" && url.username === "" && url.password === "" && !/[?#\s]/.test(address);
  if (isPublic) return address;
  throw new BotError(
    "usage",
    `${platform} calls https addresses alone, such as https://callboard.example.com. Name one: callboard manifest ${platform.toLowerCase()} --url <https address>.`,
  );
}
