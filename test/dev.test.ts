import { spawn } from "node:child_process";
import { appendFile, cp, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { watchSources } from "../scripts/watch-sources.ts";
import { temporaryFolder } from "../src/testing/temporary-folder.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
/** A machine that does much else is slow. */
const patience = { timeout: 15_000, interval: 20 };

/** Saves as many editors do: what takes the file's name is another file. */
async function saveByRename(path: string): Promise<void> {
  const text = await readFile(path, "utf8");
  await writeFile(`${path}.new`, `${text}\n`);
  await rename(`${path}.new`, path);
}

test("sources that are saved in any way are noticed, every time; what the bot does not run is not", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "plugin"));
  const source = join(folder, "plugin", "index.ts");
  await writeFile(source, "");
  const changed = vi.fn();
  onTestFinished(watchSources([folder, join(folder, "nonexistent")], changed, 10));
  const once = async (how: string, change: () => Promise<unknown>) => {
    changed.mockClear();
    await change();
    await vi.waitFor(() => expect(changed, how).toHaveBeenCalledOnce(), patience);
  };

  await once("saved by rename", () => saveByRename(source));
  await once("saved by rename again", () => saveByRename(source));
  await once("appended to", () => appendFile(source, "// more\n"));
  await once("in a new folder", async () => {
    await mkdir(join(folder, "new", "deep"), { recursive: true });
    await writeFile(join(folder, "new", "deep", "index.ts"), "");
  });
  await once("changed there", () => appendFile(join(folder, "new", "deep", "index.ts"), "// more\n"));
  await once("removed", () => rm(source));
  await once("removed with its folder", () => rm(join(folder, "new"), { recursive: true }));
  changed.mockClear();
  await Promise.all(["a.test.ts", "a.soak.ts", "a.md"].map((name) => writeFile(join(folder, name), "")));
  await symlink(join(folder, "nowhere"), join(folder, ".#lock.ts"));
  await mkdir(join(folder, "empty"));
  // By the time that this one is noticed the others would have been.
  await once("alone", () => writeFile(source, ""));
});

/** A checkout whose bot is this script, under `npm run dev`'s own. */
async function dev(bot: string, port: number) {
  const folder = await temporaryFolder();
  for (const part of ["scripts", "src", "adapters"]) await mkdir(join(folder, part));
  for (const part of ["package.json", "scripts/dev.ts", "scripts/watch-sources.ts"]) {
    await cp(join(root, part), join(folder, part));
  }
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  const source = join(folder, "src", "cli.ts");
  await writeFile(source, bot);
  const env = { ...process.env, CALLBOARD_PLAYGROUND_PORT: String(port) };
  // A group of its own, as a terminal gives it one.
  const child = spawn(process.execPath, ["--import", "tsx", join(folder, "scripts", "dev.ts")], {
    cwd: folder,
    env,
    detached: true,
  });
  const ended = new Promise((resolve) => child.once("close", (code, signal) => resolve(signal ?? code)));
  const toAll = (signal: NodeJS.Signals) => process.kill(-(child.pid ?? Number.NaN), signal);
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) toAll("SIGKILL");
    await ended;
  });
  let said = "";
  for (const output of [child.stdout, child.stderr]) {
    output.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  return {
    source,
    child,
    ended,
    toAll,
    said: () => said,
    ports: () => [...said.matchAll(/^on (\d+)$/gm)].map(([, found]) => Number(found)),
  };
}

const running = `
export async function main() {
  const waiting = setInterval(() => {}, 1000);
  await new Promise((resolve) => {
    process.once("SIGTERM", resolve);
    process.stdout.write("on " + process.env.CALLBOARD_PLAYGROUND_PORT + "\\n");
  });
  clearInterval(waiting);
  return 0;
}
`;

test("the bot starts anew at every save, with its page where it was, and ends with SIGTERM", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void other.close());
  const address = other.address();
  const taken = typeof address === "object" && address ? address.port : 0;
  const { source, child, ended, ports, said } = await dev(running, taken);
  await vi.waitFor(() => expect(ports()).toHaveLength(1), patience);
  other.close();

  await saveByRename(source);
  await vi.waitFor(() => expect(ports()).toHaveLength(2), patience);
  await saveByRename(source);
  await vi.waitFor(() => expect(ports()).toHaveLength(3), patience);
  child.kill("SIGTERM");

  expect(await ended).toBe(0);
  const [first = 0] = ports();
  expect(first).toBeGreaterThan(taken);
  expect(said()).toBe([1, 2, 3].map(() => `on ${first}\n`).join("\nChanged: starts anew.\n"));
});

test("Ctrl-C ends it while the bot is loading too", async () => {
  const { ended, said, toAll } = await dev(
    `process.stdout.write("loading\\n"); await new Promise((resolve) => setTimeout(resolve, 60_000));`,
    0,
  );
  await vi.waitFor(() => expect(said()).toBe("loading\n"), patience);

  toAll("SIGINT");

  expect(await ended).toBe(0);
  expect(said()).toBe("loading\n");
});

test("what cannot be loaded is started again when it is mended", async () => {
  const { source, said, ports, ended, toAll } = await dev(`throw new Error("no such thing");`, 0);
  await vi.waitFor(
    () => expect(said()).toContain("Ended. Starts anew at the next change; Ctrl-C ends it.\n"),
    patience,
  );

  await writeFile(source, running);

  await vi.waitFor(() => expect(ports()).toHaveLength(1), patience);
  toAll("SIGINT");
  expect(await ended).toBe(0);
});
