import { PassThrough, Readable } from "node:stream";
import type { Terminal } from "../cli/terminal.ts";
import { main } from "../cli.ts";

/** What a command left behind. */
export interface CommandEnd {
  readonly exitCode: number;
  /** Standard output. */
  readonly output: string;
  /** Standard error. */
  readonly errors: string;
}

/** Where a command runs, and what it is told. */
export interface CommandOptions {
  readonly cwd: string;
  /** Over `PATH`, which is always there. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in. */
  readonly input?: string | Readable;
  /** True when a person types and reads. */
  readonly isTerminal?: boolean;
  /** Hears what is written to standard error, when it is. */
  onError?(text: string): void;
  /** True when nobody reads what it prints, as after `| head`. */
  readonly isUnread?: boolean;
}

/** Runs `callboard <args>` in this process, piped, as in a shell without a terminal. */
export async function callboard(args: readonly string[], options: CommandOptions): Promise<CommandEnd> {
  const { cwd, env = {}, input = "" } = options;
  const output = recorded();
  if (options.isUnread) output.stream.destroy();
  const errors = recorded(options.onError);
  const isTTY = options.isTerminal ?? false;
  const terminal: Terminal = {
    input: Object.assign(typeof input === "string" ? Readable.from(input === "" ? [] : [input]) : input, { isTTY }),
    output: Object.assign(output.stream, { isTTY }),
    errors: Object.assign(errors.stream, { isTTY }),
    env: { PATH: process.env["PATH"], ...env },
    cwd,
  };
  const exitCode = await main(args, terminal);
  return { exitCode, output: output.text(), errors: errors.text() };
}

function recorded(hear: (text: string) => void = () => {}): { stream: PassThrough; text(): string } {
  const stream = new PassThrough();
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    hear(chunk);
  });
  return { stream, text: () => text };
}
