import { type KeyboardEvent, useState } from "react";
import { type Completion, completionAt, type Suggestion, type Surroundings } from "./completion.ts";

/** What is offered beside a text field, and which of it is chosen. */
export interface Offer {
  readonly completion: Completion | undefined;
  /** Which suggestion Enter takes. */
  readonly active: number;
  /** Handles a key of the field; true when it meant the suggestions. */
  readonly onKey: (event: KeyboardEvent, takeIt: (suggestion: Suggestion) => void) => boolean;
  /** Offers nothing until something else is typed. */
  readonly dismiss: () => void;
}

/** Offers completions for what stands before the caret. */
export function useCompletion(text: string, caret: number, around: Surroundings | undefined): Offer {
  const typed = text.slice(0, caret);
  const [choice, setChoice] = useState({ typed: "", active: 0, isDismissed: false });
  const { active, isDismissed } = choice.typed === typed ? choice : { active: 0, isDismissed: false };
  const completion = isDismissed || around === undefined ? undefined : completionAt(text, caret, around);
  const suggestions = completion?.suggestions ?? [];
  const dismiss = (): void => setChoice({ typed, active, isDismissed: true });

  const onKey: Offer["onKey"] = (event, takeIt) => {
    if (completion === undefined) return false;
    if (event.key === "Escape") {
      dismiss();
      return true;
    }
    const chosen = suggestions[active];
    if (chosen === undefined) return false;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) {
      const next = (active + move + suggestions.length) % suggestions.length;
      setChoice({ typed, active: next, isDismissed: false });
      return true;
    }
    // What is typed out already needs no taking: Enter sends it.
    const isTypedOut = typed.slice(completion.start) === chosen.insert;
    if (event.key !== "Tab" && (event.key !== "Enter" || isTypedOut)) return false;
    takeIt(chosen);
    return true;
  };
  return { completion, active, onKey, dismiss };
}
