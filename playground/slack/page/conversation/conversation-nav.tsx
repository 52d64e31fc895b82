import { useId } from "react";
import type { ShownChannel, Workspace } from "../../../desk/protocol.ts";
import { Icon } from "../../../page/icon.tsx";
import { hrefOf } from "../../../page/place.ts";
import { Avatar } from "./avatar.tsx";
import styles from "./nav.module.css";
import { useUnread } from "./unread.ts";

/** The conversations of a workspace as the viewer sees them, those with something new marked. */
export function ConversationNav({ workspace, open }: { readonly workspace: Workspace; readonly open: string }) {
  const unread = useUnread(workspace, open);
  const id = useId();
  const { channels, people } = workspace;
  const list = (name: string, listed: readonly ShownChannel[]) =>
    listed.length > 0 && (
      <>
        <h2>{name}</h2>
        <ul>
          {listed.map((channel) => (
            <li key={channel.id}>
              <a
                href={hrefOf({ channel: channel.id })}
                aria-current={channel.id === open ? "page" : undefined}
                aria-describedby={unread.has(channel.id) ? id : undefined}
                data-is-member={channel.isMember}
              >
                <Sign channel={channel} />
                {people
                  .filter((person) => person.id === channel.personId)
                  .map((person) => (
                    <Avatar key={person.id} person={person} size={20} />
                  ))}
                <span>{channel.name}</span>
              </a>
            </li>
          ))}
        </ul>
      </>
    );
  return (
    <nav aria-label="Conversations" className={styles.nav}>
      {list(
        "Direct messages",
        channels.filter(({ kind }) => kind === "im"),
      )}
      {list(
        "Channels",
        channels.filter(({ kind, isMember }) => kind !== "im" && isMember),
      )}
      {list(
        "Other channels",
        channels.filter(({ isMember }) => !isMember),
      )}
      <span id={id} hidden>
        Unread messages
      </span>
    </nav>
  );
}

/** What stands before the name of a channel: `#`, or a lock. */
export function Sign({ channel: { kind } }: { readonly channel: ShownChannel }) {
  if (kind === "im") return null;
  return (
    <span aria-hidden="true" className={styles.sign}>
      {kind === "group" ? <Icon name="lock" size={15} /> : "#"}
    </span>
  );
}
