import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { component, documents, group } from "../../src/testing/descriptor.ts";
import { type Installation, install, type RunningCommand } from "../../src/testing/installation.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

let installed: Installation;

beforeAll(async () => {
  installed = await install();
}, 60_000);

afterAll(() => installed.remove());

/** A process that is ended with the running test, should it still be there. */
function start(...[args, options]: Parameters<Installation["start"]>): RunningCommand {
  const command = installed.start(args, options);
  onTestFinished(async () => {
    command.process.kill("SIGKILL");
    await command.ended;
  });
  return command;
}

/** Runs a command to its end, with this piped in. */
async function run(args: readonly string[], options: Parameters<Installation["start"]>[1], input = "") {
  const command = start(args, options);
  command.process.stdin?.end(input);
  const { signal, ...end } = await command.ended;
  expect(signal).toBeNull();
  return end;
}

/** Ends a process as a supervisor does, and says how long that took. */
async function terminate(command: RunningCommand) {
  const startedMs = performance.now();
  command.process.kill("SIGTERM");
  const { exitCode, signal } = await command.ended;
  return { exitCode, signal, tookMs: performance.now() - startedMs };
}

/** Waits until a process has written this to its standard error. */
function said(command: RunningCommand, text: string): Promise<void> {
  let errors = "";
  return new Promise((resolve) => {
    command.process.stderr?.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
      if (errors.includes(text)) resolve();
    });
  });
}

async function configured(source: string, more = ""): Promise<string> {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, "callboard.yaml"), `${more}catalog:\n  sources:\n    - ${source}\n`);
  return cwd;
}

async function configuredFolder(): Promise<string> {
  const cwd = await configured("{ type: folder, name: local, path: catalog }");
  await mkdir(join(cwd, "catalog"));
  await writeFile(join(cwd, "catalog", "catalog-info.yaml"), documents(group("a-team"), component("web")));
  return cwd;
}

/** An http server on loopback, closed with the running test. */
async function serve(listener: RequestListener): Promise<{ origin: string; asked: Promise<void> }> {
  const server = createServer();
  const asked = new Promise<void>((resolve) => server.once("request", () => resolve()));
  server.on("request", listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const neverAnswers = () => {};
const sampleNote = "No configuration here: this is the sample organisation Acme. callboard init makes one.\n";

describe("without a configuration, the sample organisation", () => {
  test("is read through git, and answers however a name is mistyped", async () => {
    const cwd = await temporaryFolder();

    const { exitCode, output, errors } = await run(["ask", "--json", "whoowns paymnets api"], { cwd });

    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: sampleNote });
    expect(JSON.parse(output).data).toMatchObject({
      entity: "component:default/payments-api",
      owner: "group:default/team-payments",
      channels: { slack: "#pay-help" },
      lifecycle: "production",
    });
    expect(await readdir(join(installed.path, "data", "sample", "mirrors", "acme"))).toContain("objects");
    expect(await readdir(cwd)).toEqual([]);
  });

  test.each([["export"], ["import", "x"]])("keeps nothing, says %s", async (...args) => {
    const end = await run(args, { cwd: await temporaryFolder() });

    expect(end).toEqual({
      exitCode: 2,
      output: "",
      errors:
        "No configuration here: this is the sample organisation Acme, which keeps no state. callboard init makes one.\n",
    });
  });

  test("keeps nothing, says doctor, and names no file that is not there", async () => {
    const { output, errors } = await run(["doctor", "--json"], { cwd: await temporaryFolder() });

    const { findings } = JSON.parse(output) as { findings: { area: string }[] };
    expect(errors).toBe(sampleNote);
    expect(findings.filter(({ area }) => area === "Store")).toEqual([
      {
        level: "warning",
        area: "Store",
        found: "The sample organisation keeps nothing.",
        fix: "`callboard init` makes a configuration.",
      },
    ]);
  });

  test("names in a clone what can be typed there", async () => {
    await mkdir(join(installed.path, "src"));
    onTestFinished(() => rm(join(installed.path, "src"), { recursive: true }));

    const { errors } = await run(["ask", "whoowns payments-api"], { cwd: installed.path });

    expect(errors).toBe(sampleNote.replace("callboard init", "npx --no callboard init"));
  });

  test("is read from its folder where there is no git, and says so", async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, "bin"));
    await symlink(process.execPath, join(cwd, "bin", "node"));
    await rm(join(installed.path, "data", "sample"), { recursive: true, force: true });

    const end = await run(["ask", "whoowns paymnets api"], { cwd, env: { PATH: join(cwd, "bin") } });

    expect(end).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining("Team Payments owns payments-api\n"),
      errors: `git is not installed: the sample organisation is read from its folder.\n${sampleNote}`,
    });
  });
});

describe("callboard start ends", () => {
  test("with SIGTERM while somebody could still type", async () => {
    const cwd = await configuredFolder();
    const command = start(["start"], { cwd });
    const answered = new Promise((resolve) => command.process.stdout?.once("data", resolve));
    command.process.stdin?.write("whoowns web\n");
    await answered;

    const { exitCode, signal, tookMs } = await terminate(command);

    expect({ exitCode, signal }).toEqual({ exitCode: 0, signal: null });
    expect(tookMs).toBeLessThan(8000);
  });

  test("only with SIGTERM when it has a configuration and nobody to talk to", async () => {
    const cwd = await configuredFolder();
    const command = start(["start"], { cwd });
    const waits = said(command, "nobody to talk to");
    command.process.stdin?.end();
    await waits;

    const { exitCode, signal, tookMs } = await terminate(command);

    expect({ exitCode, signal }).toEqual({ exitCode: 0, signal: null });
    expect(tookMs).toBeLessThan(8000);
  });

  test("with SIGTERM while Git keeps the first sync waiting", async () => {
    const { origin, asked } = await serve(neverAnswers);
    const cwd = await configured(`{ type: git, name: org, url: "${origin}/acme/catalog.git" }`);
    const command = start(["start"], { cwd });
    await asked;

    const { exitCode, signal, tookMs } = await terminate(command);

    expect({ exitCode, signal }).toEqual({ exitCode: 0, signal: null });
    expect(tookMs).toBeLessThan(10_000);
  });
});

test("callboard ask names a bot that hangs, and asks no longer", async () => {
  const cwd = await configuredFolder();
  const bot = start(["start"], { cwd });
  const waits = said(bot, "nobody to talk to");
  bot.process.stdin?.end();
  await waits;
  bot.process.kill("SIGSTOP");
  const startedMs = performance.now();

  const end = await run(["ask", "whoowns web"], { cwd });

  expect(end).toEqual({
    exitCode: 3,
    output: "",
    errors: `The bot with pid ${bot.process.pid} does not answer. Look at its log, or end it and start it anew.\n`,
  });
  expect(performance.now() - startedMs).toBeLessThan(15_000);
});

test("callboard ask answers where a bot was killed", async () => {
  const cwd = await configuredFolder();
  const bot = start(["start"], { cwd });
  const waits = said(bot, "nobody to talk to");
  bot.process.stdin?.end();
  await waits;
  bot.process.kill("SIGKILL");
  await bot.ended;

  const end = await run(["ask", "whoowns web"], { cwd });

  expect(end).toMatchObject({ exitCode: 0, output: expect.stringContaining("a-team owns web\n"), errors: "" });
});

test("callboard ask answers from what was kept, and ends, while Git does not answer", async () => {
  const cwd = await configuredFolder();
  await run(["ask", "whoowns web"], { cwd });
  const { origin } = await serve(neverAnswers);
  const path = join(cwd, "callboard.yaml");
  const config = await readFile(path, "utf8");
  await writeFile(path, `${config}    - { type: git, name: org, url: "${origin}/acme/catalog.git" }\n`);

  const end = await run(["ask", "whoowns web"], { cwd });

  expect(end).toMatchObject({ exitCode: 0, output: expect.stringContaining("a-team owns web\n") });
});

test.each([
  ["sync --json", ["sync", "--json"]],
  ["ask", ["ask", "whoowns web"]],
])("no secret is in what %s says or keeps when Git refuses", async (_, args) => {
  const token = "canary-token/+=tEn7";
  const password = "canary pass/word";
  const { origin } = await serve((request, response) => {
    // A hostile server says what it was told.
    const heard = JSON.stringify([request.headers, token, password]);
    response.writeHead(401, { "www-authenticate": `Basic realm="${token}"`, "content-type": "text/plain" }).end(heard);
  });
  const proxy = new URL(origin);
  proxy.username = "callboard";
  proxy.password = password;
  const cwd = await configured(
    `{ type: git, name: org, url: "${origin}/acme/catalog.git", token: "\${TOKEN}" }`,
    `log: { level: debug }\nnetwork: { proxy: "\${PROXY}" }\n`,
  );

  const { exitCode, output, errors } = await run(args, { cwd, env: { TOKEN: token, PROXY: proxy.href } });

  expect(exitCode).toBe(3);
  const kept = await everyFile(cwd);
  const everything = [output, errors, ...kept].join("\n");
  expect(errors).toContain("git command failed");
  for (const secret of [token, password, `x-access-token:${token}`, `callboard:${password}`]) {
    for (const form of formsOf(secret)) expect(everything).not.toContain(form);
  }
});

/** A secret as it may look once somebody encoded it. */
function formsOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString("base64").replace(/=+$/, "");
  return [secret, encodeURIComponent(secret), encodeURI(secret), base64, Buffer.from(secret).toString("base64url")];
}

/** The text of every file below a folder. */
async function everyFile(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), "latin1")));
}
