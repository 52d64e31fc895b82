import { type Channels, channelName } from "../catalog/channel.ts";
import { link, oneLine, type Span } from "../chat/text.ts";

/** A channel as people of a platform read it: `#pay-help`, or its name as a link. Ids stay as they are. */
export function channelSpan(channels: Channels, platform: string): Span | undefined {
  const name = channelName(channels, platform);
  if (name === undefined) return undefined;
  const text = oneLine(name.text, 40);
  return name.url === undefined ? { type: "text", text } : link(text, name.url);
}
