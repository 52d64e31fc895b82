import { consoleAddress } from "../../adapters/console/index.ts";
import { doctorReply } from "../plugins/doctor/doctor-reply.ts";
import { readArguments } from "./arguments.ts";
import { printer } from "./ask.ts";
import { freshBot, whenReady } from "./fresh-bot.ts";
import { openControl } from "./open-control.ts";
import { sayIfSample } from "./setting.ts";
import { type CliCommand, print, toJson } from "./terminal.ts";
import { terminalUser } from "./terminal-user.ts";

const usage = "Use: callboard doctor [--json].";

/** `callboard doctor [--json]`: what is wrong with the set-up and what to do. Exit 1 when there is a problem. */
export const doctor: CliCommand = async (args, terminal) => {
  const { values } = readArguments({ args, options: { json: { type: "boolean" } } }, usage);
  const { control, close } = await openControl(terminal, async (setting) => {
    sayIfSample(setting, terminal);
    // The platforms are looked at, not connected.
    return whenReady(await freshBot(setting, terminal, { isServing: true }));
  });
  try {
    const findings = await control.diagnose(AbortSignal.timeout(60_000));
    if (values.json) await print(terminal, `${toJson({ findings })}\n`);
    else await printer(terminal, terminalUser(undefined)).send(consoleAddress, doctorReply(findings).message);
    return findings.some(({ level }) => level === "problem") ? 1 : 0;
  } finally {
    await close();
  }
};
