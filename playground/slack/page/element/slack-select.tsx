import type { Option } from "@slack/types";
import { SelectMenu } from "../../../page/control/select-menu.tsx";
import { type Choice, useSearch } from "../../../page/control/use-select.ts";
import { useSeen } from "../../../page/live.ts";
import { plainWords } from "../mrkdwn/text-object.tsx";
import { type AnySelect, chosenOf, ownOptions, useOptions } from "./select-options.ts";
import type { Control } from "./use-control.ts";

/** An option, to be read and found. */
interface Entry extends Choice {
  readonly option: Option;
}

/** A menu of one or several choices, found by typing. */
export function SlackSelect({ element, control }: { readonly element: AnySelect; readonly control: Control }) {
  const people = useSeen((seen) => seen.workspace?.people);
  const known = ownOptions(element, people);
  const search = useSearch();
  const offer = useOptions(element, control.suggest, known, search);
  const isMulti = element.type.startsWith("multi_");
  const kept = (chosen: readonly Entry[]): unknown => {
    const values = chosen.map(({ value, option }) => (element.type.endsWith("users_select") ? value : option));
    return isMulti ? values : (values[0] ?? null);
  };
  return (
    <SelectMenu
      source={{
        isMulti,
        most: "max_selected_items" in element ? element.max_selected_items : undefined,
        placeholder: element.placeholder ? plainWords(element.placeholder) : "Choose",
        attributes: control.attributes,
        chosen: chosenOf(control.value, known).map(entryOf),
        search,
        offer: { ...offer, offered: offer.offered.map(entryOf) },
        keep: (chosen) => control.keep(kept(chosen)),
        settle: (chosen) => control.settle(kept(chosen)),
      }}
    />
  );
}

function entryOf(option: Option): Entry {
  const { text, description, value = "" } = option;
  return { value, label: plainWords(text), detail: description && plainWords(description), option };
}
