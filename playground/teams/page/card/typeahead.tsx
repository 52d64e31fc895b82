import { useEffect, useState } from "react";
import { SelectMenu } from "../../../page/control/select-menu.tsx";
import { useAsked } from "../../../page/control/use-asked.ts";
import { type Choice, useSearch } from "../../../page/control/use-select.ts";
import type { Surface } from "../../desk/act.ts";
import { useTeams } from "../use-teams.ts";
import type { SearchInput } from "./elements.ts";
import { inputsOf } from "./inputs.ts";

/** Teams shows fifteen. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search */
const mostShown = 15;

/** A choice that is found by typing, among those of the card and those that the app finds. */
export function Typeahead({ input, surface }: { readonly input: SearchInput; readonly surface: Surface }) {
  const live = useTeams();
  const [chosen, setChosen] = useState(input.chosen);
  const [labels, setLabels] = useState(() => input.labels());
  const search = useSearch();
  useEffect(() => {
    input.onLabels = () => setLabels(input.labels());
  }, [input]);
  const { dataset } = input.choicesData ?? {};
  const ask = (query: string) =>
    live.act({ do: "search", surface, dataset: dataset ?? "", query, inputs: inputsOf(input.getRootElement()) });
  const { answer, isLoading } = useAsked(ask, search.isOpen && Boolean(dataset), search.typed);

  const own = input.choices.map(({ title = "", value = "" }) => ({ label: title, value }));
  const wanted = search.typed.toLowerCase();
  const known = own.filter(({ label }) => label.toLowerCase().includes(wanted));
  const found = (answer?.choices ?? []).map(({ title, value }) => ({ label: title, value }));
  const offered = [...new Map([...found, ...known].map((choice) => [choice.value, choice])).values()].slice(
    0,
    mostShown,
  );
  const nothing = isLoading ? "Loading…" : (answer?.problem ?? "No results");
  const keep = ([next]: readonly Choice[]): void => {
    input.choose(next);
    setChosen(next);
  };
  // What names it first, then what is wrong with it.
  const [label, ...errors] = labels;
  return (
    <SelectMenu
      source={{
        isMulti: false,
        placeholder: input.placeholder ?? "Choose",
        attributes: {
          "aria-labelledby": label,
          "aria-describedby": errors.join(" ") || undefined,
          "aria-invalid": errors.length > 0 || undefined,
          "aria-required": input.isRequired || undefined,
        },
        chosen: chosen ? [chosen] : [],
        search,
        offer: { offered, isLoading, note: offered.length > 0 ? undefined : nothing },
        keep,
        settle: () => undefined,
      }}
    />
  );
}
