import { useId } from "react";
import { Icon } from "../../../page/icon.tsx";
import { hrefOf } from "../../../page/place.ts";
import type { ShownChannel, ShownPerson, Workspace } from "../../desk/protocol.ts";
import { Avatar } from "./avatar.tsx";
import { conversationName } from "./conversation-name.ts";
import styles from "./nav.module.css";
import { useUnread } from "./use-unread.ts";

/** The conversations of a workspace as the viewer sees them, those with something new marked. */
export function ConversationNav({ workspace, open }: { readonly workspace: Workspace; readonly open: string }) {
  const unread = useUnread(workspace.viewerId, open);
  const id = useId();
  const { channels, people } = workspace;
  const direct = channels.filter(({ kind }) => kind === "im");
  const joined = channels.filter(({ kind, isMember }) => kind !== "im" && isMember);
  const others = channels.filter(({ isMember }) => !isMember);
  const list = (listed: readonly ShownChannel[]) => (
    <ul>
      {listed.map((channel) => (
        <li key={channel.id}>
          <a
            href={hrefOf({ channel: channel.id })}
            aria-current={channel.id === open ? "page" : undefined}
            aria-describedby={unread.has(channel.id) ? id : undefined}
            className={channel.isMember ? styles.link : styles.stranger}
          >
            <Sign channel={channel} person={people.find((person) => person.id === channel.personId)} />
            <span>{conversationName(channel, workspace)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
  return (
    <nav aria-label="Conversations" className={styles.nav}>
      <h2>Direct messages</h2>
      {list(direct)}
      <h2>Channels</h2>
      {list(joined)}
      {others.length > 0 && <h2>Other channels</h2>}
      {list(others)}
      <span id={id} hidden>
        Unread messages
      </span>
    </nav>
  );
}

/** What stands before the name of a conversation: `#`, a lock, or whom it is with. */
export function Sign({
  channel,
  person,
}: {
  readonly channel: ShownChannel;
  readonly person?: ShownPerson | undefined;
}) {
  if (channel.kind === "im") return person === undefined ? null : <Avatar person={person} size={20} />;
  return (
    <span aria-hidden="true" className={styles.sign}>
      {channel.kind === "group" ? <Icon name="lock" size={15} /> : "#"}
    </span>
  );
}
