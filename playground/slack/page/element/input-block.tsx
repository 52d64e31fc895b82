import type { InputBlock as SlackInputBlock } from "@slack/types";
import { useContext, useId } from "react";
import { plainWords } from "../mrkdwn/text-object.tsx";
import styles from "./element.module.css";
import { Element } from "./element.tsx";
import { FormContext, InputContext } from "./form.ts";
import type { Surface } from "./surface.ts";

/** An input with its label, its hint and what is wrong with it. */
export function InputBlock({ block, surface }: { readonly block: SlackInputBlock; readonly surface: Surface }) {
  const id = useId();
  const blockId = block.block_id ?? "";
  const error = useContext(FormContext)?.errors[blockId];
  const isOptional = block.optional === true;
  const input = {
    inputId: id,
    labelId: `${id}-label`,
    describedBy: [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ") || undefined,
    isInvalid: error !== undefined,
    isRequired: !isOptional,
    isTold: block.dispatch_action === true,
  };
  const label = plainWords(block.label);
  const isGroup = block.element.type === "checkboxes" || block.element.type === "radio_buttons";
  return (
    <div className={styles.input}>
      <div className={styles.label}>
        {isGroup ? (
          <span id={input.labelId}>{label}</span>
        ) : (
          <label id={input.labelId} htmlFor={id}>
            {label}
          </label>
        )}
        {isOptional && <small>optional</small>}
      </div>
      <InputContext value={input}>
        <Element element={block.element} blockId={blockId} surface={surface} />
      </InputContext>
      {error !== undefined && (
        <p id={`${id}-error`} className={styles.problem}>
          {error}
        </p>
      )}
      {block.hint && (
        <p id={`${id}-hint`} className={styles.quiet}>
          {plainWords(block.hint)}
        </p>
      )}
    </div>
  );
}
