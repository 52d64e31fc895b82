import { type KeyboardEvent, useId, useLayoutEffect } from "react";
import elementStyles from "../../../page/control/control.module.css";
import styles from "../../../page/control/dialog.module.css";
import { useDialog } from "../../../page/control/use-dialog.ts";
import { Icon } from "../../../page/icon.tsx";
import { useSeen } from "../../../page/live.ts";
import type { ShownView } from "../../desk/protocol.ts";
import { Blocks } from "../block/blocks.tsx";
import { FormContext } from "../element/form.ts";
import { useDraft } from "./use-draft.ts";

/** The open modals: the top one is shown, those below keep what was typed in them. */
export function Modals() {
  const views = useSeen((seen) => seen.overlays) as readonly ShownView[];
  return views.map((view, index) => <Modal key={view.id} view={view} isTop={index === views.length - 1} />);
}

/** Where the focus goes: to the likeliest button, or rather the first input, or rather where the app wants it. */
const goals = ["footer button:last-child", `.${styles.body} :is(input, textarea)`, "[data-focus-first]"];

function Modal({ view, isTop }: { readonly view: ShownView; readonly isTop: boolean }) {
  const id = useId();
  const { form, isPending, problem, submit, close } = useDraft(view);
  const dialog = useDialog(isTop, () => void close(false));
  const { ref } = dialog;

  // What had the focus may be gone with an update: then it starts again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after every update
  useLayoutEffect(() => {
    if (!isTop || ref.current?.querySelector(`:is(.${styles.body}, footer) :focus`)) return;
    for (const goal of goals) ref.current?.querySelector<HTMLElement>(goal)?.focus();
  }, [isTop, ref, view.blocks]);

  const send = async () => {
    if (view.submit === null) return;
    await submit();
    ref.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    const isTyped = (event.target as HTMLElement).matches("input, textarea");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && isTyped) event.currentTarget.requestSubmit();
  };
  return (
    <dialog className={styles.modal} aria-labelledby={`${id}-title`} {...dialog}>
      <form
        noValidate
        aria-busy={isPending}
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <header>
          <h2 id={`${id}-title`}>{view.title.text}</h2>
          <button type="button" className={styles.icon} aria-label="Dismiss" onClick={() => void close(true)}>
            <Icon name="close" />
          </button>
        </header>
        <div className={styles.body}>
          {problem !== undefined && (
            <p role="alert" className={styles.problem}>
              {problem}
            </p>
          )}
          <FormContext value={form}>
            <Blocks blocks={view.blocks} surface={{ viewId: view.id }} />
          </FormContext>
        </div>
        <footer>
          <button type="button" className={elementStyles.button} onClick={() => void close(false)}>
            {view.close?.text ?? (view.submit ? "Cancel" : "Close")}
          </button>
          {view.submit && (
            <button
              type="submit"
              className={elementStyles.button}
              data-style="primary"
              aria-disabled={isPending || undefined}
              aria-busy={isPending || undefined}
            >
              {view.submit.text}
            </button>
          )}
        </footer>
      </form>
    </dialog>
  );
}
