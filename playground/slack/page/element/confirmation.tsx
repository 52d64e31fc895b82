import type { ConfirmationDialog } from "@slack/types";
import { useId } from "react";
import styles from "../../../page/control/control.module.css";
import { useDialog } from "../../../page/control/use-dialog.ts";
import { TextObject } from "../mrkdwn/text-object.tsx";

interface ConfirmationProps {
  readonly confirm: ConfirmationDialog;
  readonly answer: (isYes: boolean) => void;
}

/** Asks before an action counts. */
export function Confirmation({ confirm, answer }: ConfirmationProps) {
  const id = useId();
  const dialog = useDialog(true, () => answer(false));
  return (
    <dialog className={styles.confirmation} aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`} {...dialog}>
      <h2 id={`${id}-title`}>{confirm.title?.text ?? "Are you sure?"}</h2>
      <div id={`${id}-text`}>
        <TextObject object={confirm.text} />
      </div>
      <div className={styles.answers}>
        <button type="button" className={styles.button} onClick={() => answer(false)}>
          {confirm.deny?.text ?? "Cancel"}
        </button>
        <button
          type="button"
          className={styles.button}
          data-style={confirm.style ?? "primary"}
          data-is-filled=""
          onClick={() => answer(true)}
        >
          {confirm.confirm?.text ?? "Yes"}
        </button>
      </div>
    </dialog>
  );
}
