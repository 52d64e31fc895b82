import styles from "../../../page/control/control.module.css";
import { Boxes } from "./boxes.tsx";
import { OverflowMenu, PushButton } from "./buttons.tsx";
import { Confirmation } from "./confirmation.tsx";
import { SlackSelect } from "./slack-select.tsx";
import { TextInput } from "./text-input.tsx";
import { type Control, type ElementProps, type Interactive, useControl } from "./use-control.ts";

/** An element of a block. In a message it tells the app at once; in an input of a modal when the form is sent. */
export function Element(props: ElementProps) {
  const control = useControl(props);
  return (
    <>
      {drawn(props.element, control)}
      {control.problem !== undefined && (
        <p role="alert" className={styles.problem}>
          {control.problem}
        </p>
      )}
      {control.question && <Confirmation {...control.question} />}
    </>
  );
}

function drawn(element: Interactive, control: Control) {
  switch (element.type) {
    case "button":
      return <PushButton element={element} control={control} />;
    case "overflow":
      return <OverflowMenu element={element} control={control} />;
    case "checkboxes":
    case "radio_buttons":
      return <Boxes element={element} control={control} />;
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
    case "datepicker":
    case "timepicker":
      return <TextInput element={element} control={control} />;
    case "static_select":
    case "external_select":
    case "users_select":
    case "multi_static_select":
    case "multi_external_select":
    case "multi_users_select":
      return <SlackSelect element={element} control={control} />;
    default:
      return <p className={styles.quiet}>This page does not draw “{element.type}” elements.</p>;
  }
}
