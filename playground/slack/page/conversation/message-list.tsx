import { type ReactNode, useEffect, useMemo, useState } from "react";
import { Icon } from "../../../page/icon.tsx";
import type { ShownMessage, Workspace } from "../../desk/protocol.ts";
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
  /** What stands before the first message. */
  readonly children?: ReactNode;
}) {
  const { label, workspace, messages, marked, isThread = false } = props;
  const [asked, setAsked] = useState(step);
  const markedAt = marked === undefined ? -1 : messages.findIndex(({ ts }) => ts === marked);
  const shown = Math.max(asked, markedAt < 0 ? 0 : messages.length - markedAt + 10);
  const last = messages.at(-1);
  const stick = useStickToEnd(last?.key, last?.userId === workspace.viewerId);
  const rows = useMemo(() => rowsOf(messages.slice(-shown), new Date()), [messages, shown]);
  const people = useMemo(() => new Map(workspace.people.map((person) => [person.id, person])), [workspace.people]);

  const { box, onScroll } = stick;
  const isMarkedHere = markedAt >= 0;
  useEffect(() => {
    if (marked === undefined || !isMarkedHere) return;
    box.current?.querySelector(`[data-ts="${CSS.escape(marked)}"]`)?.scrollIntoView({ block: "center" });
    onScroll();
  }, [marked, isMarkedHere, box, onScroll]);

  const showEarlier = (): void => {
    stick.keepPlace();
    setAsked(shown + step);
  };

  return (
    <div className={styles.frame}>
      <div ref={box} className={styles.box} onScroll={onScroll}>
        <div ref={stick.content}>
          {messages.length > shown ? (
            <button type="button" className={styles.earlier} onClick={showEarlier}>
              Show earlier
            </button>
          ) : (
            props.children
          )}
          <div role="log" aria-label={label} className={styles.log}>
            {rows.map((row) =>
              row.type === "day" ? (
                <h2 key={row.key} className={styles.day}>
                  <span>{row.label}</span>
                </h2>
              ) : (
                <MessageRow
                  key={row.key}
                  message={row.message}
                  author={people.get(row.message.userId)}
                  isContinued={row.isContinued}
                  isMarked={row.message.ts === marked}
                  isInThread={isThread}
                />
              ),
            )}
          </div>
        </div>
      </div>
      {stick.hasNew && (
        <button type="button" className={styles.new} onClick={stick.toEnd}>
          <Icon name="down" size={14} /> New messages
        </button>
      )}
    </div>
  );
}
