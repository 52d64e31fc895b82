import { mkdir, readdir, rename, symlink, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { type Installation, install, type RunningCommand } from "../../src/testing/installation.ts";
import { smallDisk } from "../../src/testing/small-disk.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

let installed: Installation;

beforeAll(async () => {
  installed = await install();
}, 60_000);

afterAll(() => installed.remove());

/** `callboard start` in a folder without a configuration, once it has said where its page is. */
async function playground(env: Readonly<Record<string, string>> = {}) {
  const cwd = await temporaryFolder();
  const command = start(cwd, env);
  const said = await greeting(command);
  const address = /^The playground: (http:\/\/127\.0\.0\.1:\d+)$/m.exec(said)?.[1] ?? "";
  return { cwd, command, said, address, port: Number(new URL(address).port) };
}

/** What stands in front of a command to put a disk where the sample is kept; undefined where the system allows none. */
async function sampleDisk(options: string): Promise<readonly string[] | undefined> {
  const folder = join(installed.path, "data", "sample");
  await mkdir(folder, { recursive: true });
  return smallDisk(folder, options)?.command;
}

/** A process that is ended with the running test, should it still be there. */
function start(
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  inFront: readonly string[] = [],
): RunningCommand {
  const command = installed.start(["start"], { cwd, env, command: inFront });
  onTestFinished(async () => {
    command.process.kill("SIGKILL");
    await command.ended;
  });
  return command;
}

/** What a playground says until somebody can go there. */
function greeting(command: RunningCommand): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    command.process.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Ctrl-C ends it.\n")) resolve(said);
    });
    command.ended.then(() => reject(new Error(`It ended: ${said}`)), reject);
  });
}

interface Message {
  readonly isApp: boolean;
  readonly text: string;
}

/** What Lena sees at the page when she comes: the first of its live events. */
async function messages(address: string): Promise<readonly Message[]> {
  const leaving = new AbortController();
  const { body } = await fetch(`${address}/slack/live?as=`, { signal: leaving.signal });
  let text = "";
  try {
    for await (const chunk of body ?? []) {
      text += Buffer.from(chunk).toString();
      const data = /^data: (.*)$/m.exec(text.slice(0, text.lastIndexOf("\n")))?.[1];
      if (data !== undefined) return (JSON.parse(data) as { messages: Message[] }).messages;
    }
    throw new Error(`No event: ${text}`);
  } finally {
    leaving.abort();
  }
}

/** A machine that does much else is slow. */
const patience = { timeout: 15_000, interval: 50 };

/** Waits until nothing listens there any more. */
async function gone(address: string): Promise<void> {
  await vi.waitFor(() => expect(fetch(address)).rejects.toThrow(), patience);
}

describe("callboard start without a configuration", () => {
  test("opens a playground whose first answer is there and right", async () => {
    const { cwd, address, said } = await playground();

    const page = await fetch(address);
    const seen = await vi.waitFor(async () => {
      const all = await messages(address);
      expect(all.some(({ isApp }) => isApp)).toBe(true);
      return all;
    }, patience);

    expect(said).toMatch(
      /^The playground: http:\/\/127\.0\.0\.1:\d+\n(Port 4400 is taken, so it is on \d+\.\n)?The sample organisation Acme in a simulated Slack, Teams and GitHub, on this machine alone\. Ctrl-C ends it\.\n$/,
    );
    expect(await page.text()).toContain("<title>Callboard playground</title>");
    expect(seen.find(({ isApp }) => isApp)?.text).toContain("Team Payments owns payments-api");
    expect(await readdir(cwd)).toEqual([]);
  });

  test("says which port it took where another has its own", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const taken = (other.address() as AddressInfo).port;

    const { said, port } = await playground({ CALLBOARD_PLAYGROUND_PORT: String(taken) });

    expect(port).not.toBe(taken);
    expect(said).toContain(`\nPort ${taken} is taken, so it is on ${port}.\n`);
  });

  test("takes the port that the environment names", async () => {
    // Any free one.
    const { said, port } = await playground({ CALLBOARD_PLAYGROUND_PORT: "0" });

    expect(said).not.toContain("taken");
    expect(port).toBeGreaterThan(4420);
  });

  test.each(["many", "65536", "-1"])("says so where the environment's port is none: %s", async (port) => {
    const { exitCode, errors } = await start(await temporaryFolder(), { CALLBOARD_PLAYGROUND_PORT: port }).ended;

    expect({ exitCode, errors }).toEqual({
      exitCode: 2,
      errors: "CALLBOARD_PLAYGROUND_PORT takes a port, 65535 at most. Set it to one, or unset it.\n",
    });
  });

  test("needs no git", async () => {
    const bin = await temporaryFolder();
    await symlink(process.execPath, join(bin, "node"));

    const { said, address } = await playground({ PATH: bin });

    expect(said).toMatch(/^The playground: /);
    await vi.waitFor(async () => {
      const texts = (await messages(address)).map(({ text }) => text);
      expect(texts.join("\n")).toContain("Team Payments owns payments-api");
    }, patience);
  });

  test.each([
    ["read-only", "ro", "read-only file system"],
    ["full", "size=4k", "no space left on device"],
  ])("keeps nothing where data/sample is %s, which the terminal says", async (_, options, why) => {
    const disk = await sampleDisk(options);
    if (disk === undefined) return;
    const said = `data/sample cannot be written (${why}): the sample organisation is read from its folder.\n`;
    const cwd = await temporaryFolder();
    const command = start(cwd, {}, disk);

    const greeted = await greeting(command);
    expect(greeted).toMatch(/^The playground: /);
    const [asked, synced] = await Promise.all([
      installed.start(["ask", "whoowns payments-api"], { cwd, command: disk }).ended,
      installed.start(["sync"], { cwd, command: disk }).ended,
    ]);

    const note = "No configuration here: this is the sample organisation Acme. callboard init makes one.\n";
    expect(asked).toMatchObject({ exitCode: 0, errors: `${said}${note}` });
    expect(asked.output).toMatch(/^Team Payments owns payments-api\n/);
    expect(synced).toMatchObject({ exitCode: 0, errors: `${said}${note}` });
    expect(synced.output).toContain("acme");
  });

  test.each(["SIGTERM", "SIGINT"] as const)("ends with %s, quickly and quietly", async (signal) => {
    const { command, said, address } = await playground();
    const startedMs = performance.now();

    command.process.kill(signal);

    expect(await command.ended).toEqual({ exitCode: 0, signal: null, output: "", errors: said });
    expect(performance.now() - startedMs).toBeLessThan(5000);
    await gone(address);
  });

  test("leaves nothing behind when it is killed", async () => {
    const { command, address } = await playground();

    command.process.kill("SIGKILL");
    await command.ended;

    await gone(address);
  });
});

describe("the playground's program", () => {
  const program = () => join(installed.path, "dist", "playground.js");
  const original = () => join(installed.path, "dist", "original.js");

  /** Puts another one in its place. */
  async function replaced(script: string): Promise<void> {
    await rename(program(), original());
    onTestFinished(() => rename(original(), program()));
    await writeFile(program(), script);
  }

  test("that ends by itself ends the bot, in words", async () => {
    await replaced(`process.stderr.write("pid " + process.pid + "\\n"); await import("./original.js");`);
    const { command, said } = await playground();
    const startedMs = performance.now();

    process.kill(Number(/^pid (\d+)$/m.exec(said)?.[1]), "SIGKILL");

    expect(await command.ended).toEqual({
      exitCode: 3,
      signal: null,
      output: "",
      errors: `${said}The playground is gone: it ended with SIGKILL. Start it again.\n`,
    });
    expect(performance.now() - startedMs).toBeLessThan(8000);
  });

  test("that does not start is said to be gone, after what it said", async () => {
    await replaced(`process.stderr.write("No room.\\n"); process.exit(1);`);
    const command = start(await temporaryFolder());

    const { exitCode, errors } = await command.ended;

    expect({ exitCode, errors }).toEqual({
      exitCode: 3,
      errors: "No room.\nThe playground is gone: it ended with exit code 1. Start it again.\n",
    });
  });

  test("that says nothing ends with the bot all the same", async () => {
    await replaced(`process.stderr.write("Here."); process.stdin.resume().on("end", () => process.exit(0));`);
    const command = start(await temporaryFolder());
    await new Promise((resolve) => command.process.stderr?.once("data", resolve));

    command.process.kill("SIGTERM");

    expect(await command.ended).toEqual({ exitCode: 0, signal: null, output: "", errors: "Here." });
  });

  test.each([["playground.js"], [join("page", "index.html")]])(
    "that is not there whole, without %s, is missed before anything is started",
    async (part) => {
      const [path, aside] = [join(installed.path, "dist", part), join(installed.path, "dist", "aside")];
      await rename(path, aside);
      onTestFinished(() => rename(aside, path));
      const cwd = await temporaryFolder();

      const { exitCode, errors } = await start(cwd).ended;

      expect({ exitCode, errors }).toEqual({
        exitCode: 2,
        errors: `No configuration at ${join(cwd, "callboard.yaml")}, and the playground is not built here. Run callboard init, or in a clone npm ci with development dependencies.\n`,
      });
    },
  );
});

describe("no playground is started", () => {
  test.each([
    ["in production", { NODE_ENV: "production" }, "callboard.yaml"],
    ["in production with an empty name", { NODE_ENV: "production", CALLBOARD_CONFIG: "" }, "callboard.yaml"],
    ["for a configuration that is not there", { CALLBOARD_CONFIG: "other.yaml" }, "other.yaml"],
    ["for one below a file", { CALLBOARD_CONFIG: "file/other.yaml" }, "file/other.yaml"],
  ])("%s", async (_, env, name) => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "file"), "");

    expect(await start(cwd, env).ended).toEqual({
      exitCode: 2,
      signal: null,
      output: "",
      errors: `No configuration at ${join(cwd, name)}. Run callboard init, or set CALLBOARD_CONFIG.\n`,
    });
  });

  test("where callboard.yaml is there and of no use", async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, "callboard.yaml"));

    const { exitCode, errors } = await start(cwd).ended;

    expect({ exitCode, errors }).toEqual({
      exitCode: 2,
      errors: `${join(cwd, "callboard.yaml")} is not a file. Name the configuration file itself.\n`,
    });
  });
});
