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
  const [since, setSince] = useState(() => messages.at(-step)?.ts);
  const markedAt = marked === undefined ? -1 : messages.findIndex(({ ts }) => ts === marked);
  const start = firstShown(messages, since, markedAt);
  const own = messages.findLast(({ userId, isEphemeral }) => userId === workspace.viewerId || isEphemeral);
  const stick = useStickToEnd(messages.at(-1)?.ts ?? "0", own?.ts ?? "0");
  const rows = useMemo(() => rowsOf(messages.slice(start), new Date()), [messages, start]);
  const people = useMemo(() => new Map(workspace.people.map((person) => [person.id, person])), [workspace.people]);

  const { box, toEntry } = stick;
  const isMarkedHere = markedAt >= 0;
  useEffect(() => {
    if (marked === undefined || !isMarkedHere) return;
    const entry = box.current?.querySelector(`[data-ts="${CSS.escape(marked)}"]`);
    if (entry) toEntry(entry);
  }, [marked, isMarkedHere, box, toEntry]);

  const showEarlier = (): void => {
    stick.keepPlace();
    setSince(messages[Math.max(0, start - step)]?.ts);
  };

  return (
    <div className={styles.frame}>
      <div ref={box} className={styles.box} onScroll={stick.onScroll}>
        <div ref={stick.content} className={isThread ? undefined : styles.low}>
          {start > 0 ? (
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

/** What came since then, and what a link leads to with a few before it: nothing that is shown goes when something new comes. */
function firstShown(messages: readonly ShownMessage[], since: string | undefined, markedAt: number): number {
  const at = since === undefined ? 0 : messages.findIndex(({ ts }) => ts === since);
  const start = at < 0 ? Math.max(0, messages.length - step) : at;
  return markedAt < 0 ? start : Math.min(start, Math.max(0, markedAt - 10));
}
