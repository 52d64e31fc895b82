import type { Workspace } from "../../desk/protocol.ts";

/** `#checkout-dev · Callboard playground` */
export function titleOf(workspace: Workspace | undefined, channelId: string, sign: string): string {
  const channel = workspace?.channels.find(({ id }) => id === channelId);
  const personId = channelId === "" ? workspace?.appUserId : channel?.personId;
  const name = workspace?.people.find(({ id }) => id === personId)?.realName ?? (channel && `${sign}${channel.name}`);
  return [name, "Callboard playground"].filter(Boolean).join(" · ");
}
