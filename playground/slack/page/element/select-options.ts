import type {
  ExternalSelect,
  MultiExternalSelect,
  MultiStaticSelect,
  MultiUsersSelect,
  Option,
  OptionGroup,
  StaticSelect,
  UsersSelect,
} from "@slack/types";
import type { Workspace } from "../../../desk/protocol.ts";
import { useAsked } from "../../../page/control/use-asked.ts";
import type { Search } from "../../../page/control/use-select.ts";
import type { ActResult } from "../../desk/act.ts";
import { plainWords } from "../mrkdwn/text-object.tsx";

/** A menu of one or several choices. */
export type AnySelect =
  | StaticSelect
  | ExternalSelect
  | UsersSelect
  | MultiStaticSelect
  | MultiExternalSelect
  | MultiUsersSelect;

/** Options, and those in groups with their group's name where nothing else is said of them. */
export function optionsOf(options: readonly Option[] = [], groups: readonly OptionGroup[] = []): readonly Option[] {
  const named = ({ label, options }: OptionGroup) => options.map((option) => ({ description: label, ...option }));
  return [...options, ...groups.flatMap(named)];
}

/** What a menu knows by itself: people by their ids; nothing where the app is asked. */
export function ownOptions(element: AnySelect, people: Workspace["people"] = []): readonly Option[] {
  if ("options" in element || "option_groups" in element) return optionsOf(element.options, element.option_groups);
  if (!element.type.endsWith("users_select")) return [];
  return people.map(({ id, name, realName }) => ({
    text: { type: "plain_text", text: realName || name, emoji: false },
    description: { type: "plain_text", text: `@${name}`, emoji: false },
    value: id,
  }));
}

/** Those with every word that was typed in their label or description. */
export function matching(options: readonly Option[], typed: string): readonly Option[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return options.filter(({ text, description }) => {
    const said = plain(`${plainWords(text)} ${description ? plainWords(description) : ""}`);
    return words.every((word) => said.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** What is chosen: the options of a state are that themselves, the ids of people are looked up. */
export function chosenOf(value: unknown, known: readonly Option[]): readonly Option[] {
  return [value].flat().flatMap((one) => {
    if (typeof one !== "string") return (one as Option | null) ?? [];
    return known.find((option) => option.value === one) ?? { text: { type: "plain_text", text: one }, value: one };
  });
}

/** What a menu offers for what was typed: of its own, or what the app says. */
export function useOptions(
  element: AnySelect,
  suggest: (typed: string) => Promise<ActResult>,
  known: readonly Option[],
  { isOpen, typed }: Search,
) {
  const isExternal = element.type === "external_select" || element.type === "multi_external_select";
  const least = isExternal ? (element.min_query_length ?? 3) : 0;
  const isAsking = isExternal && isOpen && typed.length >= least;
  const { answer, isLoading } = useAsked(suggest, isAsking, typed);
  const asked = (name: "options" | "optionGroups") => answer?.[name] as readonly never[] | undefined;
  const offered = isExternal ? optionsOf(asked("options"), asked("optionGroups")) : matching(known, typed);
  const note = () => {
    if (isExternal && !isAsking) return `Type ${least === 1 ? "something" : `${least} letters or more`}.`;
    if (isLoading) return answer ? undefined : "Loading…";
    return answer?.problem ?? (offered.length === 0 ? "No results" : undefined);
  };
  return { offered, isLoading, note: note() };
}
