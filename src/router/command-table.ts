import { BotError } from "../errors.ts";
import type { Command, CommandInfo } from "./command.ts";

/** The registered commands by what people type. */
export interface CommandTable {
  /** @throws BotError `conflict` when a name or alias is taken, or a second command takes anything */
  add(command: Command): void;
  /** The command with this name or alias, in whatever case. */
  find(word: string): Command | undefined;
  /** The command one of whose sentences `text` is, and what the sentence is about. */
  findSentence(text: string): { readonly command: Command; readonly about: string } | undefined;
  /** The command that takes a text whose first word is no command. */
  anything(): Command | undefined;
  /** All, in menu order. */
  list(): readonly CommandInfo[];
  /** Every name and alias. */
  names(): readonly string[];
}

/** An empty table. */
export function createCommandTable(): CommandTable {
  const byName = new Map<string, Command>();
  const commands: Command[] = [];
  return {
    add(command) {
      const names = [command.name, ...(command.aliases ?? [])].map((name) => name.toLowerCase());
      const taken = names.find((name, index) => byName.has(name) || names.indexOf(name) !== index);
      if (taken !== undefined) {
        throw new BotError("conflict", `Two commands are called \`${taken}\`. Rename one, or drop the alias.`);
      }
      const other = commands.find((existing) => existing.takesAnything);
      if (command.takesAnything && other) {
        throw new BotError("conflict", `Both \`${other.name}\` and \`${command.name}\` take anything. Only one may.`);
      }
      for (const name of names) byName.set(name, command);
      commands.push(command);
      commands.sort((a, b) => a.menu - b.menu || (a.name < b.name ? -1 : 1));
    },
    find: (word) => byName.get(word.toLowerCase()),
    findSentence(text) {
      for (const command of commands) {
        for (const sentence of command.sentences ?? []) {
          const about = text.match(sentence)?.[1];
          if (about !== undefined) return { command, about };
        }
      }
      return undefined;
    },
    anything: () => commands.find((command) => command.takesAnything),
    list: () => commands.map(info),
    names: () => [...byName.keys()],
  };
}

function info(command: Command): CommandInfo {
  const { name, aliases, menu, summary, short, usage, examples, needs } = command;
  const given = { ...(short && { short }), ...(aliases && { aliases }), ...(needs && { needs }) };
  return { name, menu, summary, usage, examples, ...given };
}
