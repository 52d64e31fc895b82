// Bundles the bot and the playground to dist/, its page to dist/page: one file a command loads in a third of the time of two
// hundred. Types are checked by `npm run types`. With --if-stale it does nothing when no source is newer than the last build.
// Without the playground's folder, as in the container's image, the bot alone is built.
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const hasPlayground = existsSync(join(root, "playground", "main.ts"));

function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isStale() {
  const settings = ["scripts/build.js", "package.json", "package-lock.json", "tsconfig.json"];
  const inputs = ["src", "adapters", ...settings, ...(hasPlayground ? ["playground"] : [])];
  const stamp = join(dist, ".built");
  return !existsSync(stamp) || inputs.some((input) => newest(join(root, input)) > statSync(stamp).mtimeMs);
}

async function bundlers() {
  try {
    return [await import("esbuild"), hasPlayground ? await import("vite") : undefined];
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    return undefined;
  }
}

function buildPrograms(esbuild, outdir) {
  return esbuild.build({
    absWorkingDir: root,
    entryPoints: {
      cli: "src/cli.ts",
      main: "src/main.ts",
      worker: "src/sync/parse/worker.ts",
      ...(hasPlayground && { playground: "playground/main.ts" }),
    },
    outdir,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    sourcemap: "linked",
    legalComments: "linked",
    logLevel: "warning",
    // Found at run time: the validators as CommonJS by the thread, the log's own parts by pino.
    external: ["@backstage/*", "@slack/bolt", "botbuilder", "botframework-*", "pino", "prom-client", "tsx", "undici"],
    // Bundled CommonJS packages ask for Node's modules with `require`.
    banner: {
      js: 'import { createRequire as toRequire } from "node:module"; const require = toRequire(import.meta.url);',
    },
  });
}

/** @param vite undefined where there is no playground */
async function buildPage(vite, outDir) {
  await vite?.build({
    configFile: join(root, "playground", "page", "vite.config.ts"),
    logLevel: "warn",
    // A busy machine is no fault of the page.
    build: { outDir, emptyOutDir: true, rolldownOptions: { checks: { bundlerTimings: false } } },
  });
}

/** Another build may do the same at this moment: whichever is last stays, whole. */
function putInPlace(made, attempts = 20) {
  const old = `${made}-old`;
  try {
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(made, dist);
  } catch (error) {
    if (attempts === 0 || !["ENOENT", "ENOTEMPTY", "EEXIST"].includes(error.code)) throw error;
    putInPlace(made, attempts - 1);
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

async function build([esbuild, vite]) {
  // Built beside and renamed: whoever starts meanwhile has the old one, whole.
  const made = mkdtempSync(join(root, "dist-"));
  const startedAt = new Date();
  try {
    const parts = await Promise.allSettled([buildPrograms(esbuild, made), buildPage(vite, join(made, "page"))]);
    const failed = parts.find(({ status }) => status === "rejected");
    if (failed) throw failed.reason;
    const stamp = join(made, ".built");
    writeFileSync(stamp, "");
    // What is saved while it builds may not be in it.
    utimesSync(stamp, startedAt, startedAt);
    // A temporary folder is its maker's alone; the build is for whoever runs the bot.
    chmodSync(made, 0o755);
    putInPlace(made);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    // esbuild has said what is wrong with a source already.
    if (!("errors" in error && "warnings" in error)) process.stderr.write(`The build failed: ${error.message}\n`);
    process.exitCode = 1;
  }
}

if (!process.argv.includes("--if-stale") || isStale()) {
  // Of the page there is one build, also where tests make it: Vite takes React's for developers otherwise.
  process.env.NODE_ENV = "production";
  const tools = await bundlers();
  if (tools !== undefined) await build(tools);
  else {
    process.stderr.write(
      "esbuild or Vite is not installed, so dist/ stays as it is. Install with development dependencies.\n",
    );
  }
}
