/** What every command of the terminal gets, so that a test can be the terminal. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly errors: NodeJS.WritableStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Runs a command with its own arguments; the result is the exit code. */
export type CliCommand = (args: readonly string[], terminal: Terminal) => Promise<number>;
