import { BotError } from "../errors.ts";
import { toArgv } from "./argv.ts";
import type { Argv, Command } from "./command.ts";
import type { CommandTable } from "./command-table.ts";
import { isGreeting } from "./greeting.ts";
import { phoneText } from "./phone-text.ts";

/** What somebody asks for: a command, its words, and whether others may see the answer. */
export interface Request {
  readonly command: Command;
  readonly argv: Argv;
  readonly isPrivate: boolean;
  /** The text was not addressed to a command by name, alias or sentence. */
  readonly isGuess: boolean;
  /** What was typed, normalised, without `callboard` before it and `public` behind it. */
  readonly text: string;
}

/**
 * Reads a typed text: `[/][callboard] <command> <words> [public]`, a sentence of a command, or anything.
 * Nothing typed is `help`, and so are `<command> help` and a greeting that is no name.
 *
 * @throws BotError `usage` when it is too long or nothing takes it
 */
export function readRequest(typed: string, table: CommandTable): Request {
  const { text, isPrivate } = withoutPublic(withoutOwnName(phoneText(typed)));
  const [first, rest] = firstWord(text);

  const found = (command: Command, about: string, isGuess = false): Request => {
    return { command, argv: toArgv(about), isPrivate, isGuess, text };
  };
  const help = table.find("help");
  if (help && (text === "" || isGreetingOnly(text, table))) return found(help, "");
  const named = table.find(first) ?? (first.startsWith("/") ? table.find(first.slice(1)) : undefined);
  if (named && help && /^(?:--)?help$/i.test(rest)) return found(help, named.name);
  if (named) return found(named, rest);
  const sentence = table.findSentence(text);
  if (sentence) return found(sentence.command, sentence.about);
  const anything = table.anything();
  if (anything && text !== "") return found(anything, text, true);
  throw new BotError("usage", "There is no such command. `help` lists what there is.");
}

/** The catalog and the commands come first: either may call something `hello`. */
function isGreetingOnly(text: string, table: CommandTable): boolean {
  return isGreeting(text) && table.find(text) === undefined && table.anything()?.isName?.(text) !== true;
}

/** People write the bot's name before a command, as in `/callboard whoowns x` or `@Callboard whoowns x`. */
function withoutOwnName(text: string): string {
  const [first, rest] = firstWord(text);
  return /^[/@]?callboard[:,]?$/i.test(first) ? rest : text;
}

/** `public` as the last of several words shows the answer to the channel; a quoted one is a word like any other. */
function withoutPublic(text: string): { text: string; isPrivate: boolean } {
  const space = text.lastIndexOf(" ");
  const isPublic = space > 0 && text.slice(space + 1).toLowerCase() === "public";
  return isPublic ? { text: text.slice(0, space).trimEnd(), isPrivate: false } : { text, isPrivate: true };
}

function firstWord(text: string): readonly [first: string, rest: string] {
  const space = text.indexOf(" ");
  return space < 0 ? [text, ""] : [text.slice(0, space), text.slice(space + 1).trim()];
}
