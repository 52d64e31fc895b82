import { BotError } from "../errors.ts";
import { readArguments } from "./arguments.ts";
import { madeSlackManifest } from "./manifest/slack.ts";
import { madeTeamsManifest } from "./manifest/teams.ts";
import { type CliCommand, print } from "./terminal.ts";

const usage =
  "Use: callboard manifest slack|teams [--url <https address>] [--version <1.2.0>], for example callboard manifest slack --url https://callboard.example.com. --version is for teams alone.";

/**
 * `callboard manifest slack|teams [--url <https address>] [--version <1.2.0>]`: the manifest of the app that fits the configuration; without
 * one, that of a Slack app in Socket Mode, or of a Teams app whose id is still to come. With `--url` of an app there.
 */
export const manifest: CliCommand = async (args, terminal) => {
  const options = { url: { type: "string" }, version: { type: "string" } } as const;
  const { values, positionals } = readArguments({ args, options, allowPositionals: true }, usage);
  const [platform, ...more] = positionals;
  if (more.length > 0) throw new BotError("usage", usage);
  if (platform === "slack" && values.version === undefined) {
    await printJson(await madeSlackManifest(values, terminal));
  } else if (platform === "teams") {
    const { manifest: made, missing } = await madeTeamsManifest(values, terminal);
    await printJson(made);
    for (const sentence of missing) terminal.errors.write(`${sentence}\n`);
  } else throw new BotError("usage", usage);
  return 0;

  function printJson(made: unknown): Promise<void> {
    return print(terminal, `${JSON.stringify(made, null, 2)}\n`);
  }
};
