import { lazy, memo, Suspense, useMemo } from "react";
import type { ShownMessage, ShownPerson } from "../../../desk/protocol.ts";
import { Icon } from "../../../page/icon.tsx";
import { hrefOf } from "../../../page/place.ts";
import type { ShownBlock } from "../../desk/protocol.ts";
import type { Json } from "../../world.ts";
import { Mrkdwn } from "../mrkdwn/mrkdwn.tsx";
import { Avatar } from "./avatar.tsx";
import { Folded } from "./folded.tsx";
import styles from "./message.module.css";
import { MessageActions } from "./message-actions.tsx";
import { dateOf, isLong, timeOf } from "./row.ts";

const Blocks = lazy(() => import("../block/blocks.tsx").then((module) => ({ default: module.Blocks })));

/** A message in a conversation or in a thread. What it shows stays the same object while nothing changed, so that other rows can be left alone. */
export const MessageRow = memo(function MessageRow(props: {
  readonly message: ShownMessage;
  readonly author: ShownPerson | undefined;
  /** Whether name and time stand above already. */
  readonly isContinued: boolean;
  /** Whether a link leads here. */
  readonly isMarked: boolean;
  readonly isInThread: boolean;
}) {
  const { message, isContinued, isMarked, isInThread } = props;
  const { ts, isEphemeral } = message;
  const author = props.author ?? unknownAuthor(message.userId);
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
        <Foot message={message} isInThread={isInThread} />
        <MessageActions message={message} isInThread={isInThread} />
      </div>
    </article>
  );
});

/** Where a message has blocks its text is for notifications only. */
function Body({ message: { channel, ts, text, body } }: { readonly message: ShownMessage }) {
  const blocks = body as readonly ShownBlock[];
  const surface = useMemo(() => ({ channel, ts }), [channel, ts]);
  if (blocks.length === 0)
    return isLong(text) ? (
      <Folded>
        <Mrkdwn text={text} />
      </Folded>
    ) : (
      <Mrkdwn text={text} />
    );
  return (
    <Suspense fallback={<div style={{ blockSize: likelyHeight(blocks) }} />}>
      <Blocks blocks={blocks} surface={surface} />
    </Suspense>
  );
}

/** About how high the blocks will be, so that little moves when they are drawn. */
function likelyHeight(blocks: readonly Json[]): number {
  return blocks.reduce((sum, { type, text }) => {
    if (type === "actions") return sum + 40;
    const lines = (text as { text?: string } | undefined)?.text?.split("\n").length ?? 1;
    return sum + lines * 22 + 2;
  }, 0);
}

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

/** The platform itself tells people when a command failed. */
function unknownAuthor(id: string): ShownPerson {
  return { id, name: id, realName: id === "" ? "Simulated Slack" : "Somebody", isApp: false, about: "" };
}
