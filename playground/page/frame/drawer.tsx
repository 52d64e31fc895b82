import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef } from "react";
import { Icon, Mark } from "../icon.tsx";
import { usePlace } from "../place.ts";
import style from "./frame.module.css";

interface DrawerProps {
  /** Whether it is a drawer at all; else it stands at the left for good. */
  readonly isDrawer: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The left column; on small screens a dialog that slides in and closes once something was chosen. */
export function Drawer({ isDrawer, isOpen, onClose, children }: DrawerProps) {
  const closing = useRef<HTMLButtonElement>(null);
  const { channel } = usePlace();
  const isShown = isDrawer && isOpen;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes when the conversation changes, not when the caller renders.
  useEffect(onClose, [channel]);
  useEffect(() => {
    if (isShown) closing.current?.focus();
  }, [isShown]);
  const closeOnChoice = ({ target }: MouseEvent): void => {
    if (isShown && target instanceof Element && target.closest("a") !== null) onClose();
  };
  const closeOnEscape = ({ key }: KeyboardEvent): void => {
    if (isShown && key === "Escape") onClose();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for pointers; Escape and the button close it too. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above. */}
      {isShown && <div className={style["veil"]} onClick={onClose} />}
      <section
        className={style["nav"]}
        aria-label="Workspace"
        {...(isShown && { role: "dialog", "aria-modal": true })}
        inert={isDrawer && !isOpen}
        data-open={isOpen}
        onClick={closeOnChoice}
        onKeyDown={closeOnEscape}
      >
        <p className={style["brand"]}>
          <Mark />
          <span>
            <strong>Callboard</strong> playground
          </span>
          <button
            ref={closing}
            type="button"
            className={style["tool"]}
            aria-label="Close conversations"
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </p>
        <div className={style["list"]}>{children}</div>
      </section>
    </>
  );
}
