import { type KeyboardEvent, useState } from "react";
import type { Workspace } from "../../desk/protocol.ts";
import { usePlatform, useSeen } from "../live.ts";
import { completionAt, type Suggestion, type Surroundings } from "./completion.ts";

/**
 * Offers completions for what stands before the caret: `active` is the one that Enter takes; `onKey` handles a key of the field
 * and is true when it meant the suggestions; `move` makes another one active; `dismiss` offers nothing until something else is typed.
 */
export function useCompletion(
  text: string,
  caret: number,
  where: { readonly channel: string; readonly isThread: boolean },
) {
  const workspace = useSeen((seen) => seen.workspace);
  const { sign, mention, takesCommands } = usePlatform();
  const typed = text.slice(0, caret);
  const [choice, setChoice] = useState({ typed: "", active: 0, isDismissed: false });
  const { active, isDismissed } = choice.typed === typed ? choice : { active: 0, isDismissed: false };
  const around = (known: Workspace): Surroundings => {
    const channel = known.channels.find(({ id }) => id === where.channel);
    const app = known.people.find(({ id }) => id === known.appUserId)?.[mention] ?? "app";
    return {
      workspace: known,
      sign,
      mention,
      takesCommands: takesCommands({ channel, isThread: where.isThread, app }),
    };
  };
  const completion = isDismissed || !workspace ? undefined : completionAt(text, caret, around(workspace));
  const suggestions = completion?.suggestions ?? [];
  const move = (next: number): void => setChoice({ typed, active: next, isDismissed: false });
  const dismiss = (): void => setChoice({ typed, active, isDismissed: true });

  const onKey = (event: KeyboardEvent, takeIt: (suggestion: Suggestion) => void): boolean => {
    if (completion === undefined) return false;
    if (event.key === "Escape") {
      dismiss();
      return true;
    }
    const chosen = suggestions[active];
    if (chosen === undefined) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      move((active + step + suggestions.length) % suggestions.length);
      return true;
    }
    // What is typed out already needs no taking: Enter sends it.
    const isTypedOut = typed.slice(completion.start) === chosen.insert;
    if (event.key !== "Tab" && (event.key !== "Enter" || isTypedOut)) return false;
    takeIt(chosen);
    return true;
  };
  return { completion, active, onKey, move, dismiss };
}
