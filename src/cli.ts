import { randomBytes } from "node:crypto";
import { exitCodeOf } from "./cli/exit-code.ts";
import { type CliCommand, print, type Terminal } from "./cli/terminal.ts";
import { BotError } from "./errors.ts";
import { createLog } from "./log.ts";

/** Each is loaded when it is asked for, so that `ask` starts quickly. */
const commands: Readonly<Record<string, { readonly usage: string; load(): Promise<CliCommand> }>> = {
  start: { usage: "start", load: async () => (await import("./cli/start.ts")).start },
  ask: { usage: 'ask "<text>" [--json] [--as <email>]', load: async () => (await import("./cli/ask.ts")).ask },
  sync: { usage: "sync [--json] [--accept <source>]", load: async () => (await import("./cli/sync.ts")).sync },
  check: { usage: "check <path> [--json]", load: async () => (await import("./cli/check.ts")).check },
  doctor: { usage: "doctor [--json]", load: async () => (await import("./cli/doctor.ts")).doctor },
  init: {
    usage: "init [--catalog <repository or folder>] [--slack socket|http|none] …",
    load: async () => (await import("./cli/init.ts")).init,
  },
  manifest: {
    usage: "manifest slack [--url <https address>]",
    load: async () => (await import("./cli/manifest.ts")).manifest,
  },
  export: { usage: "export [file]", load: async () => (await import("./cli/export.ts")).exportState },
  import: { usage: "import <file> [--replace]", load: async () => (await import("./cli/import.ts")).importState },
};

/** The terminal's entry: `callboard <command> …`. Never rejects; the result is the exit code. */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  const [name = "", ...rest] = args;
  try {
    if (name === "" || /^(-h|--help|help)$/.test(name)) {
      await print(terminal, usage());
      return name === "" ? 2 : 0;
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) {
      throw new BotError(
        "usage",
        `callboard has no command “${name.slice(0, 40)}”. callboard help lists what there is.`,
      );
    }
    const run = await command.load();
    return await run(rest, terminal);
  } catch (error) {
    if (!(error instanceof BotError)) {
      const reference = randomBytes(3).toString("hex");
      const log = createLog({ level: "error", secrets: [], write: (line) => void terminal.errors.write(line) });
      log.error({ err: error, reference }, "command failed");
      terminal.errors.write(`Something went wrong. Reference ${reference}.\n`);
      return 1;
    }
    terminal.errors.write(`${error.message}\n`);
    return exitCodeOf(error.code);
  }
}

function usage(): string {
  const lines = Object.values(commands).map((command) => `  callboard ${command.usage}`);
  return `Callboard: who owns it, and who to tell.\n\n${lines.join("\n")}\n\ncallboard ask help lists what can be asked.\n`;
}

function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  return { input: stdin, output: stdout, errors: stderr, env, cwd: process.cwd() };
}
