import type { ShownCommand, Workspace } from "../../desk/protocol.ts";

/** Something that can be put in the place of what is being typed. */
export interface Suggestion {
  readonly id: string;
  readonly label: string;
  /** What else is said of it, quietly. */
  readonly detail: string;
  /** What stands in the text when it is taken. */
  readonly insert: string;
}

/** What is offered while somebody types. */
export interface Completion {
  /** Where the word begins that a suggestion replaces; it ends at the caret. */
  readonly start: number;
  readonly suggestions: readonly Suggestion[];
  /** A sentence in place of suggestions. */
  readonly notice?: string;
}

/** Where it is typed, and what is known there. */
export interface Surroundings {
  readonly workspace: Pick<Workspace, "appUserId" | "people" | "channels" | "commands">;
  readonly isThread: boolean;
}

const mostShown = 8;

/** What to offer for the word before the caret: slash commands at the beginning, people after `@`, channels after `#`. */
export function completionAt(text: string, caret: number, around: Surroundings): Completion | undefined {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before))
    return around.isThread ? inThread(around) : commandsFor(before, around.workspace.commands);

  const match = /(?:^|[\s(])([@#])([\p{L}\p{N}._-]*)$/u.exec(before);
  if (match === null) return undefined;
  const [, sign, typed = ""] = match;
  const found = sign === "@" ? peopleFor(typed, around) : channelsFor(typed, around);
  return offered(caret - typed.length - 1, found);
}

/** The text after a suggestion was taken, and where the caret then stands. */
export function take(text: string, caret: number, start: number, { insert }: Suggestion) {
  const after = text.slice(caret).replace(/^ /, "");
  return { text: `${text.slice(0, start)}${insert} ${after}`, caret: start + insert.length + 1 };
}

// https://docs.slack.dev/interactivity/implementing-slash-commands: "Slash commands cannot be invoked in message threads."
function inThread({ workspace }: Surroundings): Completion {
  const app = workspace.people.find(({ id }) => id === workspace.appUserId)?.name ?? "app";
  return {
    start: 0,
    suggestions: [],
    notice: `Slash commands do not work in threads. Mention the app: @${app} help`,
  };
}

function commandsFor(typed: string, commands: readonly ShownCommand[]): Completion | undefined {
  const found = commands
    .filter(({ command }) => command.startsWith(typed.toLowerCase()))
    .map(({ command, usageHint, description }) => ({
      id: command,
      label: usageHint === "" ? command : `${command} ${usageHint}`,
      detail: description,
      insert: command,
    }));
  return offered(0, found, commands.length);
}

function peopleFor(typed: string, { workspace }: Surroundings): readonly Suggestion[] {
  return workspace.people
    .filter(({ name, realName }) => beginsWith(typed, name, realName))
    .map(({ id, name, realName, isApp }) => ({
      id,
      label: realName,
      detail: isApp ? `@${name} · app` : `@${name}`,
      insert: `@${name}`,
    }));
}

function channelsFor(typed: string, { workspace }: Surroundings): readonly Suggestion[] {
  return workspace.channels
    .filter(({ kind, name }) => kind !== "im" && beginsWith(typed, name))
    .map(({ id, name, memberCount }) => ({
      id,
      label: `#${name}`,
      detail: `${memberCount} ${memberCount === 1 ? "member" : "members"}`,
      insert: `#${name}`,
    }));
}

/** Whether a name, or a later word of it, begins with what was typed. */
function beginsWith(typed: string, ...names: readonly string[]): boolean {
  const wanted = typed.toLowerCase();
  return names.some((name) => {
    const low = name.toLowerCase();
    return low.startsWith(wanted) || low.split(/[\s._-]+/).some((word) => word.startsWith(wanted));
  });
}

function offered(start: number, found: readonly Suggestion[], most = mostShown): Completion | undefined {
  return found.length === 0 ? undefined : { start, suggestions: found.slice(0, most) };
}
