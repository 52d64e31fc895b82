import type { MouseEvent, ReactNode, RefObject } from "react";
import { Icon, Mark } from "../icon.tsx";
import style from "./frame.module.css";

interface DrawerProps {
  /** Set where it is a dialog that slides in; else it stands at the left for good. */
  readonly dialog: RefObject<HTMLDialogElement | null> | undefined;
  readonly children: ReactNode;
}

/** The left column; a drawer closes once something was chosen. */
export function Drawer({ dialog, children }: DrawerProps) {
  const content = (
    <>
      <div className={style["brand"]}>
        <Mark />
        <span>
          <strong>Callboard</strong> playground
        </span>
        {dialog && (
          <form method="dialog">
            <button type="submit" className={style["tool"]} aria-label="Close conversations">
              <Icon name="close" />
            </button>
          </form>
        )}
      </div>
      <div className={style["list"]}>{children}</div>
    </>
  );
  if (dialog === undefined)
    return (
      <section className={style["nav"]} aria-label="Workspace">
        {content}
      </section>
    );
  // The veil counts as the dialog itself.
  const closeOnChoice = ({ target, currentTarget }: MouseEvent<HTMLDialogElement>): void => {
    if (target === currentTarget || (target as Element).closest("a") !== null) currentTarget.close();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes every dialog.
    <dialog ref={dialog} className={style["nav"]} aria-label="Workspace" onClick={closeOnChoice}>
      {content}
    </dialog>
  );
}
