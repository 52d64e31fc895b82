import { useEffect } from "react";
import type { Workspace } from "../../slack/desk/protocol.ts";
import { useSeen } from "../../slack/page/live.ts";
import { usePlace } from "../place.ts";

/** Keeps the document's title at the conversation that is open. */
export function useTitle(): void {
  const workspace = useSeen((seen) => seen.workspace);
  const { channel } = usePlace();
  const title = titleOf(workspace, channel);
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** `#checkout-dev · Callboard playground` */
export function titleOf(workspace: Workspace | undefined, channelId: string): string {
  const channel = workspace?.channels.find(({ id }) => id === channelId);
  const personId = channelId === "" ? workspace?.appUserId : channel?.personId;
  const person = workspace?.people.find(({ id }) => id === personId);
  const name = person?.realName || person?.name || (channel && `#${channel.name}`);
  return [name, "Callboard playground"].filter(Boolean).join(" · ");
}
