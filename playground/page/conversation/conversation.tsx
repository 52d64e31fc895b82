import { useMemo } from "react";
import type { ShownChannel, Workspace } from "../../desk/protocol.ts";
import { useLive, usePlatform, useSeen } from "../live.ts";
import { useProblem } from "../use-problem.ts";
import { Composer } from "./composer.tsx";
import styles from "./conversation.module.css";
import { Sign } from "./conversation-nav.tsx";
import { MessageList } from "./message-list.tsx";
import { Prompts } from "./prompts.tsx";

/** The heading of a conversation. */
export function ConversationTitle({ channel }: { readonly channel: ShownChannel }) {
  const { kind, name, section, memberCount } = channel;
  const { sign } = usePlatform();
  const members = memberCount === 1 ? "1 member" : `${memberCount} members`;
  // Without a sign of their own channels are told apart by their teams.
  const about = sign === "" && kind === "channel" ? `${section} · ${members}` : members;
  return (
    <div className={styles.title}>
      <Sign channel={channel} />
      <h1>{name}</h1>
      {kind !== "im" && <span>{about}</span>}
    </div>
  );
}

/** A channel or direct messages: what was said, and where to say something. */
export function Conversation(props: {
  readonly workspace: Workspace;
  readonly channel: ShownChannel;
  /** The message that a link leads to. */
  readonly marked?: string | undefined;
}) {
  const { workspace, channel, marked } = props;
  const { id, kind, name, isMember } = channel;
  const { sign, hasThreads } = usePlatform();
  const all = useSeen((seen) => seen.messages);
  const messages = useMemo(
    () => [...all.values()].filter((message) => message.channel === id && message.threadTs === undefined),
    [all, id],
  );
  const isApp = channel.personId === workspace.appUserId;
  return (
    <div className={styles.conversation}>
      <MessageList
        label="Messages"
        workspace={workspace}
        messages={messages}
        marked={marked}
        hasThreads={hasThreads(channel)}
      >
        <p className={styles.beginning}>
          {kind === "im" ? "This is between you and " : "This is the beginning of "}
          <strong>{kind === "im" ? name : `${sign}${name}`}</strong>.{isApp && " Ask something, or try one of these."}
        </p>
      </MessageList>
      {isApp && <Prompts workspace={workspace} app={channel} />}
      {isMember ? <Composer label={`Message ${name}`} channel={id} /> : <Join channel={channel} />}
    </div>
  );
}

function Join({ channel }: { readonly channel: ShownChannel }) {
  const live = useLive();
  const { sign } = live.platform;
  const [problem, setProblem] = useProblem();
  const join = async (): Promise<void> => setProblem((await live.act({ do: "join", channel: channel.id })).problem);
  return (
    <div className={styles.join}>
      <span>
        You can read {sign}
        {channel.name}. Join to write.
      </span>
      <button type="button" onClick={() => void join()}>
        Join
      </button>
      {problem && <p role="alert">{problem}</p>}
    </div>
  );
}
