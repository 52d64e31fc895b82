// Compiles src/ and adapters/ to dist/. With --if-stale it does nothing when no source is newer than the last build.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = join(root, "dist", ".built");

function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const inputs = ["src", "adapters", "tsconfig.json", "tsconfig.build.json", "package-lock.json"];
const isStale = !existsSync(stamp) || inputs.some((input) => newest(join(root, input)) > statSync(stamp).mtimeMs);

function compiler() {
  try {
    return createRequire(import.meta.url).resolve("typescript/bin/tsc");
  } catch {
    return undefined;
  }
}

const tsc = compiler();
if (tsc === undefined) {
  process.stderr.write(
    "TypeScript is not installed, so dist/ stays as it is. Install with development dependencies to build it.\n",
  );
} else if (isStale || !process.argv.includes("--if-stale")) {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  const result = spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json")], { stdio: "inherit" });
  if (result.status !== 0) process.exit(result.status ?? 1);
  writeFileSync(stamp, "");
}
