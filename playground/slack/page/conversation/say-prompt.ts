import { goTo, placeOf } from "../../../page/place.ts";
import type { ActResult } from "../../desk/act.ts";
import type { Prompt, ShownMessage, Workspace } from "../../desk/protocol.ts";
import type { Live } from "../live.ts";
import { appChannel } from "./conversation-name.ts";
import { isLater, newestTs } from "./unread.ts";

const longestWaitMs = 15_000;

/** Says what a prompt says where it belongs, and goes there. Once somebody replies to it in a thread, that thread is opened. */
export async function sayPrompt(live: Live, workspace: Workspace, prompt: Prompt): Promise<ActResult> {
  const app = appChannel(workspace)?.id ?? "";
  const channel = prompt.channel === "app" ? app : prompt.channel;
  if (channel !== app) {
    goTo({ channel });
    if (workspace.channels.find(({ id }) => id === channel)?.isMember === false)
      await live.act({ do: "join", channel });
    openThreadOfReply(live, channel);
  }
  return live.act({ do: "say", channel, text: prompt.text });
}

function openThreadOfReply(live: Live, channel: string): void {
  const since = newestTs(live.seen().messages.values());
  const { viewerId } = live.seen().workspace ?? live;
  const stop = (): void => {
    unsubscribe();
    clearTimeout(timer);
  };
  const unsubscribe = live.subscribe(() => {
    const thread = repliedThread(live.seen().messages.values(), { channel, since, viewerId });
    if (thread === undefined) return;
    stop();
    const place = placeOf(location.hash);
    // Whoever went elsewhere in the meantime stays there.
    if (place.channel === channel && place.thread === undefined) goTo({ ...place, thread });
  });
  const timer = setTimeout(stop, longestWaitMs);
}

/** The message of the viewer, said since then, that has a reply. */
export function repliedThread(
  messages: Iterable<ShownMessage>,
  said: { readonly channel: string; readonly since: string; readonly viewerId: string },
): string | undefined {
  const all = [...messages];
  const own = all.find(
    ({ channel, userId, ts, threadTs }) =>
      channel === said.channel && userId === said.viewerId && threadTs === undefined && isLater(ts, said.since),
  );
  return all.some(({ channel, threadTs }) => channel === said.channel && threadTs === own?.ts && threadTs !== undefined)
    ? own?.ts
    : undefined;
}
