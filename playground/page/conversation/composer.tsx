import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Icon } from "../icon.tsx";
import { useLive, useSeen } from "../live.ts";
import { useProblem } from "../use-problem.ts";
import { AppAway } from "./app-away.tsx";
import type { Suggestion } from "./completion.ts";
import styles from "./composer.module.css";
import icon from "./icon-button.module.css";
import { IconButton } from "./icon-button.tsx";
import { Menu } from "./menu.tsx";
import { remember, remembered } from "./remembered.ts";
import { Suggestions } from "./suggestions.tsx";
import { useCompletion } from "./use-completion.ts";

/** What the playground takes at once. */
const maxLength = 12_000;

interface ComposerProps {
  readonly label: string;
  readonly channel: string;
  readonly threadTs?: string;
}

/** Where a message is written; another place needs another `key`. It alone renders while somebody types. */
export function Composer({ label, ...where }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const { text, isTooLong, write, problem, setProblem, send } = useDraft(where);
  const [caret, setCaret] = useState(0);
  const isThread = where.threadTs !== undefined;
  const { completion, active, onKey, move, dismiss } = useCompletion(text, caret, { channel: where.channel, isThread });
  const hasList = (completion?.suggestions.length ?? 0) > 0;
  useFocus(field);

  const takeIt = ({ insert }: Suggestion): void => {
    if (completion === undefined || field.current === null) return;
    field.current.setRangeText(`${insert} `, completion.start, completion.end, "end");
    write(field.current.value);
    setCaret(field.current.selectionStart);
    field.current.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes a character its keys are its own; Safari says so by the code alone.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const isSend = event.key === "Enter" && !event.shiftKey && !event.altKey;
    if (onKey(event, takeIt)) event.preventDefault();
    else if (isSend) {
      event.preventDefault();
      void send();
    }
  };

  return (
    <>
      <AppAway />
      <form
        className={styles.composer}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
          field.current?.focus();
        }}
      >
        {(isTooLong || problem) && (
          <p role="alert" className={styles.problem}>
            {isTooLong ? "Messages are 12,000 characters at most." : problem}
          </p>
        )}
        {completion && <Suggestions id={id} completion={completion} active={active} onPoint={move} onTake={takeIt} />}
        {/* The copy behind the field makes it as high as what stands in it, without measuring. */}
        <div className={styles.field} data-text={text}>
          <textarea
            ref={field}
            rows={1}
            aria-label={label}
            placeholder={label}
            aria-autocomplete="list"
            aria-controls={hasList ? id : undefined}
            aria-activedescendant={hasList ? `${id}-${active}` : undefined}
            value={text}
            onChange={({ target }) => {
              write(target.value);
              setCaret(target.selectionStart);
            }}
            onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
            onKeyDown={onKeyDown}
            onBlur={dismiss}
          />
        </div>
        <div className={styles.tools}>
          {!isThread && <ShortcutMenu onProblem={setProblem} />}
          <IconButton type="submit" icon="send" label="Send" disabled={text.trim() === "" || isTooLong} />
        </div>
      </form>
    </>
  );
}

/** What the app can be asked for from anywhere. */
function ShortcutMenu({ onProblem }: { readonly onProblem: (problem: string | undefined) => void }) {
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
    <Menu label="Shortcuts" entries={entries} className={icon.icon}>
      <Icon name="plus" />
    </Menu>
  );
}

/** What is not sent yet, kept while the tab is open. */
function useDraft(where: Omit<ComposerProps, "label">) {
  const live = useLive();
  const key = `draft ${live.seen().workspace?.viewerId} ${where.channel} ${where.threadTs ?? ""}`;
  const [text, setText] = useState(() => remembered(key));
  const [problem, setProblem] = useProblem();

  const write = (next: string): void => {
    setText(next);
    remember(key, next);
    if (next === "") setProblem(undefined);
  };
  const said = text.trim();
  const isTooLong = said.length > maxLength;
  const send = async (): Promise<void> => {
    if (said === "" || isTooLong) return;
    write("");
    const result = await live.act({ do: "say", text: said, ...where });
    if (result.problem === undefined) return;
    setProblem(result.problem);
    // To try again, unless something else is being written by now.
    if (remembered(key) === "") write(said);
  };
  return { text, isTooLong, write, problem, setProblem, send };
}

/**
 * Who opens a conversation writes next; where that opens a keyboard on the screen, or something is being written or chosen
 * elsewhere, it waits.
 */
function useFocus(field: { readonly current: HTMLTextAreaElement | null }): void {
  useEffect(() => {
    const { activeElement } = document;
    const isWriting = activeElement instanceof HTMLTextAreaElement && activeElement.value !== "";
    const isChoosing = activeElement?.matches("select, [type=radio]");
    if (isWriting || isChoosing || document.querySelector("dialog[open]") || !matchMedia("(hover: hover)").matches)
      return;
    field.current?.focus();
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length);
  }, [field]);
}
