import { type MouseEvent, type ReactNode, useState } from "react";
import { flushSync } from "react-dom";
import styles from "./message.module.css";

/** Shows the beginning of what is long, and the rest on demand. */
export function Folded({ children }: { readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const toggle = ({ currentTarget }: MouseEvent<HTMLElement>): void => {
    flushSync(() => setOpen(!isOpen));
    // The list is kept at its end: without this one would stand where the message ends.
    currentTarget.closest("article")?.scrollIntoView({ block: "start" });
  };
  return (
    <>
      <div className={isOpen ? undefined : styles.folded}>{children}</div>
      <button type="button" className={styles.fold} aria-expanded={isOpen} onClick={toggle}>
        {isOpen ? "Show less" : "Show more"}
      </button>
    </>
  );
}
