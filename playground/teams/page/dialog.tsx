import { useId, useLayoutEffect, useMemo } from "react";
import control from "../../page/control/control.module.css";
import styles from "../../page/control/dialog.module.css";
import { useDialog } from "../../page/control/use-dialog.ts";
import { Icon } from "../../page/icon.tsx";
import { useSeen } from "../../page/live.ts";
import { useProblem } from "../../page/use-problem.ts";
import type { ShownDialog } from "../desk/protocol.ts";
import { Card } from "./card/card.tsx";
import { useTeams } from "./use-teams.ts";

/** The open dialogs; Teams has one at a time. */
export function Dialogs() {
  const dialogs = useSeen((seen) => seen.overlays) as readonly ShownDialog[];
  return dialogs.map((dialog) => <Dialog key={dialog.id} dialog={dialog} />);
}

function Dialog({ dialog }: { readonly dialog: ShownDialog }) {
  const { id: dialogId, title, card, text } = dialog;
  const live = useTeams();
  const id = useId();
  const surface = useMemo(() => ({ dialogId }), [dialogId]);
  const [problem, setProblem] = useProblem();
  const close = async (): Promise<void> => setProblem((await live.act({ do: "close", dialogId })).problem);
  const native = useDialog(true, () => void close());
  const { ref } = native;
  /** An input rather than a button. */
  const focusFirst = (): void => {
    const parts = ref.current
      ?.querySelector(`.${styles.body}`)
      ?.querySelectorAll<HTMLElement>("input, textarea, select, button");
    const all = [...(parts ?? [])];
    (all.find((part) => part.localName !== "button") ?? all[0])?.focus();
  };
  useLayoutEffect(() => {
    if (text !== undefined) ref.current?.querySelector<HTMLElement>("footer button")?.focus();
  }, [ref, text]);
  return (
    <dialog className={styles.modal} aria-labelledby={`${id}-title`} {...native}>
      {/* Only its buttons send it. */}
      <form noValidate onSubmit={(event) => event.preventDefault()}>
        <header>
          <h2 id={`${id}-title`}>{title}</h2>
          <button type="button" className={styles.icon} aria-label="Dismiss" onClick={() => void close()}>
            <Icon name="close" />
          </button>
        </header>
        <div className={styles.body}>
          {problem && (
            <p role="alert" className={styles.problem}>
              {problem}
            </p>
          )}
          {card && <Card card={card} surface={surface} onDrawn={focusFirst} />}
          {text && <p role="status">{text}</p>}
        </div>
        {!card && (
          <footer>
            <button type="button" className={control.button} onClick={() => void close()}>
              Close
            </button>
          </footer>
        )}
      </form>
    </dialog>
  );
}
