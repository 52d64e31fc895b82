import { useId, useRef } from "react";
import { Icon } from "../icon.tsx";
import styles from "./control.module.css";
import { SelectList } from "./select-list.tsx";
import { type Choice, onSelectKey, type SelectSource, useSelect } from "./use-select.ts";

/** A menu of one or several choices, found by typing. */
export function SelectMenu<Option extends Choice>({ source }: { readonly source: SelectSource<Option> }) {
  const select = useSelect(source);
  const { isMulti, isOpen, active, chosen } = select;
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  return (
    <div ref={box} className={styles.select}>
      {isMulti && chosen.length > 0 && (
        <ul className={styles.chips}>
          {chosen.map((option) => (
            <li key={option.value}>
              {option.label}
              <button type="button" aria-label={`Remove ${option.label}`} onClick={() => select.drop(option)}>
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
        placeholder={source.placeholder}
        value={select.text}
        onChange={({ target }) => select.type(target.value)}
        onClick={select.open}
        onFocus={({ target }) => target.select()}
        onBlur={select.close}
        onKeyDown={(event) => onSelectKey(event, select)}
        {...source.attributes}
      />
      <Icon name="down" size={14} />
      {isOpen && <SelectList anchor={box} id={id} select={select} />}
    </div>
  );
}
