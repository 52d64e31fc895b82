import type { ShownChannel, Workspace } from "../../desk/protocol.ts";

/** The conversation at a place: when there is none with this id, the direct messages with the app. */
export function channelAt({ channels, appUserId }: Workspace, id: string): ShownChannel | undefined {
  const found = channels.find((channel) => channel.id === id);
  return found ?? channels.find(({ personId }) => personId === appUserId) ?? channels[0];
}
