import { useState } from "react";
import { Icon } from "../icon.tsx";
import style from "./wire.module.css";

/** Copies a text, and says so. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: string }) {
  const [said, setSaid] = useState(label);
  const copy = async (): Promise<void> => {
    const outcome = await navigator.clipboard.writeText(text).then(
      () => "Copied",
      () => "The browser does not let it be copied",
    );
    setSaid(outcome);
    setTimeout(() => setSaid(label), 2000);
  };
  return (
    <button type="button" className={style["button"]} onClick={() => void copy()}>
      <Icon name={said === "Copied" ? "check" : "copy"} size={14} />
      <span aria-live="polite">{said}</span>
    </button>
  );
}
