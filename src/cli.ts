import { randomBytes } from "node:crypto";
import { exitCodeOf } from "./cli/exit-code.ts";
import { programName, programVersion } from "./cli/program-name.ts";
import { type CliCommand, print, type Terminal } from "./cli/terminal.ts";
import { BotError } from "./errors.ts";
import { createLog } from "./log.ts";

interface Entry {
  readonly usage: string;
  /** What it does, in a sentence or two. */
  readonly purpose: string;
  load(): Promise<CliCommand>;
}

/** Each is loaded when it is asked for, so that `ask` starts quickly. */
const commands: Readonly<Record<string, Entry>> = {
  start: {
    usage: "start",
    purpose:
      "Runs the bot: on the chat platform of callboard.yaml, without one in it here in the terminal. Without callboard.yaml it runs the playground.",
    load: async () => (await import("./cli/start.ts")).start,
  },
  ask: {
    usage: 'ask "<text>" [--json] [--as <email>]',
    purpose: "Asks once, such as “whoowns payments-api”. --as asks with the rights of that person.",
    load: async () => (await import("./cli/ask.ts")).ask,
  },
  sync: {
    usage: "sync [--json] [--accept <source>]",
    purpose: "Reads the catalog's sources once. --accept takes over a source that was held for removing too much.",
    load: async () => (await import("./cli/sync.ts")).sync,
  },
  check: {
    usage: "check <path> [--json]",
    purpose: "Checks catalog files, templates and callboard.yaml, with file, line and what to do.",
    load: async () => (await import("./cli/check.ts")).check,
  },
  doctor: {
    usage: "doctor [--json]",
    purpose: "Says what is wrong with the set-up, and what to do.",
    load: async () => (await import("./cli/doctor.ts")).doctor,
  },
  init: {
    usage:
      "init [--catalog <repository or folder>] [--slack socket|http|none] [--teams] [--url <https address>] [--admins <group>] [--force]",
    purpose:
      "Writes callboard.yaml here. At a terminal it asks for what is left out; without one --catalog is required.",
    load: async () => (await import("./cli/init.ts")).init,
  },
  manifest: {
    usage: "manifest slack|teams [--url <https address>] [--version <1.2.0>]",
    purpose:
      "Prints the manifest of the Slack or Teams app that fits callboard.yaml; with --url, of one reached there.",
    load: async () => (await import("./cli/manifest.ts")).manifest,
  },
  export: {
    usage: "export [file]",
    purpose: "Writes the state as lines of JSON, also while the bot runs.",
    load: async () => (await import("./cli/export.ts")).exportState,
  },
  import: {
    usage: "import <file> [--replace]",
    purpose: "Makes an export the state, all of it or nothing. Only while no bot runs.",
    load: async () => (await import("./cli/import.ts")).importState,
  },
};

/** The terminal's entry: `callboard <command> …`. Never rejects; the result is the exit code. */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  const [name = "", ...rest] = args;
  try {
    if (name === "" || /^(-h|--help|help)$/.test(name)) {
      await print(terminal, usage(programName(terminal.cwd)));
      return name === "" ? 2 : 0;
    }
    if (/^(-v|--version|version)$/.test(name)) {
      await print(terminal, `callboard ${programVersion()}\n`);
      return 0;
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) {
      throw new BotError(
        "usage",
        `callboard has no command “${name.slice(0, 40)}”. ${programName(terminal.cwd)} help lists what there is.`,
      );
    }
    if (asksForHelp(rest)) {
      await print(terminal, `Use: ${programName(terminal.cwd)} ${command.usage}\n${command.purpose}\n`);
      return 0;
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

function usage(program: string): string {
  const lines = Object.values(commands).map((command) => `  ${program} ${command.usage}`);
  const more = `${program} <command> --help says more. ${program} ask help lists what can be asked.`;
  return `Callboard: who owns it, and who to tell.\n\n${lines.join("\n")}\n\n${more}\n`;
}

/** What follows `--` is a text and no option. */
function asksForHelp(args: readonly string[]): boolean {
  const options = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  return options.includes("--help") || options.includes("-h");
}

function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  return { input: stdin, output: stdout, errors: stderr, env, cwd: process.cwd() };
}
