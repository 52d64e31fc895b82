import { execFile } from "node:child_process";
import { access, constants, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";

/** A browser on this machine, or why there is none. */
export type FoundBrowser =
  | { readonly path: string; readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> }
  | { readonly missing: string };

const repository = fileURLToPath(new URL("../..", import.meta.url));
const installedNames = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome"];
const installedPaths = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Starts a browser without a window. @throws Error that says why there is none */
export async function launchBrowser(): Promise<Browser> {
  const found = await findBrowser(process.env);
  if ("missing" in found) throw new Error(found.missing);
  const { path, args, env } = found;
  return chromium.launch({ executablePath: path, args: [...args], env: { ...definedEnvironment(), ...env } });
}

/**
 * `CALLBOARD_BROWSER`, else an installed Chrome or Chromium, else the one that comes as a package, for Linux on x64.
 * @throws Error when `CALLBOARD_BROWSER` names nothing that can be run
 */
export async function findBrowser(
  env: Readonly<Record<string, string | undefined>>,
  { platform, arch }: { readonly platform: string; readonly arch: string } = process,
): Promise<FoundBrowser> {
  const wanted = env["CALLBOARD_BROWSER"];
  if (wanted) {
    if (await isProgram(wanted)) return { path: wanted, args: sandboxArgs(), env: {} };
    throw new Error(`CALLBOARD_BROWSER names ${wanted}, which cannot be run. Name Chrome's or Chromium's program.`);
  }
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = [
    ...folders.flatMap((folder) => installedNames.map((name) => join(folder, name))),
    ...installedPaths,
  ];
  for (const path of candidates) if (await starts(path)) return { path, args: sandboxArgs(), env: {} };
  if (platform === "linux" && arch === "x64") return packagedChromium();
  return {
    missing: `no Chrome or Chromium is installed, and none comes as a package for ${platform} ${arch}; set CALLBOARD_BROWSER`,
  };
}

/** Chrome refuses its sandbox to root, as in most containers. */
function sandboxArgs(): readonly string[] {
  return process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}

/** Unpacked once, beside what else was installed; it brings its own libraries and fonts. */
async function packagedChromium(): Promise<FoundBrowser> {
  const root = join(repository, "node_modules");
  const { version } = JSON.parse(await readFile(join(root, "@sparticuz", "chromium", "package.json"), "utf8")) as {
    version: string;
  };
  const cache = join(root, ".cache", "callboard");
  const folder = join(cache, `chromium-${version}`);
  if (!(await isProgram(join(folder, "chromium")))) await unpack(cache, folder);
  return {
    path: join(folder, "chromium"),
    args: ["--no-sandbox", "--no-zygote", "--disable-gpu", "--font-render-hinting=none"],
    env: {
      LD_LIBRARY_PATH: join(folder, "al2023", "lib"),
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
      HOME: folder,
    },
  };
}

async function unpack(cache: string, folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const made = await mkdtemp(join(cache, "unpacking-"));
  try {
    // It unpacks where temporary files are, and its libraries only where it takes the machine for one of its own cloud's.
    const script = 'const { default: c } = await import("@sparticuz/chromium"); await c.executablePath();';
    await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      cwd: repository,
      env: { PATH: process.env["PATH"], TMPDIR: made, AWS_LAMBDA_JS_RUNTIME: "nodejs20.x" },
    });
    await writeFile(join(made, "fonts.conf"), fontsConf(folder));
    await rename(made, folder).catch(async (error) => {
      // Another process was quicker.
      if (!(await isProgram(join(folder, "chromium")))) throw error;
    });
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

/** Its own names folders of its own cloud, without which it draws no letter. */
function fontsConf(folder: string): string {
  const folders = ["/usr/share/fonts", join(folder, "fonts")].map((dir) => `<dir>${dir}</dir>`).join("");
  const cache = `<cachedir>${join(folder, "fonts-cache")}</cachedir>`;
  return `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>${folders}${cache}</fontconfig>\n`;
}

/** Names of browsers stand for other things too, as for a wrapper around a browser that was never installed. */
async function starts(path: string): Promise<boolean> {
  if (!(await isProgram(path))) return false;
  return promisify(execFile)(path, ["--version"], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false; // whatever the reason, it is of no use
  }
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
