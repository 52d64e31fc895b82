import { useEffect, useId, useRef } from "react";
import { Icon } from "../../../page/icon.tsx";
import { plainWords } from "../mrkdwn/text-object.tsx";
import type { AnySelect } from "./choice.ts";
import styles from "./element.module.css";
import { SelectList } from "./select-list.tsx";
import type { Control } from "./use-control.ts";
import { onSelectKey, useSelect } from "./use-select.ts";

/** A menu of one or several choices, found by typing. */
export function SelectMenu({ element, control }: { readonly element: AnySelect; readonly control: Control }) {
  const select = useSelect(element, control);
  const { isMulti, isOpen, active, chosen } = select;
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (isOpen) box.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  return (
    <div ref={box} className={styles.select}>
      {isMulti && chosen.length > 0 && (
        <ul className={styles.chips}>
          {chosen.map((choice) => (
            <li key={choice.id}>
              {choice.label}
              <button type="button" aria-label={`Remove ${choice.label}`} onClick={() => select.drop(choice.id)}>
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
        value={select.typed ?? (isMulti ? "" : (chosen[0]?.label ?? ""))}
        onChange={({ target }) => select.type(target.value)}
        onClick={select.open}
        onFocus={({ target }) => target.select()}
        onBlur={select.leave}
        onKeyDown={(event) => onSelectKey(event, select)}
        {...control.attributes}
      />
      <Icon name="down" size={14} />
      {isOpen && <SelectList anchor={box} id={id} select={select} />}
    </div>
  );
}
