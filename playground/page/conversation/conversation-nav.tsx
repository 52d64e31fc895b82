import { Fragment, useId } from "react";
import type { ShownChannel, Workspace } from "../../desk/protocol.ts";
import { Icon } from "../icon.tsx";
import { usePlatform } from "../live.ts";
import { hrefOf } from "../place.ts";
import { Avatar } from "./avatar.tsx";
import styles from "./nav.module.css";
import { useUnread } from "./unread.ts";

/** The conversations of a workspace as the viewer sees them, those with something new marked. */
export function ConversationNav({ workspace, open }: { readonly workspace: Workspace; readonly open: string }) {
  const unread = useUnread(workspace, open);
  const id = useId();
  const { channels, people } = workspace;
  const list = (name: string, listed: readonly ShownChannel[]) => (
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
      {sectionsOf(channels).map((section) => (
        <Fragment key={section}>
          {list(
            section,
            channels.filter((channel) => channel.section === section),
          )}
        </Fragment>
      ))}
      <span id={id} hidden>
        Unread messages
      </span>
    </nav>
  );
}

/** Whom one talks to comes first, what one is not in last. */
function sectionsOf(channels: readonly ShownChannel[]): readonly string[] {
  const rank = ({ kind, isMember }: ShownChannel): number => (kind === "im" ? 0 : isMember ? 1 : 2);
  return [...new Set(channels.toSorted((a, b) => rank(a) - rank(b)).map(({ section }) => section))];
}

/** What stands before the name of a channel: `#`, or a lock. */
export function Sign({ channel: { kind } }: { readonly channel: ShownChannel }) {
  const { sign } = usePlatform();
  if (kind === "im" || sign === "") return null;
  return (
    <span aria-hidden="true" className={styles.sign}>
      {kind === "group" ? <Icon name="lock" size={15} /> : sign}
    </span>
  );
}
