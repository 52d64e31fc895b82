import { useMemo, useState } from "react";
import type { ShownChannel, Workspace } from "../../desk/protocol.ts";
import { useLive, useSeen } from "../live.ts";
import { Composer } from "./composer.tsx";
import styles from "./conversation.module.css";
import { conversationName } from "./conversation-name.ts";
import { MessageList } from "./message-list.tsx";
import { Prompts } from "./prompts.tsx";

interface ConversationProps {
  readonly workspace: Workspace;
  readonly channel: ShownChannel;
  /** The message that a link leads to. */
  readonly marked?: string | undefined;
}

/** A channel or direct messages: what was said, and where to say something. */
export function Conversation({ workspace, channel, marked }: ConversationProps) {
  const all = useSeen((seen) => seen.messages);
  const messages = useMemo(
    () => [...all.values()].filter((message) => message.channel === channel.id && message.threadTs === undefined),
    [all, channel.id],
  );
  const name = conversationName(channel, workspace);
  return (
    <div className={styles.conversation}>
      <MessageList label="Messages" workspace={workspace} messages={messages} marked={marked}>
        <Beginning workspace={workspace} channel={channel} />
      </MessageList>
      {channel.personId === workspace.appUserId && <Prompts workspace={workspace} />}
      {channel.isMember ? (
        <Composer
          label={`Message ${name}`}
          channel={channel.id}
          draftKey={`draft ${workspace.viewerId} ${channel.id}`}
        />
      ) : (
        <Join channel={channel} />
      )}
    </div>
  );
}

function Beginning({ workspace, channel }: ConversationProps) {
  const name = conversationName(channel, workspace);
  return (
    <p className={styles.beginning}>
      {channel.kind === "im" ? (
        <>
          This is between you and <strong>{name}</strong>.
          {channel.personId === workspace.appUserId && " Ask something, or try one of these."}
        </>
      ) : (
        <>
          This is the beginning of <strong>#{name}</strong>.
        </>
      )}
    </p>
  );
}

function Join({ channel }: { readonly channel: ShownChannel }) {
  const live = useLive();
  const [problem, setProblem] = useState<string>();
  const join = async (): Promise<void> => setProblem((await live.act({ do: "join", channel: channel.id })).problem);
  return (
    <div className={styles.join}>
      <span>You can read #{channel.name}. Join to write.</span>
      <button type="button" onClick={() => void join()}>
        Join
      </button>
      {problem && <p role="alert">{problem}</p>}
    </div>
  );
}
