import type { Checkboxes, Option, RadioButtons } from "@slack/types";
import { useId } from "react";
import styles from "../../../page/control/control.module.css";
import { TextObject } from "../mrkdwn/text-object.tsx";
import type { Control } from "./use-control.ts";

interface BoxesProps {
  readonly element: Checkboxes | RadioButtons;
  readonly control: Control;
}

/** Checkboxes or radio buttons. */
export function Boxes({ element, control }: BoxesProps) {
  const name = useId();
  const isRadio = element.type === "radio_buttons";
  const chosen = ([control.value].flat() as readonly (Option | null)[]).map((option) => option?.value);
  const { "aria-invalid": isInvalid, "aria-required": _, "data-focus-first": isFirst, ...group } = control.attributes;
  const change = (option: Option, isOn: boolean) => {
    const on = element.options.filter(({ value }) => (value === option.value ? isOn : chosen.includes(value)));
    const value = isRadio ? option : on;
    control.keep(value);
    control.settle(value);
  };
  return (
    <div className={styles.boxes} role={isRadio ? "radiogroup" : "group"} {...group}>
      {element.options.map((option) => (
        <label key={option.value}>
          <input
            type={isRadio ? "radio" : "checkbox"}
            name={name}
            checked={chosen.includes(option.value)}
            onChange={({ target }) => change(option, target.checked)}
            data-focus-first={isFirst}
            aria-invalid={isInvalid}
          />
          <span>
            <TextObject object={option.text} />
            {option.description && (
              <small>
                <TextObject object={option.description} />
              </small>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
