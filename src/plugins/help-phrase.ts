import { quoted } from "../chat/phrase.ts";
import type { Services } from "../plugin.ts";

/** Where to go with what only those who run Callboard can do: `Ask in #platform-help`, or `Ask in “platform help”`. */
export function helpPhrase({ helpChannel }: Pick<Services, "helpChannel">, platform: string): string {
  const channel = helpChannel(platform);
  // An id says nothing to people.
  if (channel === undefined || /^[CG][A-Z0-9]{8,}$/.test(channel)) return "Ask those who run Callboard";
  return `Ask in ${channel.startsWith("#") ? channel : quoted(channel)}`;
}
