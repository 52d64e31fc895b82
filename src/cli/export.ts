import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { BotError } from "../errors.ts";
import { readArguments } from "./arguments.ts";
import { openSettingsBot } from "./fresh-bot.ts";
import { openControl } from "./open-control.ts";
import { programName } from "./program-name.ts";
import type { Setting } from "./setting.ts";
import { type CliCommand, print, type Terminal } from "./terminal.ts";

const usage = "Use: callboard export [file], for example callboard export state.jsonl.";

/** `callboard export [file]`: the state as lines of JSON, to a file that is whole or not there, or to the output. */
export const exportState: CliCommand = async (args, terminal) => {
  const { positionals } = readArguments({ args, allowPositionals: true }, usage);
  if (positionals.length > 1) throw new BotError("usage", usage);
  const { control, close } = await openControl(terminal, async (setting) => {
    assertKept(setting, terminal);
    return openSettingsBot(setting, terminal);
  });
  try {
    const lines = control.exportLines();
    const [file] = positionals;
    if (file === undefined) for await (const line of lines) await print(terminal, `${line}\n`);
    else await writeWhole(resolve(terminal.cwd, file), lines, terminal);
    return 0;
  } finally {
    await close();
  }
};

/** @throws BotError `usage` where nothing is kept that could be exported or replaced */
export function assertKept({ config, isSample }: Setting, { cwd }: Terminal): void {
  if (isSample) {
    const what = "No configuration here: this is the sample organisation Acme, which keeps no state.";
    throw new BotError("usage", `${what} ${programName(cwd)} init makes one.`);
  }
  if (config.store.type === "memory") {
    throw new BotError("usage", "The state is kept in memory and ends with the bot. Configure store: { type: lowdb }.");
  }
}

async function writeWhole(path: string, lines: AsyncIterable<string>, { errors }: Terminal): Promise<void> {
  const draft = `${path}.${randomBytes(3).toString("hex")}.tmp`;
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await writeAll(file, lines);
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    if (error instanceof BotError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new BotError("usage", `${path} cannot be written (${code}). Name another file.`, { cause: error });
  }
  errors.write(`Exported to ${path}.\n`);
}

async function writeAll(file: FileHandle, lines: AsyncIterable<string>): Promise<void> {
  for await (const line of lines) await file.write(`${line}\n`);
  await file.sync();
}
