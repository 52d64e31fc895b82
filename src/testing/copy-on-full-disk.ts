import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BotError } from "../errors.ts";
import { createGitCopies } from "../sync/github/git-copies.ts";

// A program: node copy-on-full-disk <folder on a small disk> <repository> <its head>. Copies a repository that is larger than
// the disk, then a part of it that is not, and prints what happened as JSON: see `FullDiskCopyReport`.

/** What the program prints. */
export interface FullDiskCopyReport {
  readonly refused: { readonly code: string; readonly message: string };
  /** Sizes of what was read once there was room. */
  readonly readAfter: readonly number[];
}

const [disk = "", repository = "", commit = ""] = process.argv.slice(2);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const never = new AbortController().signal;
const mirrorDir = join(disk, "mirrors");
mkdirSync(mirrorDir);
const copies = createGitCopies({
  forge: { cloneAccess: async () => ({ url: repository }) },
  mirrorDir,
  network: {},
  log: quiet,
  environment: { PATH: process.env["PATH"] },
});

async function readAll(isWanted: (path: string) => boolean): Promise<readonly number[]> {
  const copy = copies.round().copy("acme/big", commit);
  const files = (await copy.list(never)).filter(({ path }) => isWanted(path));
  const sizes: number[] = [];
  for await (const content of copy.read(files, { maxBytes: 2 ** 30 }, never)) {
    sizes.push("bytes" in content ? content.bytes.length : -1);
  }
  return sizes;
}

async function refusal(): Promise<FullDiskCopyReport["refused"]> {
  try {
    await readAll(() => true);
    return { code: "none", message: "" };
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return { code: error.code, message: error.message };
  }
}

const refused = await refusal();
rmSync(join(mirrorDir, "big"), { recursive: true, force: true });
const report: FullDiskCopyReport = { refused, readAfter: await readAll((path) => path === "small.yaml") };
process.stdout.write(JSON.stringify(report));
