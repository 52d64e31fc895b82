import { type AriaAttributes, type KeyboardEvent, useState } from "react";
import { movedIndex } from "./moved-index.ts";

/** Something that can be chosen. */
export interface Choice {
  /** Another one for each. */
  readonly value: string;
  readonly label: string;
  readonly detail?: string | undefined;
}

/** What a menu is about: what can be chosen, and what becomes of it. */
export interface SelectSource<Option extends Choice> {
  readonly isMulti: boolean;
  /** How many can be chosen at most. */
  readonly most?: number | undefined;
  readonly placeholder: string;
  readonly attributes: AriaAttributes & { readonly id?: string };
  readonly chosen: readonly Option[];
  readonly search: Search;
  /** What is offered for what `search` says was typed. */
  readonly offer: Offer<Option>;
  /** Keeps what is chosen. */
  readonly keep: (chosen: readonly Option[]) => void;
  /** Nothing else is chosen for now. */
  readonly settle: (chosen: readonly Option[]) => void;
}

/** What a menu offers. */
export interface Offer<Option> {
  readonly offered: readonly Option[];
  readonly isLoading: boolean;
  /** A sentence below. */
  readonly note: string | undefined;
}

/** A menu in use. */
export type SelectInUse<Option extends Choice = Choice> = ReturnType<typeof useSelect<Option>>;

/** An open menu: what was typed to find something, and to which line a key moved. */
interface Typed {
  readonly typed?: string;
  readonly line?: number;
}

/** Whether somebody looks for something in a menu, and how far they are. */
export type Search = ReturnType<typeof useSearch>;

/** Nobody looks yet. */
export function useSearch() {
  const [current, set] = useState<Typed>();
  return { current, set, isOpen: current !== undefined, typed: current?.typed ?? "" };
}

/** What a menu shows and does. One of several choices settles when it closes. */
export function useSelect<Option extends Choice>(source: SelectSource<Option>) {
  const { isMulti, chosen, most } = source;
  const { current: search, set: setSearch, isOpen, typed } = source.search;
  const { offered, isLoading, note } = source.offer;
  const isChosen = (option: Option) => chosen.some(({ value }) => value === option.value);
  const isFull = isMulti && chosen.length >= (most ?? Number.POSITIVE_INFINITY);
  const marked = search?.line ?? (typed ? 0 : offered.findIndex(isChosen));
  const active = isLoading ? -1 : Math.min(marked, offered.length - 1);

  const put = (next: readonly Option[]) => {
    source.keep(next);
    if (!isMulti || !isOpen) source.settle(next);
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
    if (!isMulti && search?.typed === "") source.keep([]);
    if (isMulti && search) source.settle(chosen);
    setSearch(undefined);
  };
  return {
    isMulti,
    isOpen,
    isTyped: typed !== "",
    /** What stands in the field. */
    text: search?.typed ?? (isMulti ? "" : (chosen[0]?.label ?? "")),
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
export function onSelectKey<Option extends Choice>(event: KeyboardEvent, select: SelectInUse<Option>): void {
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
