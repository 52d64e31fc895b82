import { type RefObject, useEffect } from "react";
import type { Choice } from "./choice.ts";
import styles from "./element.module.css";
import { Popup } from "./popup.tsx";
import type { SelectInUse } from "./use-select.ts";

interface SelectListProps {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly id: string;
  readonly select: SelectInUse;
}

/** The lines of an open menu. */
export function SelectList({ anchor, id, select }: SelectListProps) {
  const { active, choices, isMulti } = select;
  const note = select.isFull ? "No more can be chosen." : choices.note;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the note leaves less room
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [id, active, note]);
  return (
    <Popup anchor={anchor} data-is-list="">
      <div id={id} role="listbox" aria-label="Choices" aria-multiselectable={isMulti} aria-busy={choices.isLoading}>
        {inGroups(choices.offered).map(({ group, lines }) => (
          <div
            key={group ?? ""}
            {...(group === undefined ? { role: "presentation" } : { role: "group", "aria-label": group })}
          >
            {group !== undefined && (
              <div role="presentation" className={styles.group}>
                {group}
              </div>
            )}
            {lines.map(([choice, index]) => (
              <Line key={index} id={`${id}-${index}`} choice={choice} isActive={index === active} select={select} />
            ))}
          </div>
        ))}
      </div>
      <p role="status" className={styles.note}>
        {note}
      </p>
    </Popup>
  );
}

interface LineProps {
  readonly id: string;
  readonly choice: Choice;
  readonly isActive: boolean;
  readonly select: SelectInUse;
}

/** The keys are the input's: a line is never focused. */
function Line({ id, choice, isActive, select }: LineProps) {
  const isChosen = select.chosen.some((one) => one.id === choice.id);
  const isClosed = select.choices.isLoading || (select.isFull && !isChosen);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the input has the keys and the focus
    <div
      id={id}
      role="option"
      className={styles.item}
      aria-selected={isChosen}
      aria-disabled={isClosed || undefined}
      data-is-active={isActive || undefined}
      onClick={() => {
        if (!isClosed) select.take(choice);
      }}
    >
      {choice.label}
      {choice.about && <small>{choice.about}</small>}
    </div>
  );
}

/** Lines with their places, those under one heading together. */
function inGroups(choices: readonly Choice[]) {
  const groups = new Map<string | undefined, [Choice, number][]>();
  for (const [index, choice] of choices.entries())
    groups.set(choice.group, [...(groups.get(choice.group) ?? []), [choice, index]]);
  return [...groups].map(([group, lines]) => ({ group, lines }));
}
