import { type RefObject, useEffect } from "react";
import { each } from "../each.ts";
import styles from "./control.module.css";
import { Popup } from "./popup.tsx";
import type { Choice, SelectInUse } from "./use-select.ts";

interface SelectListProps<Option extends Choice> {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly id: string;
  readonly select: SelectInUse<Option>;
}

/** The lines of an open menu. The keys are the input's: a line is never focused. */
export function SelectList<Option extends Choice>({ anchor, id, select }: SelectListProps<Option>) {
  const { active, offered, isChosen, isFull } = select;
  useEffect(() => document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" }));
  return (
    <Popup anchor={anchor} data-is-list="">
      <div
        id={id}
        role="listbox"
        aria-label="Choices"
        aria-multiselectable={select.isMulti}
        aria-busy={select.isLoading}
      >
        {each(offered, (option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the input has the keys and the focus
          <div
            id={`${id}-${index}`}
            role="option"
            className={styles.item}
            aria-selected={isChosen(option)}
            aria-disabled={(isFull && !isChosen(option)) || undefined}
            data-is-active={index === active || undefined}
            // Not where the list scrolls below a pointer that rests.
            onMouseMove={() => index !== active && select.move(index)}
            onClick={() => select.take(option)}
          >
            {option.label}
            {option.detail && <small>{option.detail}</small>}
          </div>
        ))}
      </div>
      <p role="status" className={styles.note}>
        {select.note}
      </p>
    </Popup>
  );
}
