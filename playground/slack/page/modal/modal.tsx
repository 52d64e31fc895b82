import type { KnownBlock } from "@slack/types";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo } from "react";
import { Icon } from "../../../page/icon.tsx";
import type { ShownView } from "../../desk/protocol.ts";
import { Blocks } from "../block/blocks.tsx";
import elementStyles from "../element/element.module.css";
import { FormContext } from "../element/form.ts";
import { useDialog } from "../element/use-dialog.ts";
import styles from "./modal.module.css";
import { useDraft } from "./use-draft.ts";

interface ModalProps {
  readonly view: ShownView;
  readonly isTop: boolean;
  /** Whether another modal is below it. */
  readonly isPushed: boolean;
}

const inputs = "input, textarea, select";
/** Where the focus goes: to the likeliest button, or rather the first input, or rather where the app wants it. */
const goals = ["footer button:last-child", `.${styles.body} :is(${inputs})`, "[data-focus-first]"];

function focusIn(dialog: HTMLElement | null): void {
  if (dialog?.querySelector(`:is(.${styles.body}, footer) :focus`)) return;
  for (const selector of goals) dialog?.querySelector<HTMLElement>(selector)?.focus();
}

/** One modal. */
export function Modal({ view, isTop, isPushed }: ModalProps) {
  const id = useId();
  const { form, refusals, isPending, problem, submit, close } = useDraft(view);
  const dialog = useDialog(isTop, () => void close(false));
  const { ref } = dialog;
  const surface = useMemo(() => ({ viewId: view.id }), [view.id]);

  // What had the focus may be gone with an update: then it starts again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after every update
  useLayoutEffect(() => {
    if (isTop) focusIn(ref.current);
  }, [isTop, ref, view.blocks]);
  useEffect(() => {
    if (refusals > 0) ref.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [refusals, ref]);

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
          if (view.submit !== null) void submit();
        }}
      >
        <header>
          {isPushed && (
            <button type="button" className={styles.icon} aria-label="Back" onClick={() => void close(false)}>
              <Icon name="back" />
            </button>
          )}
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
            <Blocks blocks={view.blocks as unknown as readonly KnownBlock[]} surface={surface} />
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
