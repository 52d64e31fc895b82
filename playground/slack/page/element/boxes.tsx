import type { Checkboxes, Option, RadioButtons } from "@slack/types";
import { useContext, useId } from "react";
import { TextObject } from "../mrkdwn/text-object.tsx";
import styles from "./element.module.css";
import { InputContext } from "./form.ts";
import type { Control } from "./use-control.ts";

interface BoxesProps {
  readonly element: Checkboxes | RadioButtons;
  readonly control: Control;
}

/** Checkboxes or radio buttons. */
export function Boxes({ element, control }: BoxesProps) {
  const name = useId();
  const input = useContext(InputContext);
  const isRadio = element.type === "radio_buttons";
  const chosen = ([control.value].flat() as readonly (Option | null)[]).map((option) => option?.value);
  const { attributes } = control;
  const group = {
    role: isRadio ? "radiogroup" : "group",
    "aria-label": attributes["aria-label"],
    "aria-labelledby": input?.labelId,
    "aria-describedby": attributes["aria-describedby"],
    "aria-busy": attributes["aria-busy"],
  };
  const change = (option: Option, isOn: boolean) => {
    const on = element.options.filter(({ value }) => (value === option.value ? isOn : chosen.includes(value)));
    const value = isRadio ? option : on;
    control.keep(value);
    control.settle(value);
  };
  return (
    <div className={styles.boxes} {...group}>
      {element.options.map((option, index) => (
        <label key={option.value}>
          <input
            type={isRadio ? "radio" : "checkbox"}
            name={name}
            checked={chosen.includes(option.value)}
            onChange={({ target }) => change(option, target.checked)}
            data-focus-first={index === 0 ? attributes["data-focus-first"] : undefined}
            aria-invalid={attributes["aria-invalid"]}
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
