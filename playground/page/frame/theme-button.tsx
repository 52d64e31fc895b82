import { useState } from "react";
import { Icon } from "../icon.tsx";
import style from "./frame.module.css";
import { useMedia } from "./media.ts";

/** Chooses the other theme, and keeps it; the system's holds until then. */
export function ThemeButton() {
  const isSystemDark = useMedia("(prefers-color-scheme: dark)");
  const [chosen, setChosen] = useState(() => document.documentElement.dataset["theme"]);
  const isDark = chosen === undefined ? isSystemDark : chosen === "dark";
  const other = isDark ? "light" : "dark";
  const choose = (): void => {
    document.documentElement.dataset["theme"] = other;
    setChosen(other);
    try {
      localStorage.setItem("theme", other);
    } catch {
      // Storage is closed to the page: the choice holds until the page is left.
    }
  };
  const name = isDark ? "Light theme" : "Dark theme";
  return (
    <button type="button" className={style["tool"]} aria-label={name} title={name} onClick={choose}>
      <Icon name={isDark ? "sun" : "moon"} />
    </button>
  );
}
