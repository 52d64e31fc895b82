import type { ComponentProps } from "react";
import { Icon, type IconName } from "../icon.tsx";
import styles from "./icon-button.module.css";

/** A button that shows an icon; its name is said, and shown to whoever points at it. */
export function IconButton({
  icon,
  label,
  ...props
}: ComponentProps<"button"> & { readonly icon: IconName; readonly label: string }) {
  return (
    <button type="button" aria-label={label} title={label} className={styles.icon} {...props}>
      <Icon name={icon} />
    </button>
  );
}
