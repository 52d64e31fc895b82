import { Mark } from "../../../page/icon.tsx";
import type { ShownPerson } from "../../desk/protocol.ts";
import styles from "./avatar.module.css";

/** Somebody's picture: initials on a tint of their own; the app's is its mark. */
export function Avatar({ person, size = 36 }: { readonly person: ShownPerson; readonly size?: number }) {
  if (person.isApp) return <Mark size={size} />;
  return (
    <span
      aria-hidden="true"
      className={styles.avatar}
      style={{ inlineSize: size, blockSize: size, fontSize: size * 0.4, ["--hue" as string]: hueOf(person.id) }}
    >
      {initialsOf(person.realName)}
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "").join("");
}

function hueOf(id: string): number {
  return [...id].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
}
