import type { EmailInput, NumberInput, PlainTextInput, URLInput } from "@slack/types";
import type { KeyboardEvent } from "react";
import { plainWords } from "../mrkdwn/text-object.tsx";
import styles from "./element.module.css";
import type { Control } from "./use-control.ts";
import { useSettleSoon } from "./use-settle-soon.ts";

type AnyTextInput = PlainTextInput | EmailInput | URLInput | NumberInput;

const kinds = {
  plain_text_input: {},
  email_text_input: { type: "email", autoComplete: "email" },
  url_text_input: { type: "url" },
  number_input: { inputMode: "decimal" },
} as const;

/** A text, a number or an address to be typed. */
export function TextInput({ element, control }: { readonly element: AnyTextInput; readonly control: Control }) {
  const settle = useSettleSoon(control, 300);
  const value = typeof control.value === "string" ? control.value : "";
  const when = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const common = {
    className: styles.text,
    value,
    placeholder: element.placeholder && plainWords(element.placeholder),
    onChange: ({ target }: { readonly target: { readonly value: string } }) => {
      const next = target.value === "" ? null : target.value;
      control.keep(next);
      if (control.isTold && when.includes("on_character_entered")) settle.soon(next);
    },
    ...control.attributes,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !control.isTold || !when.includes("on_enter_pressed")) return;
    // The app is told; the form is not sent by the same key.
    event.preventDefault();
    control.settle(control.value);
  };
  if (element.type !== "plain_text_input") return <input {...kinds[element.type]} {...common} onKeyDown={onKeyDown} />;
  return (
    <>
      {element.multiline ? <textarea rows={4} {...common} /> : <input {...common} onKeyDown={onKeyDown} />}
      <Counter length={value.length} least={element.min_length ?? 0} most={element.max_length ?? 3000} />
    </>
  );
}

/** Says how much may be typed when that comes near, and how much has to be. */
function Counter(counted: { readonly length: number; readonly least: number; readonly most: number }) {
  const { length, least, most } = counted;
  if (length > 0 && length < least) return <p className={styles.counter}>{`${least - length} more to type`}</p>;
  if (length < most * 0.8) return null;
  return (
    <p className={styles.counter} data-is-over={length > most || undefined}>
      {length > most ? `${length - most} too many` : `${most - length} left`}
    </p>
  );
}
