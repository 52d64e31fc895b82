import type { ShownPerson } from "../../desk/protocol.ts";
import { Mark } from "../icon.tsx";
import styles from "./avatar.module.css";

/** Somebody's picture: initials on a tint of their own; the app's is its mark. */
export function Avatar({ person, size = 36 }: { readonly person: ShownPerson; readonly size?: number }) {
  if (person.isApp) return <Mark size={size} />;
  const initials = person.realName.match(/(?<!\S)\S/gu) ?? [];
  const hue = [...person.id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  return (
    <span
      aria-hidden="true"
      className={styles.avatar}
      style={{ inlineSize: size, blockSize: size, fontSize: size * 0.4, ["--hue" as string]: hue }}
    >
      {initials[0]}
      {initials.slice(1).at(-1)}
    </span>
  );
}
