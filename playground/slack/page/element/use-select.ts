import { type KeyboardEvent, useState } from "react";
import { type AnySelect, type Choice, chosenOf } from "./choice.ts";
import { movedIndex } from "./moved-index.ts";
import { useChoices } from "./use-choices.ts";
import type { Control } from "./use-control.ts";

/** A menu in use. */
export type SelectInUse = ReturnType<typeof useSelect>;

/** What a menu shows and does. One of several choices tells the app when it closes. */
export function useSelect(element: AnySelect, control: Control) {
  const isMulti = element.type.startsWith("multi_");
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState<string>();
  const [moved, setMoved] = useState<number>();
  const choices = useChoices(element, control, isOpen, typed ?? "");
  const chosen = chosenOf(control.value, choices.known);
  const has = (id: string) => chosen.some((one) => one.id === id);
  const marked = moved ?? (typed ? 0 : choices.offered.findIndex(({ id }) => has(id)));
  const most = ("max_selected_items" in element ? element.max_selected_items : undefined) ?? Number.POSITIVE_INFINITY;

  const reset = (isStillOpen: boolean) => {
    setOpen(isStillOpen);
    setTyped(undefined);
    setMoved(undefined);
  };
  const put = (next: readonly Choice[], isSettled: boolean) => {
    const values = next.map(({ value }) => value);
    const value = isMulti ? values : (values[0] ?? null);
    control.keep(value);
    if (isSettled) control.settle(value);
  };
  const drop = (id: string) => {
    const rest = chosen.filter((one) => one.id !== id);
    put(rest, !isOpen);
  };
  const close = () => {
    if (isMulti && isOpen) control.settle(control.value);
    reset(false);
  };
  return {
    isMulti,
    isOpen,
    /** What was typed to find something; undefined before. */
    typed,
    choices,
    chosen,
    /** The marked line; -1 for none. */
    active: choices.isLoading ? -1 : Math.min(marked, choices.offered.length - 1),
    /** Whether no more can be chosen. */
    isFull: isMulti && chosen.length >= most,
    open: () => setOpen(true),
    type: (text: string) => {
      reset(true);
      setTyped(text);
    },
    move: setMoved,
    take: (choice: Choice) => {
      reset(isMulti);
      // Several are often taken one below the other.
      if (isMulti && !typed) setMoved(choices.offered.indexOf(choice));
      if (!isMulti) put([choice], true);
      else if (has(choice.id)) drop(choice.id);
      else if (chosen.length < most) put([...chosen, choice], false);
    },
    drop,
    close,
    /** Closes it when the focus goes elsewhere. */
    leave: () => {
      // What was emptied by hand is to be empty; from a message nothing says that.
      if (!isMulti && typed === "" && control.isInForm) put([], true);
      close();
    },
  };
}

/** What a key does in the input of a menu. */
export function onSelectKey(event: KeyboardEvent, select: SelectInUse): void {
  if (event.nativeEvent.isComposing || !isTaken(event.key, select)) return;
  event.preventDefault();
  // Escape closes the list, not the modal in which it stands.
  event.stopPropagation();
}

function isTaken(key: string, select: SelectInUse): boolean {
  const { isMulti, isOpen, typed, chosen } = select;
  const last = chosen.at(-1);
  if (key === "Backspace" && isMulti && !typed && last) select.drop(last.id);
  if (isOpen) return isTakenByList(key, select);
  if (key !== "ArrowDown" && key !== "ArrowUp") return false;
  select.open();
  return true;
}

function isTakenByList(key: string, select: SelectInUse): boolean {
  const { isMulti, typed, choices, active } = select;
  const current = choices.isLoading ? undefined : choices.offered[active];
  switch (key) {
    case "Escape":
      select.close();
      return true;
    case "Enter":
      if (current) select.take(current);
      return true;
    case "Tab":
      // Whoever typed a name and goes on means the one that is marked.
      if (typed && current && !isMulti) select.take(current);
      return false;
  }
  const next = movedIndex(key, active, choices.offered.length);
  if (next !== undefined) select.move(next);
  return next !== undefined;
}
