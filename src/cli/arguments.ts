import { type ParseArgsConfig, parseArgs } from "node:util";
import { BotError } from "../errors.ts";

/**
 * A command's arguments as its options and words say.
 * @param usage what is said of arguments that are wrong
 * @throws BotError `usage`
 */
export function readArguments<const T extends ParseArgsConfig>(
  config: T & { readonly args: readonly string[] },
  usage: string,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs<T>({ ...config, args: [...config.args] });
  } catch (cause) {
    throw new BotError("usage", usage, { cause });
  }
}
