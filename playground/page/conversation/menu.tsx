import { type ComponentProps, type FocusEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { movedIndex } from "../control/moved-index.ts";
import { Popup } from "../control/popup.tsx";
import { each } from "../each.ts";
import styles from "./menu.module.css";

/** An entry of a menu. */
export interface MenuEntry {
  readonly name: string;
  readonly description?: string;
  readonly choose: () => void;
}

/** A button that opens a menu over everything else; arrows, Home and End go through it, Escape closes. */
export function Menu({
  label,
  entries,
  ...props
}: ComponentProps<"button"> & { readonly label: string; readonly entries: readonly MenuEntry[] }) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (isOpen) document.getElementById(id)?.querySelector("button")?.focus();
  }, [isOpen, id]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== button.current && !currentTarget.contains(relatedTarget)) setOpen(false);
  };
  const choose = (entry: MenuEntry): void => {
    close();
    entry.choose();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!isOpen)}
        {...props}
      />
      {isOpen && (
        <Popup
          anchor={button}
          id={id}
          role="menu"
          aria-label={label}
          onBlur={onBlur}
          onKeyDown={(event) => onMenuKey(event, close)}
        >
          {each(entries, (entry) => (
            <button type="button" role="menuitem" tabIndex={-1} className={styles.item} onClick={() => choose(entry)}>
              {entry.name}
              {entry.description && <small>{entry.description}</small>}
            </button>
          ))}
        </Popup>
      )}
    </>
  );
}

function onMenuKey(event: KeyboardEvent, close: () => void): void {
  const items = [...event.currentTarget.querySelectorAll("button")];
  const next = movedIndex(event.key, items.indexOf(document.activeElement as HTMLButtonElement), items.length);
  if (event.key === "Tab") close();
  if (event.key !== "Escape" && next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (next === undefined) close();
  else items[next]?.focus();
}
