// Writes manifest.json, as `callboard manifest slack` prints it without a configuration, and docs/slack-scopes.md.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { scopesPage } from "../adapters/slack/manifest/scopes.ts";
import { manifest } from "../src/cli/manifest.ts";

await write("manifest.json", await printedManifest());
await write("docs/slack-scopes.md", scopesPage());

/** Runs the command where there is no configuration: neither a file nor a variable. */
async function printedManifest(): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), "callboard-manifest-"));
  try {
    const output = new PassThrough();
    const printed = text(output);
    await manifest(["slack"], { input: process.stdin, output, errors: process.stderr, env: {}, cwd });
    output.end();
    return await printed;
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

async function write(name: string, next: string): Promise<void> {
  const file = new URL(`../${name}`, import.meta.url);
  const current = await readFile(file, "utf8").catch(() => "");
  if (current !== next) await writeFile(file, next);
  console.log(`${name} ${current === next ? "is current" : "written"}`);
}
