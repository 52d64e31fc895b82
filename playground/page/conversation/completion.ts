import type { Workspace } from "../../desk/protocol.ts";

/** Something that can be put in the place of what is being typed. */
export interface Suggestion {
  readonly label: string;
  /** What else is said of it, quietly. */
  readonly detail: string;
  /** What stands in the text when it is taken. */
  readonly insert: string;
}

/** What is offered while somebody types. */
export interface Completion {
  /** Where the word begins that a suggestion and a space replace, and where it ends. */
  readonly start: number;
  readonly end: number;
  readonly suggestions: readonly Suggestion[];
  /** A sentence in place of suggestions. */
  readonly notice?: string;
}

/** Where it is typed, and what is known there. */
export interface Surroundings {
  readonly workspace: Pick<Workspace, "appUserId" | "people" | "channels" | "commands">;
  /** What the platform says to a slash here, see `Platform`. */
  readonly takesCommands: boolean | string;
  /** What stands before the names of channels; "" where they are not mentioned. */
  readonly sign: string;
  /** What of a person follows `@`. */
  readonly mention: "name" | "realName";
}

const mostShown = 8;

/** What to offer for the word before the caret: slash commands at the beginning, people after `@`, channels after `#`. */
export function completionAt(text: string, caret: number, around: Surroundings): Completion | undefined {
  const before = text.slice(0, caret);
  const end = text[caret] === " " ? caret + 1 : caret;
  if (/^\/\S*$/.test(before)) {
    const { takesCommands } = around;
    if (typeof takesCommands === "string") return { start: 0, end, suggestions: [], notice: takesCommands };
    const suggestions = takesCommands ? commandsFor(before, around) : [];
    return suggestions.length === 0 ? undefined : { start: 0, end, suggestions };
  }
  const [, sign, typed = ""] = /(?:^|[\s(])([@#])([\p{L}\p{N}._-]*)$/u.exec(before) ?? [];
  if (sign === undefined || (sign !== "@" && sign !== around.sign)) return undefined;
  const found = sign === "@" ? peopleFor(typed, around) : channelsFor(typed, around);
  const start = caret - typed.length - 1;
  return found.length === 0 ? undefined : { start, end, suggestions: found.slice(0, mostShown) };
}

function commandsFor(typed: string, { workspace }: Surroundings): readonly Suggestion[] {
  return workspace.commands
    .filter(({ command }) => command.startsWith(typed.toLowerCase()))
    .map(({ command, usageHint, description }) => ({
      label: `${command} ${usageHint}`.trim(),
      detail: description,
      insert: command,
    }));
}

function peopleFor(typed: string, { workspace, mention }: Surroundings): readonly Suggestion[] {
  return workspace.people
    .filter(({ name, realName }) => beginsWith(typed, name, realName))
    .map((person) => {
      const insert = `@${person[mention]}`;
      return { label: person.realName, detail: person.isApp ? `${insert} · app` : insert, insert };
    });
}

function channelsFor(typed: string, { workspace }: Surroundings): readonly Suggestion[] {
  return workspace.channels
    .filter(({ kind, name }) => kind !== "im" && beginsWith(typed, name))
    .map(({ name, memberCount }) => ({
      label: `#${name}`,
      detail: memberCount === 1 ? "1 member" : `${memberCount} members`,
      insert: `#${name}`,
    }));
}

/** Whether a name, or a later word of it, begins with what was typed. */
function beginsWith(typed: string, ...names: readonly string[]): boolean {
  const wanted = typed.toLowerCase();
  return names.some((name) => {
    const low = name.toLowerCase();
    return [low, ...low.split(/[\s._-]+/)].some((word) => word.startsWith(wanted));
  });
}
