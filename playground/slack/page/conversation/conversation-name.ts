import type { ShownChannel, Workspace } from "../../desk/protocol.ts";

/** What a conversation is called: a direct message by whom it is with. */
export function conversationName(
  { kind, name, personId }: ShownChannel,
  { people }: Pick<Workspace, "people">,
): string {
  return kind === "im" ? (people.find(({ id }) => id === personId)?.realName ?? name) : name;
}

/** The viewer's direct messages with the app. */
export function appChannel({ channels, appUserId }: Workspace): ShownChannel | undefined {
  return channels.find(({ kind, personId }) => kind === "im" && personId === appUserId);
}

/** The conversation at a place: when there is none with this id, the direct messages with the app. */
export function channelAt(workspace: Workspace, id: string): ShownChannel | undefined {
  return workspace.channels.find((channel) => channel.id === id) ?? appChannel(workspace) ?? workspace.channels[0];
}
