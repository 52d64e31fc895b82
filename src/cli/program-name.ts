import { existsSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of our package.json, from the sources as from the build. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

/**
 * What is typed in `cwd` to start this program: in a clone, whose `callboard` is on no `PATH`, through npm. What is
 * installed has no sources.
 */
export function programName(cwd: string): string {
  const folder = packageFolder();
  const isClone = existsSync(join(folder, "src")) && `${cwd}${sep}`.startsWith(`${folder}${sep}`);
  return isClone ? "npx --no callboard" : "callboard";
}

/** The version of this package. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")) as { version: string };
  return version;
}
