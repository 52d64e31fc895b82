import type { ShownChannel, Workspace } from "../../desk/protocol.ts";
import styles from "./conversation.module.css";
import { conversationName } from "./conversation-name.ts";
import { Sign } from "./conversation-nav.tsx";

/** The heading of a conversation. */
export function ConversationTitle({
  workspace,
  channel,
}: {
  readonly workspace: Workspace;
  readonly channel: ShownChannel;
}) {
  const { kind, memberCount } = channel;
  return (
    <div className={styles.title}>
      <Sign channel={channel} />
      <h1>{conversationName(channel, workspace)}</h1>
      {kind !== "im" && <span>{memberCount === 1 ? "1 member" : `${memberCount} members`}</span>}
    </div>
  );
}
