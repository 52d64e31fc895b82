import { consoleAddress, createConsoleAdapter } from "../../adapters/console/index.ts";
import type { ChatUser } from "../chat/event.ts";
import { BotError } from "../errors.ts";
import { failure, type Said } from "../router/outcome.ts";
import { readArguments } from "./arguments.ts";
import { exitCodeOf } from "./exit-code.ts";
import { freshBot, whenReady } from "./fresh-bot.ts";
import { openControl } from "./open-control.ts";
import { sayIfSample } from "./setting.ts";
import { type CliCommand, print, type Terminal, toJson } from "./terminal.ts";
import { terminalUser } from "./terminal-user.ts";

const usage = 'Use: callboard ask "<text>" [--json] [--as <email>]. Put the question in quotes.';

/** `callboard ask "<text>" [--json] [--as <email>]`: one question, one answer. */
export const ask: CliCommand = async (args, terminal) => {
  const options = { json: { type: "boolean" }, as: { type: "string" } } as const;
  const { values, positionals } = readArguments({ args, options, allowPositionals: true }, usage);
  const user = terminalUser(values.as);
  const asking = answered(positionals.join(" "), user, terminal);
  const outcome = await (values.json ? asking.catch(asFailure) : asking);
  if (values.json) await print(terminal, `${toJson(asJson(outcome))}\n`);
  else await printer(terminal, user).send(consoleAddress, outcome.message);
  return exitCode(outcome);
};

async function answered(text: string, user: ChatUser, terminal: Terminal): Promise<Said> {
  const { control, close } = await openControl(terminal, async (setting) => {
    sayIfSample(setting, terminal);
    return whenReady(await freshBot(setting, terminal));
  });
  try {
    const event = { type: "command", text, user, address: consoleAddress, place: "direct" } as const;
    return await control.ask(event, AbortSignal.timeout(60_000));
  } finally {
    await close();
  }
}

/** What cannot be answered at all, as a script reads it: also a configuration with mistakes. */
function asFailure(error: unknown): Said {
  if (error instanceof BotError) return failure({ code: error.code, message: error.message }, undefined);
  throw error;
}

/** The terminal as a chat that prints one message. */
export function printer(terminal: Terminal, user: ChatUser): ReturnType<typeof createConsoleAdapter> {
  const { input, output, env } = terminal;
  const isTerminal = output.isTTY === true;
  return createConsoleAdapter({ input, output, isTerminal, colors: isTerminal && !env["NO_COLOR"], user });
}

function asJson(outcome: Said): unknown {
  const { status, command, message } = outcome;
  const data = outcome.status === "error" ? null : outcome.data;
  return {
    status,
    command: command ?? null,
    data,
    message: withoutAddresses(message),
    ...(outcome.status === "error" && { error: outcome.error }),
  };
}

/** A person's address is there for a chat to find their profile by: it is for nobody to read. */
function withoutAddresses(message: Said["message"]): unknown {
  const isPerson = (value: unknown) =>
    typeof value === "object" && value !== null && "type" in value && value.type === "person";
  const text = JSON.stringify(message, (_, value) => (isPerson(value) ? { ...value, email: undefined } : value));
  return text === undefined ? undefined : JSON.parse(text);
}

function exitCode(outcome: Said): number {
  if (outcome.status === "error") return exitCodeOf(outcome.error.code);
  return outcome.status === "none" ? 1 : 0;
}
