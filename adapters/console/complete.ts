/** What the terminal needs to know of a command to complete its name. */
export interface CommandName {
  readonly name: string;
  readonly aliases?: readonly string[];
}

/** Completes the name of a command at the start of a line and after `help`: the form that readline asks for. */
export function complete(line: string, commands: readonly CommandName[]): [hits: string[], typed: string] {
  const typed = line.trimStart().replace(/^help\s+/i, "");
  if (typed.includes(" ")) return [[], typed];
  const start = typed.toLowerCase();
  const names = commands.map((command) => command.name).filter((name) => name.startsWith(start));
  const aliases = commands.flatMap((command) => command.aliases ?? []).filter((alias) => alias.startsWith(start));
  const hits = names.length > 0 || start === "" ? names : aliases;
  return [hits.map((hit) => `${hit} `), typed];
}
