import { consoleAddress } from "../../adapters/console/index.ts";
import { syncReply } from "../plugins/sync/index.ts";
import type { SourceReport } from "../sync/syncer.ts";
import { readArguments } from "./arguments.ts";
import { printer } from "./ask.ts";
import { openSettingsBot, whenReady } from "./fresh-bot.ts";
import { openControl } from "./open-control.ts";
import { sayIfSample } from "./setting.ts";
import { type CliCommand, print, toJson } from "./terminal.ts";
import { terminalUser } from "./terminal-user.ts";

const usage = "Use: callboard sync [--json] [--accept <source>].";

/** `callboard sync [--json] [--accept <source>]`: reads the sources once. Exit 3 when one failed, 1 when one is held. */
export const sync: CliCommand = async (args, terminal) => {
  const options = { json: { type: "boolean" }, accept: { type: "string", multiple: true } } as const;
  const { values } = readArguments({ args, options }, usage);
  const { control, close } = await openControl(terminal, async (setting) => {
    sayIfSample(setting, terminal);
    const bot = await openSettingsBot(setting, terminal);
    return whenReady({ ...bot, ready: bot.app.pipeline.restore() });
  });
  try {
    const sources = await control.sync({ accept: values.accept ?? [] });
    if (values.json) await print(terminal, `${toJson({ sources })}\n`);
    else await printer(terminal, terminalUser(undefined)).send(consoleAddress, syncReply(sources).message);
    return exitCode(sources);
  } finally {
    await close();
  }
};

function exitCode(sources: readonly SourceReport[]): number {
  if (sources.some(({ status }) => status === "failed")) return 3;
  return sources.some(({ status }) => status === "held") ? 1 : 0;
}
