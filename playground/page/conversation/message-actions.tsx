import { useState } from "react";
import type { ShownMessage } from "../../desk/protocol.ts";
import { Icon } from "../icon.tsx";
import { useLive, useSeen } from "../live.ts";
import { goTo, hrefOf, placeOf } from "../place.ts";
import { useProblem } from "../use-problem.ts";
import icon from "./icon-button.module.css";
import { IconButton } from "./icon-button.tsx";
import { Menu } from "./menu.tsx";
import styles from "./message.module.css";

/** What can be done with a message. */
export function MessageActions(props: { readonly message: ShownMessage; readonly hasThread: boolean }) {
  const { key, channel, ts, threadTs: thread = "", isEphemeral } = props.message;
  const live = useLive();
  const shortcuts = useSeen((seen) => seen.workspace?.shortcuts) ?? [];
  const [outcome, setOutcome] = useState<string>();
  const [problem, setProblem] = useProblem();

  const run = async (callbackId: string): Promise<void> => {
    setProblem(undefined);
    setProblem((await live.act({ do: "message shortcut", callbackId, channel, ts })).problem);
  };
  const copy = async (): Promise<void> => {
    const link = new URL(hrefOf({ channel, message: ts, thread }), location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      setOutcome("Link copied");
      setTimeout(setOutcome, 2500, undefined);
    } catch {
      // No permission, or no clipboard outside of a secure page: to be copied by hand.
      setOutcome(link);
    }
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
        {!isEphemeral && props.hasThread && (
          <IconButton icon="thread" label="Reply in thread" onClick={() => goTo({ channel, thread: ts })} />
        )}
        <IconButton
          icon="wire"
          label="What went over the wire"
          onClick={() => goTo({ ...placeOf(location.hash), channel, wire: key })}
        />
        {!isEphemeral && (
          <Menu label="More actions" entries={entries} className={icon.icon}>
            <Icon name="more" />
          </Menu>
        )}
      </div>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {outcome && (
        <p role="status" className={styles.foot}>
          {outcome}
        </p>
      )}
    </>
  );
}
