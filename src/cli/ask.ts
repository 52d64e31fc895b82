import { parseArgs } from "node:util";
import { consoleAddress, createConsoleAdapter } from "../../adapters/console/index.ts";
import type { ChatUser } from "../chat/event.ts";
import { BotError } from "../errors.ts";
import type { Said } from "../router/outcome.ts";
import { exitCodeOf } from "./exit-code.ts";
import { freshBot } from "./fresh-bot.ts";
import { openSetting } from "./setting.ts";
import { type CliCommand, print, type Terminal, toJson } from "./terminal.ts";

/** `callboard ask "<text>" [--json] [--as <email>]`: one question, one answer. */
export const ask: CliCommand = async (args, terminal) => {
  const { text, isJson, email } = readArgs(args);
  const setting = await openSetting(terminal, "error");
  const user = terminalUser(email);
  const { app, ready } = freshBot(setting, terminal);
  try {
    await ready;
    const event = { type: "command", text, user, address: consoleAddress, place: "direct" } as const;
    const outcome = await app.answer(event, AbortSignal.timeout(60_000));
    if (isJson) await print(terminal, `${toJson(asJson(outcome))}\n`);
    else await printer(terminal, user).send(consoleAddress, outcome.message);
    return exitCode(outcome);
  } finally {
    await app.stop();
  }
};

/** Who sits at the terminal: whoever runs the process, or, with `--as`, somebody with that address and no more rights than theirs. */
export function terminalUser(email: string | undefined): ChatUser {
  const base = { platform: "console", tenant: "local" };
  return email === undefined ? { ...base, id: "operator", isOperator: true } : { ...base, id: email, email };
}

/** The terminal as a chat that prints one message. */
export function printer(terminal: Terminal, user: ChatUser): ReturnType<typeof createConsoleAdapter> {
  const { input, output, env } = terminal;
  const isTerminal = output.isTTY === true;
  return createConsoleAdapter({ input, output, isTerminal, colors: isTerminal && !env["NO_COLOR"], user });
}

function readArgs(args: readonly string[]): { text: string; isJson: boolean; email: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: "boolean" }, as: { type: "string" } },
      allowPositionals: true,
    });
    return { text: positionals.join(" "), isJson: values.json ?? false, email: values.as };
  } catch (error) {
    const usage = 'Use: callboard ask "<text>" [--json] [--as <email>]. Put the question in quotes.';
    throw new BotError("usage", usage, { cause: error });
  }
}

function asJson(outcome: Said): unknown {
  const { status, command, message } = outcome;
  const data = outcome.status === "error" ? null : outcome.data;
  return {
    status,
    command: command ?? null,
    data,
    message,
    ...(outcome.status === "error" && { error: outcome.error }),
  };
}

function exitCode(outcome: Said): number {
  if (outcome.status === "error") return exitCodeOf(outcome.error.code);
  return outcome.status === "none" ? 1 : 0;
}
