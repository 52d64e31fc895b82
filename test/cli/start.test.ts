import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { startSlack } from "../../playground/slack/simulated-slack.ts";
import { component, documents, group } from "../../src/testing/descriptor.ts";
import { callboard } from "../../src/testing/fake-terminal.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

/** A folder with a configuration of one folder as its source. */
async function configured(level = "error"): Promise<string> {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, "catalog"));
  await writeFile(
    join(cwd, "catalog", "catalog-info.yaml"),
    documents(group("a-team"), component("web"), component("db")),
  );
  const source = "{ type: folder, name: local, path: catalog }";
  await writeFile(join(cwd, "callboard.yaml"), `log: { level: ${level} }\ncatalog:\n  sources:\n    - ${source}\n`);
  return cwd;
}

const secrets = { botToken: "xoxb-1-canary-bot", signingSecret: "canary-signing-secret" };

/** A folder with a configuration for Slack over HTTP. */
async function serving(apiUrl: string, options: { port: number; source?: string; level?: string }): Promise<string> {
  const cwd = await configured();
  const { port, source = "{ type: folder, name: local, path: catalog }", level } = options;
  const lines = [
    ...(level === undefined ? [] : [`log: { level: ${level} }`]),
    `catalog: { sources: [${source}] }`,
    `server: { port: ${port}, metrics: { port: 0 } }`,
    `chat: { slack: { botToken: ${secrets.botToken}, signingSecret: ${secrets.signingSecret}, apiUrl: "${apiUrl}" } }`,
  ];
  await writeFile(join(cwd, "callboard.yaml"), `${lines.join("\n")}\n`);
  return cwd;
}

describe("callboard start", () => {
  test("answers piped questions in order, as the operator, and ends with them", async () => {
    const cwd = await configured();

    const { exitCode, output, errors } = await callboard(["start"], {
      cwd,
      input: "whoowns web\nwhoowns db\nsync\nzebra\n",
    });

    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "" });
    expect(output.split("\n\n").map((answer) => answer.trim().split("\n")[0])).toEqual([
      "a-team owns web",
      "a-team owns db",
      "✓ 1 source up to date",
      "Nothing here is called “zebra”",
    ]);
  });

  test("greets a person, says what it is doing, and answers below what was typed", async () => {
    const cwd = await configured();
    const input = new PassThrough();
    input.end("whoowns web\nexit\n");

    const { exitCode, output, errors } = await callboard(["start"], {
      cwd,
      input,
      isTerminal: true,
      env: { NO_COLOR: "1" },
    });

    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "Reading the catalog…\n" });
    expect(output).toMatch(/^Callboard\. Ask `whoowns payments-api`/);
    expect(output).toContain("a-team owns web\n");
  });

  test("a slash command that stands for no command is refused, with those that there are", async () => {
    const cwd = await configured();
    const slack = "{ botToken: xoxb-1-test, signingSecret: 0123456789abcdef, commands: { whoown: /whoown } }";
    await appendFile(join(cwd, "callboard.yaml"), `chat: { slack: ${slack} }\n`);

    const { exitCode, errors } = await callboard(["start"], { cwd });

    expect(exitCode).toBe(2);
    expect(errors).toMatch(/chat\.slack\.commands names whoown, which is no command; allowed: callboard, whoowns, /);
  });

  test("takes webhooks where there is no chat platform", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const cwd = await configured();
    const server = `server: { port: ${port}, metrics: { port: 0 } }\nwebhooks: { github: { secret: canary-secret } }\n`;
    await appendFile(join(cwd, "callboard.yaml"), server);

    const { exitCode, errors } = await callboard(["start"], { cwd });

    // It wants to listen, which is all that can be seen of it without its port.
    expect({ exitCode, errors }).toMatchObject({ exitCode: 3, errors: expect.stringContaining(`127.0.0.1:${port}`) });
  });

  test("says in one line that its port is taken, and has connected to nothing", async () => {
    const slack = await startSlack(secrets);
    onTestFinished(() => slack.stop());
    // Takes the port, and keeps the first sync waiting.
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const source = `{ type: git, name: org, url: "http://127.0.0.1:${port}/x.git" }`;
    const cwd = await serving(slack.apiUrl, { port, source, level: "warn" });

    const { exitCode, output, errors } = await callboard(["start"], { cwd });

    expect({ exitCode, output }).toEqual({ exitCode: 3, output: "" });
    expect(errors).toBe(
      `Callboard cannot listen on 127.0.0.1:${port}. Something listens there already. End it or choose another port.\n`,
    );
    expect(slack.callsOf("auth.test")).toEqual([]);
  });

  test("tells a person in one line where it listens, and a supervisor in the log", async () => {
    const slack = await startSlack(secrets);
    onTestFinished(() => slack.stop());
    const cwd = await serving(slack.apiUrl, { port: 0 });
    const run = async (isTerminal: boolean) => {
      let hear = (_text: string): void => {};
      const listening = new Promise<void>((resolve) => {
        hear = (text) => void (text.includes("Listening on ") && resolve());
      });
      const ended = callboard(["start"], { cwd, isTerminal, onError: (text) => hear(text) });
      await listening;
      process.emit("SIGTERM");
      return ended;
    };

    const person = await run(true);
    const supervisor = await run(false);

    expect(person.exitCode).toBe(0);
    expect(person.errors).toMatch(/^Listening on http:\/\/127\.0\.0\.1:\d+\. Ctrl-C ends it\.\n$/);
    expect(supervisor.errors).toMatch(/"msg":"Listening on http:/);
  });

  test("without anybody to talk to runs until SIGTERM", async () => {
    const cwd = await configured("info");
    let hear = (_text: string): void => {};
    const waiting = new Promise<void>((resolve) => {
      hear = (text) => void (text.includes("nobody to talk to") && resolve());
    });
    const ended = callboard(["start"], { cwd, onError: (text) => hear(text) });
    await waiting;

    process.emit("SIGTERM");

    expect(await ended).toMatchObject({ exitCode: 0, output: "" });
  });

  test("ends when nobody reads its answers any more", async () => {
    const cwd = await configured();

    const { exitCode, errors } = await callboard(["start"], {
      cwd,
      input: "whoowns web\nwhoowns db\n",
      isUnread: true,
    });

    expect({ exitCode, errors }).toEqual({ exitCode: 3, errors: "Nothing reads the terminal's output any more.\n" });
  });

  test.each(["SIGTERM", "SIGINT"] as const)("ends with %s, and listens no longer", async (signal) => {
    const cwd = await configured();
    const input = new PassThrough();
    const listeners = process.listenerCount(signal);

    const ended = callboard(["start"], { cwd, input });
    while (process.listenerCount(signal) === listeners) await new Promise((resolve) => setImmediate(resolve));
    process.emit(signal);

    expect(await ended).toMatchObject({ exitCode: 0, errors: "" });
    expect(process.listenerCount(signal)).toBe(listeners);
  });
});
