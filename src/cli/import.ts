import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import { BotError } from "../errors.ts";
import type { Store } from "../store/store.ts";
import { importStore } from "../store/transfer.ts";
import { readArguments } from "./arguments.ts";
import { assertKept } from "./export.ts";
import { openSettingsBot } from "./fresh-bot.ts";
import { runningBot } from "./open-control.ts";
import { openSetting } from "./setting.ts";
import { type CliCommand, print } from "./terminal.ts";

const usage = "Use: callboard import <file> [--replace]; the file is what callboard export wrote.";

/** `callboard import <file> [--replace]`: an export becomes the state, all of it or nothing. Only while no bot runs. */
export const importState: CliCommand = async (args, terminal) => {
  const options = { replace: { type: "boolean" } } as const;
  const { values, positionals } = readArguments({ args, options, allowPositionals: true }, usage);
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new BotError("usage", usage);
  const running = await runningBot(terminal);
  if (running !== undefined) {
    throw new BotError("conflict", `Callboard runs with pid ${running.pid}. Stop it first: kill ${running.pid}`);
  }
  const setting = await openSetting(terminal, "error");
  assertKept(setting, terminal);
  const file = await openFile(resolve(terminal.cwd, name));
  try {
    const bot = await openSettingsBot(setting, terminal);
    try {
      const { entries } = await replaceState(bot.store, file, values.replace ?? false);
      await print(terminal, `Imported ${entries} ${entries === 1 ? "entry" : "entries"}.\n`);
    } finally {
      await bot.close();
    }
  } finally {
    await file.close();
  }
  return 0;
};

async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new BotError("usage", `${path} cannot be read (${cause.code}). Name a file that export wrote.`, { cause });
  });
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new BotError("usage", `${path} is not a file. Name a file that export wrote.`);
}

async function replaceState(store: Store, file: FileHandle, replace: boolean): Promise<{ entries: number }> {
  if (!replace && (await store.list("", { limit: 1 })).length > 0) {
    throw new BotError(
      "conflict",
      "There is a state already. --replace puts the import in its place; export it first.",
    );
  }
  return importStore(store, file.readLines(), { replace });
}
