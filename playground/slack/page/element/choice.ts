import type { MultiSelect, Option, OptionGroup, Select } from "@slack/types";
import type { ShownChannel, Workspace } from "../../desk/protocol.ts";
import { plainWords } from "../mrkdwn/text-object.tsx";

/** Any menu. */
export type AnySelect = Select | MultiSelect;

/** A line of a menu. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly about?: string;
  /** The heading under which it stands. */
  readonly group?: string;
  /** What the state of the menu says when this is chosen: an option, or the id of somebody or something. */
  readonly value: unknown;
}

/** Options, and options in groups, as lines. */
export function choicesOf(options: readonly Option[], groups: readonly OptionGroup[] = []): readonly Choice[] {
  return [
    ...options.map((option) => choiceOf(option)),
    ...groups.flatMap(({ label, options }) => options.map((option) => choiceOf(option, plainWords(label)))),
  ];
}

function choiceOf(option: Option, group?: string): Choice {
  const about = option.description && { about: plainWords(option.description) };
  return { id: option.value ?? "", label: plainWords(option.text), ...about, ...(group && { group }), value: option };
}

/** What a menu knows by itself; empty for one whose choices come from the app. */
export function ownChoices(element: AnySelect, workspace: Workspace | undefined): readonly Choice[] {
  switch (element.type) {
    case "static_select":
    case "multi_static_select":
      return choicesOf(element.options ?? [], element.option_groups);
    case "users_select":
    case "multi_users_select":
      return (workspace?.people ?? []).map(({ id, name, realName }) => ({
        id,
        label: realName || name,
        ...(realName && { about: `@${name}` }),
        value: id,
      }));
    case "channels_select":
    case "multi_channels_select":
      return conversations(workspace, ["public"]);
    case "conversations_select":
    case "multi_conversations_select":
      return conversations(workspace, element.filter?.include);
    default:
      return [];
  }
}

const kinds: Readonly<Record<ShownChannel["kind"], "public" | "private" | "im">> = {
  channel: "public",
  group: "private",
  im: "im",
};

function conversations(workspace: Workspace | undefined, include?: readonly string[]): readonly Choice[] {
  return (workspace?.channels ?? [])
    .filter(({ kind }) => include === undefined || include.includes(kinds[kind]))
    .map(({ id, name, kind, personId }) => {
      const person = workspace?.people.find((somebody) => somebody.id === personId);
      return { id, label: kind === "im" ? (person?.realName ?? name) : `#${name}`, value: id };
    });
}

/** Those with every word that was typed in their label or description. */
export function matching(choices: readonly Choice[], typed: string): readonly Choice[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return choices.filter(({ label, about = "" }) => {
    const text = plain(`${label} ${about}`);
    return words.every((word) => text.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** What is chosen, as lines: the options of a state are that themselves, ids are looked up. */
export function chosenOf(value: unknown, known: readonly Choice[]): readonly Choice[] {
  const values = Array.isArray(value) ? value : [value];
  return values.flatMap((one) => {
    if (typeof one === "string") return known.find(({ id }) => id === one) ?? { id: one, label: one, value: one };
    return one ? choiceOf(one as Option) : [];
  });
}
