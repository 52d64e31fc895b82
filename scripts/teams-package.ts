// Makes what is uploaded to Teams: npm run teams:package [-- --config callboard.yaml] [-- --out callboard-teams.zip].
// --url and --version are those of `callboard manifest teams`.
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { zipSync } from "fflate";
import { readArguments } from "../src/cli/arguments.ts";
import { madeTeamsManifest } from "../src/cli/manifest/teams.ts";
import { BotError } from "../src/errors.ts";

const usage =
  "Use: npm run teams:package -- [--config <file>] [--out <file.zip>] [--url <https address>] [--version <1.2.0>]";
const icons = new URL("../adapters/teams/manifest/", import.meta.url);
/** The same content makes the same file. */
const never = new Date(1980, 0, 1);

try {
  console.log(await pack(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof BotError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function pack(args: readonly string[]): Promise<string> {
  const text = { type: "string" } as const;
  const options = { config: text, out: text, url: text, version: text } as const;
  const { config, out = "callboard-teams.zip", ...flags } = readArguments({ args, options }, usage).values;
  const env = config === undefined ? process.env : { ...process.env, CALLBOARD_CONFIG: config };
  const { manifest, missing } = await madeTeamsManifest(flags, { cwd: process.cwd(), env });
  if (missing.length > 0) throw new BotError("invalid_config", missing.join("\n"));
  const files: Record<string, Uint8Array> = {
    "manifest.json": new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`),
  };
  for (const name of Object.values(manifest.icons)) files[name] = await readFile(new URL(name, icons));
  const path = resolve(out);
  await writeFile(path, zipSync(files, { mtime: never }));
  return `${path}: version ${manifest.version} of the Teams app ${manifest.id}. docs/teams.md says where to upload it.`;
}
