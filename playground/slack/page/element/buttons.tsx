import type { Button, Overflow } from "@slack/types";
import styles from "../../../page/control/control.module.css";
import { Menu } from "../../../page/conversation/menu.tsx";
import { useSeen } from "../../../page/live.ts";
import { goTo } from "../../../page/place.ts";
import { Link, placeOfPermalink } from "../mrkdwn/link.tsx";
import { plainWords } from "../mrkdwn/text-object.tsx";
import type { Control } from "./use-control.ts";

/** A button; one with an address is a link, of which the app is told too. */
export function PushButton({ element, control }: { readonly element: Button; readonly control: Control }) {
  const look = {
    className: styles.button,
    "data-style": element.style,
    onClick: () => control.press({ type: "button" }),
    children: plainWords(element.text),
    ...control.attributes,
  };
  if (element.url) return <Link url={element.url} {...look} />;
  // Disabled outright it would lose the focus, to which a modal that it opens has to return.
  return <button type="button" aria-disabled={control.attributes["aria-busy"]} {...look} />;
}

/** The menu behind ⋯. */
export function OverflowMenu({ element, control }: { readonly element: Overflow; readonly control: Control }) {
  const workspace = useSeen((seen) => seen.workspace);
  const visit = (url: string) => {
    const place = placeOfPermalink(url, workspace);
    if (place === undefined) open(url, "_blank", "noreferrer");
    else goTo(place);
  };
  const entries = element.options.map((option) => ({
    name: plainWords(option.text),
    ...(option.description && { description: plainWords(option.description) }),
    choose: () => {
      if (option.url) visit(option.url);
      control.press({ type: "overflow", selected_option: option });
    },
  }));
  return (
    <Menu label="More options" className={styles.button} entries={entries}>
      <span aria-hidden="true">⋯</span>
    </Menu>
  );
}
