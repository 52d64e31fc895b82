import { memo } from "react";
import type { ShownMessage, ShownPerson } from "../../desk/protocol.ts";
import { Icon } from "../icon.tsx";
import { usePlatform } from "../live.ts";
import { hrefOf } from "../place.ts";
import { Avatar } from "./avatar.tsx";
import styles from "./message.module.css";
import { MessageActions } from "./message-actions.tsx";
import { dateOf, timeOf } from "./row.ts";

/** A message in a conversation or in a thread. What it shows stays the same object while nothing changed, so that other rows can be left alone. */
export const MessageRow = memo(function MessageRow(props: {
  readonly message: ShownMessage;
  readonly author: ShownPerson | undefined;
  /** Whether name and time stand above already. */
  readonly isContinued: boolean;
  /** Whether a link leads here. */
  readonly isMarked: boolean;
  /** Whether its thread can be opened from here. */
  readonly hasThread: boolean;
}) {
  const { message, isContinued, isMarked, hasThread } = props;
  const { ts, isEphemeral } = message;
  const { name, Body } = usePlatform();
  const author = props.author ?? unknownAuthor(message.userId, name);
  const time = timeOf(ts);
  const classes = [styles.message, isContinued && styles.continued, isMarked && styles.marked];
  return (
    <article aria-label={`${author.realName}, ${time}`} data-ts={ts} className={classes.filter(Boolean).join(" ")}>
      <div className={styles.avatar}>{!isContinued && <Avatar person={author} />}</div>
      <div className={styles.content}>
        <header>
          <strong>{author.realName}</strong>
          {author.isApp && <span className={styles.app}>app</span>}
          <time
            dateTime={dateOf(ts).toISOString()}
            title={dateOf(ts).toLocaleString("en-GB", { dateStyle: "full", timeStyle: "medium" })}
          >
            {time}
          </time>
        </header>
        {isEphemeral && (
          <p className={styles.only}>
            <Icon name="eye" size={14} /> Only visible to you
          </p>
        )}
        <Body message={message} />
        <Foot message={message} hasThread={hasThread} />
        <MessageActions message={message} hasThread={hasThread} />
      </div>
    </article>
  );
});

function Foot({ message, hasThread }: { readonly message: ShownMessage; readonly hasThread: boolean }) {
  const { channel, ts, replyCount, isEdited } = message;
  const hasReplies = replyCount > 0 && hasThread;
  if (!hasReplies && !isEdited) return null;
  return (
    <p className={styles.foot}>
      {hasReplies && (
        <a href={hrefOf({ channel, thread: ts })}>{replyCount === 1 ? "1 reply" : `${replyCount} replies`}</a>
      )}
      {isEdited && <span>edited</span>}
    </p>
  );
}

/** The platform itself tells people when a command failed. */
function unknownAuthor(id: string, platform: string): ShownPerson {
  return { id, name: id, realName: id === "" ? `Simulated ${platform}` : "Somebody", isApp: false, about: "" };
}
