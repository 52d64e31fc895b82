import type { Datepicker, EmailInput, NumberInput, PlainTextInput, Timepicker, URLInput } from "@slack/types";
import type { KeyboardEvent } from "react";
import styles from "../../../page/control/control.module.css";
import { plainWords } from "../mrkdwn/text-object.tsx";
import type { Control } from "./use-control.ts";

const kinds = {
  plain_text_input: {},
  email_text_input: { type: "email", autoComplete: "email" },
  url_text_input: { type: "url" },
  number_input: { inputMode: "decimal" },
  datepicker: { type: "date" },
  timepicker: { type: "time" },
} as const;

interface TextInputProps {
  readonly element: PlainTextInput | EmailInput | URLInput | NumberInput | Datepicker | Timepicker;
  readonly control: Control;
}

/** A text, a number, an address, a date or a time to be typed. */
export function TextInput({ element, control }: TextInputProps) {
  // The others have fewer properties.
  const { placeholder, multiline, max_length: most = 3000, dispatch_action_config: config } = element as PlainTextInput;
  const when = config?.trigger_actions_on ?? ["on_enter_pressed"];
  const value = String(control.value ?? "");
  const left = most - value.length;
  const common = {
    className: styles.text,
    value,
    placeholder: placeholder && plainWords(placeholder),
    onChange: ({ target }: { readonly target: { readonly value: string } }) => {
      control.keep(target.value || null);
      if (when.includes("on_character_entered")) control.settle(target.value || null);
    },
    ...control.attributes,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !control.isTold || !when.includes("on_enter_pressed")) return;
    // The app is told; the form is not sent by the same key.
    event.preventDefault();
    control.settle(control.value);
  };
  // While a date is typed every digit makes another one: the last counts.
  const onBlur = () => element.type.endsWith("picker") && control.settle(control.value);
  return (
    <>
      {multiline ? (
        <textarea rows={4} {...common} />
      ) : (
        <input {...kinds[element.type]} {...common} onKeyDown={onKeyDown} onBlur={onBlur} />
      )}
      {left < most / 5 && (
        <p className={styles.counter} data-is-over={left < 0 || undefined}>
          {left < 0 ? `${-left} too many` : `${left} left`}
        </p>
      )}
    </>
  );
}
