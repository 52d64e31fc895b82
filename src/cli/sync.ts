import { parseArgs } from "node:util";
import { consoleAddress } from "../../adapters/console/index.ts";
import type { Config } from "../config.ts";
import { BotError } from "../errors.ts";
import { createBot } from "../main.ts";
import { syncReply, unknownSource } from "../plugins/sync/index.ts";
import type { SourceReport } from "../sync/syncer.ts";
import { printer, terminalUser } from "./ask.ts";
import { openSetting } from "./setting.ts";
import { type CliCommand, print, toJson } from "./terminal.ts";

/** `callboard sync [--json] [--accept <source>]`: reads the sources once. Exit 3 when one failed, 1 when one is held. */
export const sync: CliCommand = async (args, terminal) => {
  const { isJson, accept } = readArgs(args);
  const { config, log } = await openSetting(terminal, "error");
  assertConfigured(config, accept);
  const { app } = createBot(config, { log, adapters: [], environment: terminal.env });
  try {
    await app.pipeline.restore();
    const sources = await app.pipeline.sync({ accept });
    await app.pipeline.settled();
    if (isJson) await print(terminal, `${toJson({ sources })}\n`);
    else await printer(terminal, terminalUser(undefined)).send(consoleAddress, syncReply(sources).message);
    return exitCode(sources);
  } finally {
    await app.stop();
  }
};

function readArgs(args: readonly string[]): { isJson: boolean; accept: readonly string[] } {
  try {
    const options = { json: { type: "boolean" }, accept: { type: "string", multiple: true } } as const;
    const { values } = parseArgs({ args: [...args], options });
    return { isJson: values.json ?? false, accept: values.accept ?? [] };
  } catch (error) {
    throw new BotError("usage", "Use: callboard sync [--json] [--accept <source>].", { cause: error });
  }
}

function assertConfigured({ catalog }: Config, accept: readonly string[]): void {
  const names = catalog.sources.map(({ name }) => name);
  const unknown = accept.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new BotError("usage", unknownSource(unknown, names));
  }
}

function exitCode(sources: readonly SourceReport[]): number {
  if (sources.some(({ status }) => status === "failed")) return 3;
  return sources.some(({ status }) => status === "held") ? 1 : 0;
}
