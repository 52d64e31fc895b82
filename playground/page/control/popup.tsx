import { type ComponentProps, type RefObject, useLayoutEffect, useRef } from "react";
import styles from "./control.module.css";

/** A list that opens over everything, beside what it belongs to. */
export function Popup({
  anchor,
  ...props
}: ComponentProps<"div"> & { readonly anchor: RefObject<HTMLElement | null> }) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { style } = anchor.current ?? document.body;
    // Only one is open at a time.
    style.setProperty("anchor-name", "--popup");
    ref.current?.showPopover();
    // Pressing in it leaves the focus where it is.
    ref.current?.addEventListener("mousedown", (event) => event.preventDefault());
    return () => void style.removeProperty("anchor-name");
  }, [anchor]);
  return <div ref={ref} popover="manual" className={styles.popup} {...props} />;
}
