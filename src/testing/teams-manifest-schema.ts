import { readdir, readFile } from "node:fs/promises";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

const folder = new URL("../../node_modules/@microsoft/app-manifest/build/json-schemas/teams/", import.meta.url);

/** The newest version of the Teams app's manifest whose JSON Schema Microsoft has published in its package. */
export async function newestManifestVersion(): Promise<string> {
  const versions = (await readdir(folder)).flatMap((name) => /^v(\d+\.\d+)$/.exec(name)?.[1] ?? []);
  const minor = (version: string) => Number(version.split(".")[1]);
  return versions.sort((a, b) => minor(a) - minor(b)).at(-1) ?? "";
}

/** What Microsoft's JSON Schema for that version says is wrong with a manifest. */
export async function manifestMistakes(manifest: unknown): Promise<readonly string[]> {
  compiled ??= compileSchema();
  const isRight = await compiled;
  isRight(manifest);
  return (isRight.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

let compiled: Promise<ValidateFunction> | undefined;

async function compileSchema(): Promise<ValidateFunction> {
  const file = new URL(`v${await newestManifestVersion()}/MicrosoftTeams.schema.json`, folder);
  // Its draft is older than ajv's, and it uses nothing in which the two differ.
  const { $schema: _, ...schema } = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(schema);
}
