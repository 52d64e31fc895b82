import type { Button } from "@slack/types";
import type { Json } from "../../world.ts";
import { plainWords } from "../mrkdwn/text-object.tsx";
import { Anchor } from "./anchor.tsx";
import styles from "./element.module.css";
import type { Control } from "./use-control.ts";

/** A button; one with an address is a link, of which the app is told too. */
export function PushButton({ element, control }: { readonly element: Button; readonly control: Control }) {
  const { confirm: _confirm, accessibility_label: label, action_id: _id, ...action } = element;
  const look = {
    className: styles.button,
    "data-style": element.style,
    "aria-label": label,
    onClick: () => control.press(action as unknown as Json),
    children: plainWords(element.text),
    ...control.attributes,
  };
  if (element.url) return <Anchor url={element.url} {...look} />;
  // Disabled outright it would lose the focus, to which a modal that it opens has to return.
  return <button type="button" aria-disabled={control.isPending || undefined} {...look} />;
}
