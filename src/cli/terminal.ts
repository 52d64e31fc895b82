import { BotError } from "../errors.ts";

/** What every command of the terminal gets, so that a test can be the terminal. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly errors: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/**
 * Writes to a terminal's output, and waits until it is written.
 * @throws BotError `unavailable` when nobody reads it any more, as after `| head`
 */
export async function print({ output }: Pick<Terminal, "output">, text: string): Promise<void> {
  // The error is told by the write; as an event without a listener it would end the process.
  const toldByWrite = () => undefined;
  output.once("error", toldByWrite);
  try {
    await new Promise<void>((resolve, reject) => {
      output.write(text, (error) => (error ? reject(error) : resolve()));
    });
    output.off("error", toldByWrite);
  } catch (cause) {
    throw new BotError("unavailable", "Nothing reads the terminal's output any more.", { cause });
  }
}

/** One line of JSON in which nothing invisible stands as it is: foreign text may hold what moves a cursor or turns a line around. */
export function toJson(value: unknown): string {
  const escaped = (found: string) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, escaped);
}

/** Runs a command with its own arguments; the result is the exit code. */
export type CliCommand = (args: readonly string[], terminal: Terminal) => Promise<number>;
