import { Boxes } from "./boxes.tsx";
import { Confirmation } from "./confirmation.tsx";
import styles from "./element.module.css";
import { OverflowMenu } from "./overflow-menu.tsx";
import { Picker } from "./picker.tsx";
import { PushButton } from "./push-button.tsx";
import { SelectMenu } from "./select-menu.tsx";
import type { Surface } from "./surface.ts";
import { TextInput } from "./text-input.tsx";
import { type AnyElement, type Control, type Interactive, useControl } from "./use-control.ts";

interface ElementProps<Type = AnyElement> {
  readonly element: Type;
  readonly blockId: string;
  readonly surface: Surface;
}

/** Any element of a block. In a message it tells the app at once; in an input of a modal when the form is sent. */
export function Element({ element, blockId, surface }: ElementProps) {
  if (element.type === "image")
    return (
      <img
        className={styles.image}
        src={"image_url" in element ? element.image_url : undefined}
        alt={element.alt_text}
        loading="lazy"
      />
    );
  return <Used element={element} blockId={blockId} surface={surface} />;
}

function Used({ element, blockId, surface }: ElementProps<Interactive>) {
  const control = useControl(element, blockId, surface);
  return (
    <>
      {drawn(element, control)}
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
    case "datepicker":
    case "timepicker":
    case "datetimepicker":
      return <Picker element={element} control={control} />;
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return <TextInput element={element} control={control} />;
    case "file_input":
      return <p className={styles.quiet}>Files cannot be uploaded in the simulated Slack.</p>;
    case "rich_text_input":
    case "workflow_button":
      // The simulated platform refuses them: no app that it accepts sends one.
      return null;
    default:
      return <SelectMenu element={element} control={control} />;
  }
}
