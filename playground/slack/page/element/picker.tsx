import type { Datepicker, DateTimepicker, Timepicker } from "@slack/types";
import styles from "./element.module.css";
import { fromLocalTime, toLocalTime } from "./local-time.ts";
import type { Control } from "./use-control.ts";
import { useSettleSoon } from "./use-settle-soon.ts";

interface PickerProps {
  readonly element: Datepicker | Timepicker | DateTimepicker;
  readonly control: Control;
}

const types = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" } as const;

/** A date, a time or both, in the browser's own way. */
export function Picker({ element, control }: PickerProps) {
  // While a year is typed every digit is a date.
  const settle = useSettleSoon(control, 800);
  const isBoth = element.type === "datetimepicker";
  return (
    <input
      className={styles.picker}
      type={types[element.type]}
      value={isBoth ? toLocalTime(control.value) : String(control.value ?? "")}
      onChange={({ target }) => {
        const next = isBoth ? fromLocalTime(target.value) : target.value || null;
        control.keep(next);
        settle.soon(next);
      }}
      onBlur={settle.now}
      {...control.attributes}
    />
  );
}
