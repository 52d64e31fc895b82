import type { Option } from "@slack/types";
import { type KeyboardEvent, useState } from "react";
import { movedIndex } from "../../../page/control/moved-index.ts";
import { plainWords } from "../mrkdwn/text-object.tsx";
import { type AnySelect, chosenOf, useOptions } from "./select-options.ts";
import type { Control } from "./use-control.ts";

/** A menu in use. */
export type SelectInUse = ReturnType<typeof useSelect>;

/** An open menu: what was typed to find something, and to which line a key moved. */
interface Search {
  readonly typed?: string;
  readonly line?: number;
}

const labelOf = (option: Option | undefined) => (option ? plainWords(option.text) : "");

/** What a menu shows and does. One of several choices tells the app when it closes. */
export function useSelect(element: AnySelect, control: Control) {
  const isMulti = element.type.startsWith("multi_");
  const [search, setSearch] = useState<Search>();
  const { typed = "" } = search ?? {};
  const { known, offered, isLoading, note } = useOptions(element, control, search !== undefined, typed);
  const chosen = chosenOf(control.value, known);
  const isChosen = (option: Option) => chosen.some(({ value }) => value === option.value);
  const most = "max_selected_items" in element ? element.max_selected_items : undefined;
  const isFull = isMulti && chosen.length >= (most ?? Number.POSITIVE_INFINITY);
  const marked = search?.line ?? (typed ? 0 : offered.findIndex(isChosen));
  const active = isLoading ? -1 : Math.min(marked, offered.length - 1);

  const put = (next: readonly Option[]) => {
    const values = element.type.endsWith("users_select") ? next.map(({ value }) => value) : next;
    const value = isMulti ? values : (values[0] ?? null);
    control.keep(value);
    if (!isMulti || search === undefined) control.settle(value);
  };
  const drop = (option?: Option) => put(chosen.filter(({ value }) => value !== option?.value));
  const take = (option: Option) => {
    // Several are often taken one below the other.
    setSearch(isMulti ? { ...(!typed && { line: offered.indexOf(option) }) } : undefined);
    if (!isMulti) put([option]);
    else if (isChosen(option)) drop(option);
    else if (!isFull) put([...chosen, option]);
  };
  const close = () => {
    // What was emptied by hand is to be empty.
    if (!isMulti && search?.typed === "") control.keep(null);
    if (isMulti && search) control.settle(control.value);
    setSearch(undefined);
  };
  return {
    isMulti,
    isOpen: search !== undefined,
    isTyped: typed !== "",
    /** What stands in the field. */
    text: search?.typed ?? (isMulti ? "" : labelOf(chosen[0])),
    offered,
    isLoading,
    note: isFull ? "No more can be chosen." : note,
    chosen,
    isChosen,
    isFull,
    /** The marked line; -1 for none. */
    active,
    open: () => setSearch((before) => before ?? {}),
    move: (line: number) => setSearch({ ...search, line }),
    type: (text: string) => setSearch({ typed: text }),
    take,
    drop,
    close,
  };
}

/** What a key does in the field of a menu. */
export function onSelectKey(event: KeyboardEvent, select: SelectInUse): void {
  const { isMulti, isOpen, isTyped, offered, active, chosen, open, close, drop, move, take } = select;
  const { key } = event;
  if (event.nativeEvent.isComposing) return;
  const marked = offered[active];
  const takeMarked = () => marked && take(marked);
  if (key === "Backspace" && isMulti && !isTyped) drop(chosen.at(-1));
  // Whoever typed a name and goes on means the one that is marked.
  if (key === "Tab" && isTyped && !isMulti) takeMarked();
  const line = movedIndex(key, active, offered.length);
  const keys: Readonly<Record<string, () => void>> = isOpen
    ? { Escape: close, Enter: takeMarked, ...(line !== undefined && { [key]: () => move(line) }) }
    : { ArrowDown: open, ArrowUp: open };
  if (keys[key] === undefined) return;
  event.preventDefault();
  // Escape closes the list, not the modal in which it stands.
  event.stopPropagation();
  keys[key]();
}
