import { useEffect, useState } from "react";
import { Icon } from "../icon.tsx";
import style from "./wire.module.css";

/** Copies a text, and says so. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: string }) {
  const [outcome, setOutcome] = useState("");
  useEffect(() => {
    if (outcome === "") return;
    const timer = setTimeout(() => setOutcome(""), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("Copied");
    } catch {
      setOutcome("The browser does not let it be copied");
    }
  };
  return (
    <button type="button" className={style["button"]} onClick={() => void copy()}>
      <Icon name={outcome === "Copied" ? "check" : "copy"} size={14} />
      <span aria-live="polite">{outcome === "" ? label : outcome}</span>
    </button>
  );
}
