import { useMemo } from "react";
import type { ShownChannel, Workspace } from "../../desk/protocol.ts";
import { useSeen } from "../live.ts";
import { goTo, placeOf } from "../place.ts";
import { Composer } from "./composer.tsx";
import { IconButton } from "./icon-button.tsx";
import { MessageList } from "./message-list.tsx";
import styles from "./thread.module.css";

/** A message, what was replied to it, and where to reply. */
export function Thread(props: {
  readonly workspace: Workspace;
  readonly channel: ShownChannel;
  readonly ts: string;
  readonly marked?: string | undefined;
}) {
  const { workspace, channel, ts, marked } = props;
  const all = useSeen((seen) => seen.messages);
  const messages = useMemo(
    () =>
      [...all.values()].filter(
        (message) => message.channel === channel.id && (message.ts === ts || message.threadTs === ts),
      ),
    [all, channel.id, ts],
  );
  return (
    <aside aria-label="Thread" className={styles.thread}>
      <header>
        <h2>Thread</h2>
        <span>{channel.name}</span>
        <IconButton icon="close" label="Close thread" onClick={() => close(ts)} />
      </header>
      <MessageList label="Replies" workspace={workspace} messages={messages} marked={marked} isThread>
        {messages[0]?.ts !== ts && (
          <p className={styles.gone}>The message that began this thread is not here any more.</p>
        )}
      </MessageList>
      {channel.isMember && <Composer label="Reply in thread" channel={channel.id} threadTs={ts} />}
    </aside>
  );
}

function close(ts: string): void {
  const { thread: _thread, ...place } = placeOf(location.hash);
  goTo(place);
  // Back to where the thread hangs, once it can take the focus again.
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`main [data-ts="${CSS.escape(ts)}"] [aria-label='Reply in thread']`)?.focus();
  });
}
