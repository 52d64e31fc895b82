import type { Entity } from "./entity.ts";

/** The annotation by which a thing names its channel, by the platform that the channel is on. */
const annotations = { slack: "slack.com/bot-notify", teams: "callboard.dev/teams-channel" } as const;

type ChannelPlatform = keyof typeof annotations;

/** How to reach somebody in chat: what the annotations say, by platform. */
export type Channels = Readonly<Partial<Record<ChannelPlatform, string>>>;

/** A channel as people call it, and where it is opened where the catalog says so. */
export interface ChannelName {
  readonly text: string;
  readonly url?: string;
}

/** The annotation that names a channel of a platform; where a platform has none of its own, that of the first. */
export function channelAnnotation(platform: string): string {
  return annotations[annotated(platform)];
}

/** The channels that a thing's annotations name; a thing without any has the empty object. */
export function channelsOf(entity: Entity | undefined): Channels {
  const named = Object.entries(annotations).flatMap(([platform, annotation]) => {
    const value = entity?.annotations[annotation]?.trim();
    return value ? [[platform, value] as const] : [];
  });
  return Object.fromEntries(named);
}

/** What names the channel of a platform; undefined where the catalog names none there. */
export function channelOn(channels: Channels, platform: string): string | undefined {
  return channels[annotated(platform)];
}

/**
 * A channel for somebody on a platform: that of their own before any other, of which is said where it is. Ids of Slack stay
 * as they are, links that Teams copies are called as the channel that they lead to.
 */
export function channelName(channels: Channels, reader: string): ChannelName | undefined {
  const [platform, value] = inOrder(channels, reader)[0] ?? [];
  if (platform === undefined || value === undefined) return undefined;
  const name = channelNameOn(platform, value);
  if (platform === annotated(reader)) return name;
  return { ...name, text: `${name.text} in ${platform === "slack" ? "Slack" : "Teams"}` };
}

/** How people call what names a channel of a platform. */
export function channelNameOn(platform: string, value: string): ChannelName {
  return annotated(platform) === "slack" ? { text: slackName(value) } : teamsName(value);
}

function annotated(platform: string): ChannelPlatform {
  return isChannelPlatform(platform) ? platform : "slack";
}

function inOrder(channels: Channels, reader: string): readonly (readonly [ChannelPlatform, string])[] {
  const all = Object.entries(channels) as [ChannelPlatform, string][];
  return [...all.filter(([platform]) => platform === reader), ...all.filter(([platform]) => platform !== reader)];
}

function isChannelPlatform(platform: string): platform is ChannelPlatform {
  return Object.hasOwn(annotations, platform);
}

function slackName(value: string): string {
  return /^#|^[CGDU][A-Z0-9]{8,}$/.test(value) ? value : `#${value}`;
}

/** Teams' own address in each of Microsoft's clouds, of a channel: a link of the catalog's to anywhere else is no channel. */
const teamsLink =
  /^https:\/\/(?:teams\.microsoft\.com|teams\.cloud\.microsoft|(?:gov|dod)\.teams\.microsoft\.us)\/l\/(?:channel|team)\/[^/?#]+(?:\/([^/?#]*))?/;

/** `https://teams.microsoft.com/l/channel/19%3A…%40thread.tacv2/help?groupId=…`: https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams */
function teamsName(value: string): ChannelName {
  const found = teamsLink.exec(value);
  return found === null ? { text: value } : { text: decoded(found[1] ?? "").trim() || "channel", url: value };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll("+", " "));
  } catch {
    // Cut within a `%20`: it leads nowhere, and is called as it is.
    return part;
  }
}
