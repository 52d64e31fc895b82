import { Icon } from "../../../page/icon.tsx";
import { useLive, useSeen } from "../live.ts";
import styles from "./composer.module.css";
import { Menu } from "./menu.tsx";

/** What the app can be asked for from anywhere. */
export function ShortcutMenu({ onProblem }: { readonly onProblem: (problem: string | undefined) => void }) {
  const live = useLive();
  const shortcuts = useSeen((seen) => seen.workspace?.shortcuts) ?? [];
  const entries = shortcuts
    .filter(({ type }) => type === "global")
    .map(({ callbackId, name, description }) => ({
      name,
      description,
      choose: () => void live.act({ do: "global shortcut", callbackId }).then(({ problem }) => onProblem(problem)),
    }));
  if (entries.length === 0) return null;
  return (
    <Menu label="Shortcuts" entries={entries} className={styles.shortcuts}>
      <Icon name="plus" />
    </Menu>
  );
}
