import { useId, useRef } from "react";
import styles from "../../../page/control/control.module.css";
import { Icon } from "../../../page/icon.tsx";
import { plainWords } from "../mrkdwn/text-object.tsx";
import { SelectList } from "./select-list.tsx";
import type { AnySelect } from "./select-options.ts";
import type { Control } from "./use-control.ts";
import { onSelectKey, useSelect } from "./use-select.ts";

/** A menu of one or several choices, found by typing. */
export function SelectMenu({ element, control }: { readonly element: AnySelect; readonly control: Control }) {
  const select = useSelect(element, control);
  const { isMulti, isOpen, active, chosen } = select;
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  return (
    <div ref={box} className={styles.select}>
      {isMulti && chosen.length > 0 && (
        <ul className={styles.chips}>
          {chosen.map((option) => (
            <li key={option.value}>
              {plainWords(option.text)}
              <button
                type="button"
                aria-label={`Remove ${plainWords(option.text)}`}
                onClick={() => select.drop(option)}
              >
                <Icon name="close" size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-activedescendant={isOpen && active >= 0 ? `${id}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={element.placeholder ? plainWords(element.placeholder) : "Choose"}
        value={select.text}
        onChange={({ target }) => select.type(target.value)}
        onClick={select.open}
        onFocus={({ target }) => target.select()}
        onBlur={select.close}
        onKeyDown={(event) => onSelectKey(event, select)}
        {...control.attributes}
      />
      <Icon name="down" size={14} />
      {isOpen && <SelectList anchor={box} id={id} select={select} />}
    </div>
  );
}
