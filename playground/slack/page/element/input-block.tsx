import type { InputBlock as SlackInputBlock } from "@slack/types";
import { useContext, useId } from "react";
import styles from "../../../page/control/control.module.css";
import { plainWords } from "../mrkdwn/text-object.tsx";
import { Element } from "./element.tsx";
import { FormContext } from "./form.ts";
import type { Surface } from "./surface.ts";

/** An input with its label, its hint and what is wrong with it. */
export function InputBlock({ block, surface }: { readonly block: SlackInputBlock; readonly surface: Surface }) {
  const id = useId();
  const { block_id: blockId = "", element, hint, optional = false, dispatch_action: isTold = false } = block;
  const error = useContext(FormContext)?.errors[blockId];
  const isGroup = element.type === "checkboxes" || element.type === "radio_buttons";
  const attributes = {
    id,
    "aria-labelledby": `${id}-label`,
    "aria-describedby": [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined,
    "aria-invalid": error !== undefined || undefined,
    "aria-required": !optional || undefined,
  };
  return (
    <div className={styles.input}>
      <div className={styles.label}>
        <label id={`${id}-label`} htmlFor={isGroup ? undefined : id}>
          {plainWords(block.label)}
        </label>
        {optional && <small>optional</small>}
      </div>
      <Element element={element} blockId={blockId} surface={surface} input={{ attributes, isTold }} />
      {error !== undefined && (
        <p id={`${id}-error`} className={styles.problem}>
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className={styles.quiet}>
          {plainWords(hint)}
        </p>
      )}
    </div>
  );
}
