import { Fragment, type PointerEvent, type ReactNode, useEffect, useMemo, useState } from "react";
import type { ShownMessage, Workspace } from "../../desk/protocol.ts";
import { Icon } from "../icon.tsx";
import styles from "./message-list.module.css";
import { MessageRow } from "./message-row.tsx";
import { rowsOf } from "./row.ts";
import { useStickToEnd } from "./use-stick-to-end.ts";

const step = 100;

/** Messages one below the other, the newest last, scrolled to it. */
export function MessageList(props: {
  readonly label: string;
  readonly workspace: Workspace;
  readonly messages: readonly ShownMessage[];
  /** The message that a link leads to. */
  readonly marked?: string | undefined;
  readonly isThread?: boolean;
  /** Whether each message can have a thread, to be opened from here. */
  readonly hasThreads?: boolean;
  /** What stands before the first message. */
  readonly children?: ReactNode;
}) {
  const { label, workspace, messages, marked, isThread = false, hasThreads = false } = props;
  const [hidden, setHidden] = useState(messages.length - step);
  const markedAt = messages.findIndex(({ ts }) => ts === marked);
  // What a link leads to is shown with a few before it. Nothing that is shown goes when something new comes.
  const start = Math.max(0, Math.min(hidden, messages.length - step, markedAt < 0 ? hidden : markedAt - 10));
  const own = messages.findLast(({ userId, isEphemeral }) => userId === workspace.viewerId || isEphemeral);
  const { box, hasNew, toEnd, onScroll } = useStickToEnd(messages.at(-1)?.ts ?? "0", own?.ts ?? "0");
  const rows = useMemo(() => rowsOf(messages.slice(start), new Date()), [messages, start]);
  const people = useMemo(() => new Map(workspace.people.map((person) => [person.id, person])), [workspace.people]);

  const isMarkedHere = markedAt >= 0;
  useEffect(() => {
    if (marked !== undefined && isMarkedHere)
      box.current?.querySelector(`[data-ts="${CSS.escape(marked)}"]`)?.scrollIntoView({ block: "center" });
  }, [marked, isMarkedHere, box]);

  return (
    <div className={styles.frame}>
      <div ref={box} className={styles.box} onScroll={onScroll}>
        <div className={isThread ? undefined : styles.low}>
          {start > 0 ? (
            <button type="button" className={styles.earlier} onClick={() => setHidden(start - step)}>
              Show earlier
            </button>
          ) : (
            props.children
          )}
          <div role="log" aria-label={label} className={styles.log} onPointerMove={takeOver}>
            {rows.map(({ message, day, isContinued }) => (
              <Fragment key={message.key}>
                {day && (
                  <h2 className={styles.day}>
                    <span>{day}</span>
                  </h2>
                )}
                <MessageRow
                  message={message}
                  author={people.get(message.userId)}
                  isContinued={isContinued}
                  isMarked={message.ts === marked}
                  hasThread={hasThreads}
                />
              </Fragment>
            ))}
          </div>
        </div>
      </div>
      {hasNew && (
        <button type="button" className={styles.new} onClick={toEnd}>
          <Icon name="down" size={14} /> New messages
        </button>
      )}
    </div>
  );
}

/** A pointer that moves to another message takes over from the keyboard: one toolbar is seen at a time. */
function takeOver({ target, movementX, movementY }: PointerEvent): void {
  // A list that scrolls below a pointer that rests is no move of it.
  if (movementX === 0 && movementY === 0) return;
  const { activeElement } = document;
  const isElsewhere = !activeElement?.closest("article")?.contains(target as Node);
  if (isElsewhere && activeElement instanceof HTMLElement && activeElement.matches("article [aria-label][title]"))
    activeElement.blur();
}
