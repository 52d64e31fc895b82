import { useEffect, useRef } from "react";
import type { Completion, Suggestion } from "./completion.ts";
import styles from "./composer.module.css";

/** What can be taken in the place of what is being typed, above the field. */
export function Suggestions(props: {
  readonly id: string;
  readonly completion: Completion;
  readonly active: number;
  readonly onPoint: (index: number) => void;
  readonly onTake: (suggestion: Suggestion) => void;
}) {
  const { id, completion, active, onPoint, onTake } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  if (completion.notice !== undefined)
    return (
      <p role="status" className={styles.suggestions}>
        {completion.notice}
      </p>
    );
  return (
    <div ref={list} id={id} role="listbox" aria-label="Suggestions" className={styles.suggestions}>
      {completion.suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the focus and handles the keys.
        <div
          key={suggestion.insert}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={styles.suggestion}
          // The text field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onMouseMove={() => index !== active && onPoint(index)}
          onClick={() => onTake(suggestion)}
        >
          <span>{suggestion.label}</span> <small>{suggestion.detail}</small>
        </div>
      ))}
    </div>
  );
}
