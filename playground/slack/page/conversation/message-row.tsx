import { memo } from "react";
import { Icon } from "../../../page/icon.tsx";
import { hrefOf } from "../../../page/place.ts";
import type { ShownMessage, ShownPerson } from "../../desk/protocol.ts";
import { Avatar } from "./avatar.tsx";
import styles from "./message.module.css";
import { MessageActions } from "./message-actions.tsx";
import { MessageBody } from "./message-body.tsx";
import { dateOf, exactTimeOf, timeOf } from "./row.ts";

/** What a row shows; all of it stays the same object while nothing changed, so that other rows can be left alone. */
export interface MessageRowProps {
  readonly message: ShownMessage;
  readonly author: ShownPerson | undefined;
  /** Whether name and time stand above already. */
  readonly isContinued: boolean;
  /** Whether a link leads here. */
  readonly isMarked: boolean;
  readonly isInThread: boolean;
}

/** A message in a conversation or in a thread. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, isContinued, isMarked, isInThread } = props;
  const author = props.author ?? unknownAuthor(message.userId);
  const time = timeOf(message.ts);
  const classes = [styles.message, isContinued && styles.continued, isMarked && styles.marked];
  return (
    <article
      aria-label={`${author.realName}, ${time}`}
      data-ts={message.ts}
      className={classes.filter(Boolean).join(" ")}
    >
      <div className={styles.avatar}>{!isContinued && <Avatar person={author} />}</div>
      <div className={styles.content}>
        <header>
          <strong>{author.realName}</strong>
          {author.isApp && <span className={styles.app}>app</span>}
          <time dateTime={dateOf(message.ts).toISOString()} title={exactTimeOf(message.ts)}>
            {time}
          </time>
        </header>
        {message.isEphemeral && (
          <p className={styles.only}>
            <Icon name="eye" size={14} /> Only visible to you
          </p>
        )}
        <MessageBody message={message} />
        <Foot message={message} isInThread={isInThread} />
        <MessageActions message={message} isInThread={isInThread} />
      </div>
    </article>
  );
});

function Foot({ message, isInThread }: { readonly message: ShownMessage; readonly isInThread: boolean }) {
  const { channel, ts, replyCount, isEdited } = message;
  const hasReplies = replyCount > 0 && !isInThread;
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

function unknownAuthor(id: string): ShownPerson {
  return { id, name: id, realName: id === "USLACKBOT" ? "Slackbot" : "Somebody", isApp: false, about: "" };
}
