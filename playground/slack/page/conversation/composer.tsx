import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Icon } from "../../../page/icon.tsx";
import { useLive, useSeen } from "../live.ts";
import { type Suggestion, take } from "./completion.ts";
import styles from "./composer.module.css";
import { remember, remembered } from "./remembered.ts";
import { ShortcutMenu } from "./shortcut-menu.tsx";
import { Suggestions } from "./suggestions.tsx";
import { useCompletion } from "./use-completion.ts";

interface ComposerProps {
  readonly label: string;
  readonly channel: string;
  readonly threadTs?: string;
  /** Where it keeps what is not sent yet; another draft needs another `key` of the component too. */
  readonly draftKey: string;
}

/** Where a message is written. It alone renders while somebody types. */
export function Composer({ label, channel, threadTs, draftKey }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const { text, write, problem, setProblem, send } = useDraft({ channel, draftKey, ...(threadTs && { threadTs }) });
  const [caret, setCaret] = useState(0);
  const workspace = useSeen((seen) => seen.workspace);
  const isThread = threadTs !== undefined;
  const around = useMemo(() => workspace && { workspace, isThread }, [workspace, isThread]);
  const offer = useCompletion(text, caret, around);
  const hasList = (offer.completion?.suggestions.length ?? 0) > 0;
  useFocus(field);

  const takeIt = (suggestion: Suggestion): void => {
    if (offer.completion === undefined) return;
    const taken = take(text, caret, offer.completion.start, suggestion);
    flushSync(() => {
      write(taken.text);
      setCaret(taken.caret);
    });
    field.current?.focus();
    field.current?.setSelectionRange(taken.caret, taken.caret);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes a character its keys are its own; Safari says so by the code alone.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const isSend = event.key === "Enter" && !event.shiftKey && !event.altKey;
    if (offer.onKey(event, takeIt)) event.preventDefault();
    else if (isSend) {
      event.preventDefault();
      void send();
    }
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
        field.current?.focus();
      }}
    >
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {offer.completion && <Suggestions id={id} completion={offer.completion} active={offer.active} onTake={takeIt} />}
      {/* The copy behind the field makes it as high as what stands in it, without measuring. */}
      <div className={styles.field} data-text={text}>
        <textarea
          ref={field}
          rows={1}
          maxLength={12_000}
          aria-label={label}
          placeholder={label}
          aria-autocomplete="list"
          aria-controls={hasList ? id : undefined}
          aria-activedescendant={hasList ? `${id}-${offer.active}` : undefined}
          value={text}
          onChange={({ target }) => {
            write(target.value);
            setCaret(target.selectionStart);
          }}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onBlur={offer.dismiss}
        />
      </div>
      <div className={styles.tools}>
        {!isThread && <ShortcutMenu onProblem={setProblem} />}
        <button type="submit" className={styles.send} aria-label="Send" title="Send" disabled={text.trim() === ""}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

function useDraft(at: { readonly channel: string; readonly threadTs?: string; readonly draftKey: string }) {
  const { draftKey, ...where } = at;
  const live = useLive();
  const [text, setText] = useState(() => remembered(draftKey));
  const [problem, setProblem] = useState<string>();

  const write = (next: string): void => {
    setText(next);
    remember(draftKey, next);
    if (next === "") setProblem(undefined);
  };
  const send = async (): Promise<void> => {
    const said = text.trim();
    if (said === "") return;
    write("");
    const result = await live.act({ do: "say", text: said, ...where });
    if (result.problem === undefined) return;
    setProblem(result.problem);
    // To try again, unless something else is being written by now.
    if (remembered(draftKey) === "") write(said);
  };
  return { text, write, problem, setProblem, send };
}

/** Who opens a conversation writes next; where that opens a keyboard on the screen, or something is being written elsewhere, it waits. */
function useFocus(field: { readonly current: HTMLTextAreaElement | null }): void {
  useEffect(() => {
    const { activeElement } = document;
    const isWriting = activeElement instanceof HTMLTextAreaElement && activeElement.value !== "";
    if (isWriting || document.querySelector("dialog[open]") || !matchMedia("(hover: hover)").matches) return;
    field.current?.focus();
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length);
  }, [field]);
}
