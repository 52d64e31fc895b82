import type { Option, OptionGroup } from "@slack/types";
import { useEffect, useMemo, useState } from "react";
import { useLive, useSeen } from "../live.ts";
import { type AnySelect, type Choice, choicesOf, matching, ownChoices } from "./choice.ts";
import type { Control } from "./use-control.ts";

const typingPauseMs = 150;

interface Answer {
  readonly query: string;
  readonly choices: readonly Choice[];
  readonly problem: string | undefined;
}

/** The lines of a menu for what was typed: its own, or those that the app offers. */
export function useChoices(element: AnySelect, control: Control, isOpen: boolean, query: string) {
  const live = useLive();
  const workspace = useSeen((seen) => seen.workspace);
  const known = useMemo(() => ownChoices(element, workspace), [element, workspace]);
  const [answer, setAnswer] = useState<Answer>();
  const isExternal = element.type.endsWith("external_select");
  const least = ("min_query_length" in element ? element.min_query_length : undefined) ?? 3;
  const isAsking = isExternal && isOpen && query.length >= least;
  const { blockId, actionId } = control;
  // A message or view that came anew is the same place.
  const place = JSON.stringify(control.surface);

  useEffect(() => {
    if (!isAsking) return setAnswer(undefined);
    let isStale = false;
    const ask = async (): Promise<void> => {
      const result = await live.act({ do: "suggest", surface: JSON.parse(place), blockId, actionId, query });
      const options = (result.options ?? []) as unknown as Option[];
      const choices = choicesOf(options, (result.optionGroups ?? []) as unknown as OptionGroup[]);
      if (!isStale) setAnswer({ query, choices, problem: result.problem });
    };
    const timer = setTimeout(() => void ask(), query === "" ? 0 : typingPauseMs);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [isAsking, live, place, blockId, actionId, query]);

  if (!isExternal) return { known, ...found(matching(known, query)) };
  if (!isAsking)
    return {
      known,
      offered: [],
      note: `Type ${least === 1 ? "something" : `${least} letters or more`}.`,
      isLoading: false,
    };
  // What was offered for less than is typed now stays to be seen, but not to be taken.
  if (answer?.query !== query)
    return { known, offered: answer?.choices ?? [], note: answer ? undefined : "Loading…", isLoading: true };
  if (answer.problem !== undefined) return { known, offered: [], note: answer.problem, isLoading: false };
  return { known, ...found(answer.choices) };
}

function found(offered: readonly Choice[]) {
  return { offered, note: offered.length === 0 ? "No results" : undefined, isLoading: false };
}
