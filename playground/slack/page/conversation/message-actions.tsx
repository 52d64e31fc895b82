import { useState } from "react";
import { Icon } from "../../../page/icon.tsx";
import { goTo, hrefOf, placeOf } from "../../../page/place.ts";
import type { ShownMessage } from "../../desk/protocol.ts";
import { useLive, useSeen } from "../live.ts";
import { Menu } from "./menu.tsx";
import styles from "./message.module.css";

/** What can be done with a message. */
export function MessageActions({
  message,
  isInThread,
}: {
  readonly message: ShownMessage;
  readonly isInThread: boolean;
}) {
  const live = useLive();
  const shortcuts = useSeen((seen) => seen.workspace?.shortcuts) ?? [];
  const [outcome, setOutcome] = useState<{ readonly says: string; readonly isProblem: boolean }>();
  const { key, channel, ts, isEphemeral } = message;

  const run = async (callbackId: string): Promise<void> => {
    setOutcome(undefined);
    const { problem } = await live.act({ do: "message shortcut", callbackId, channel, ts });
    if (problem !== undefined) setOutcome({ says: problem, isProblem: true });
  };
  const copy = async (): Promise<void> => {
    const link = linkTo(message);
    const isCopied = await isWritten(link);
    setOutcome({ says: isCopied ? "Link copied" : link, isProblem: false });
    if (isCopied) setTimeout(setOutcome, 2500, undefined);
  };
  const entries = [
    ...shortcuts
      .filter(({ type }) => type === "message")
      .map(({ callbackId, name, description }) => ({ name, description, choose: () => void run(callbackId) })),
    { name: "Copy link", choose: () => void copy() },
  ];

  return (
    <>
      <div className={styles.actions}>
        {!isEphemeral && !isInThread && (
          <button
            type="button"
            aria-label="Reply in thread"
            title="Reply in thread"
            onClick={() => goTo({ channel, thread: ts })}
          >
            <Icon name="thread" />
          </button>
        )}
        <button
          type="button"
          aria-label="What went over the wire"
          title="What went over the wire"
          onClick={() => goTo({ ...placeOf(location.hash), channel, wire: key })}
        >
          <Icon name="wire" />
        </button>
        {!isEphemeral && (
          <Menu label="More actions" entries={entries}>
            <Icon name="more" />
          </Menu>
        )}
      </div>
      {outcome && (
        <p
          role={outcome.isProblem ? "alert" : "status"}
          className={outcome.isProblem ? styles.problem : styles.outcome}
        >
          {outcome.says}
        </p>
      )}
    </>
  );
}

/** The address that opens a message in this page. */
function linkTo({ channel, ts, threadTs }: ShownMessage): string {
  return new URL(hrefOf({ channel, message: ts, ...(threadTs && { thread: threadTs }) }), location.href).href;
}

async function isWritten(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No permission, or no clipboard outside of a secure page: the link is shown to be copied by hand.
    return false;
  }
}
