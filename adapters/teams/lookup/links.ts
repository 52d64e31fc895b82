import { parseUrl } from "../../../src/parse-url.ts";
import type { Conversation } from "../receive/spot.ts";

/** A channel, as the link that Teams copies names it. */
export interface LinkedChannel {
  readonly id: string;
  readonly name?: string;
  readonly groupId?: string;
  readonly tenant?: string;
}

/** Teams' web client, in each of Microsoft's clouds. https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-links */
const hosts = new Set([
  ...["teams.microsoft.com", "teams.cloud.microsoft"],
  ...["gov.teams.microsoft.us", "dod.teams.microsoft.us"],
]);

const channelPath = /^\/l\/(?:channel|team)\/([^/]+)(?:\/([^/]*))?$/;

/** Reads the link that Teams copies for a channel; undefined for any other text. */
export function readChannelLink(text: string): LinkedChannel | undefined {
  const url = text.length > 2000 ? undefined : parseUrl(text);
  if (url === undefined) return undefined;
  const path = channelPath.exec(url.pathname);
  if (url.protocol !== "https:" || !hosts.has(url.hostname) || path === null) return undefined;
  const id = decoded(path[1] ?? "");
  if (!id?.startsWith("19:")) return undefined;
  const name = decoded(path[2] ?? "");
  const groupId = url.searchParams.get("groupId");
  const tenant = url.searchParams.get("tenantId");
  return { id, ...(name && { name }), ...(groupId && { groupId }), ...(tenant && { tenant }) };
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    // A percent sign that encodes nothing: nobody's channel.
    return undefined;
  }
}

/** The link that Teams copies for a channel. */
export function channelLink(channel: Pick<Conversation, "id" | "tenant" | "groupId">, name: string): string {
  const group = channel.groupId === undefined ? "" : `groupId=${encoded(channel.groupId)}&`;
  // Whoever opens an address takes dots for a folder, also when they are encoded.
  const path = `${encoded(channel.id)}/${encoded(/^\.{1,2}$/.test(name) ? "channel" : name)}`;
  return `https://teams.microsoft.com/l/channel/${path}?${group}tenantId=${encoded(channel.tenant)}`;
}

/** Where a message opens; undefined in a personal chat, which has no such links. */
export function messageLink(at: Conversation, messageId: string): string | undefined {
  if (at.type === "personal") return undefined;
  const query = new URLSearchParams({ tenantId: at.tenant });
  if (at.type === "groupChat") query.set("context", JSON.stringify({ contextType: "chat" }));
  if (at.groupId !== undefined) query.set("groupId", at.groupId);
  if (at.type === "channel") query.set("parentMessageId", at.thread ?? messageId);
  const path = `${encoded(at.id)}/${encoded(messageId)}`;
  return `https://teams.microsoft.com/l/message/${path}?${query}`;
}

/** Half a character cannot stand in an address, and would throw. */
export function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));
}
