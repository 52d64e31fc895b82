import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readdir, rm, stat } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { consoleAddress } from "../../../adapters/console/index.ts";
import type { CommandEvent } from "../../chat/event.ts";
import { systemClock } from "../../clock.ts";
import { BotError } from "../../errors.ts";
import { openLowdbStore } from "../../store/lowdb/lowdb-store.ts";
import { recordedLog } from "../../testing/recorded-log.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { terminalUser } from "../terminal-user.ts";
import { findRunningBot, type RunningBot } from "./client.ts";
import type { Control } from "./control.ts";
import { serveControl } from "./server.ts";
import { socketPath } from "./socket-path.ts";

const never = new AbortController().signal;
const at = new Date("2026-11-21T14:22:00Z");
const findings = [{ level: "problem", area: "Store", found: "full", fix: "Make room." }] as const;
const report = { name: "org", revision: "r1", added: 1, changed: 0, removed: 0, problems: 0 };

/** A bot that repeats what it is asked, with changes. */
function echo(changes: Partial<Control> = {}): Control {
  return {
    ask: async ({ text, user }) => {
      const message = { text: [{ type: "time", text: "14:22", at }] } as const;
      return { status: "answer", command: "echo", data: { text, user }, message };
    },
    sync: async ({ accept }) => [{ ...report, status: accept.length > 0 ? "changed" : "held" }],
    diagnose: async () => findings,
    async *exportLines() {
      yield "one";
      yield "two";
    },
    ...changes,
  };
}

async function served(control: Control, dataFolder?: string) {
  const folder = dataFolder ?? (await temporaryFolder());
  const { log, lines } = recordedLog();
  const server = await serveControl(folder, control, log);
  onTestFinished(() => server.close());
  return { folder, server, lines };
}

async function running(folder: string, options?: Parameters<typeof findRunningBot>[1]): Promise<RunningBot> {
  const bot = await findRunningBot(folder, options);
  if (bot === undefined) throw new Error("no bot runs");
  return bot;
}

function question(text: string, email?: string): CommandEvent {
  return { type: "command", text, user: terminalUser(email), address: consoleAddress, place: "direct" };
}

async function collected(lines: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

/** A socket whose owner was killed and could not remove it. */
async function leaveStaleSocket(folder: string): Promise<void> {
  const code = `require("net").createServer().listen(${JSON.stringify(socketPath(folder))}, () => console.log("up"))`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** Something that listens where a bot would, and does with who connects what it is told. */
async function listening(folder: string, attend: (socket: Socket) => void): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    attend(socket);
  });
  server.listen(socketPath(folder));
  await once(server, "listening");
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
}

const hello = `${JSON.stringify({ type: "hello", version: 1, pid: 4711 })}\n`;

describe("a running bot", () => {
  test("is asked as the operator or as somebody, synced, diagnosed and exported by another process", async () => {
    const { folder } = await served(echo());

    const bot = await running(folder);

    expect(bot.pid).toBe(process.pid);
    expect(await bot.ask(question("whoowns “x”\n"), never)).toEqual({
      status: "answer",
      command: "echo",
      data: { text: "whoowns “x”\n", user: terminalUser(undefined) },
      message: { text: [{ type: "time", text: "14:22", at }] },
    });
    expect(await bot.ask(question("mine", "mia@acme.example"), never)).toMatchObject({
      data: { user: { email: "mia@acme.example", id: "mia@acme.example" } },
    });
    expect(await bot.sync({ accept: ["org"] })).toEqual([{ ...report, status: "changed" }]);
    expect(await bot.diagnose(never)).toEqual(findings);
    expect(await collected(bot.exportLines())).toEqual(["one", "two"]);
  });

  test("listens to its own user alone, and leaves nothing behind", async () => {
    const { folder, server } = await served(echo());

    const mode = (await stat(socketPath(folder))).mode & 0o777;
    await server.close();

    expect(mode).toBe(0o600);
    expect(await readdir(folder)).toEqual([]);
    expect(await findRunningBot(folder)).toBeUndefined();
  });

  test("listens where a killed one has left its socket", async () => {
    const folder = await temporaryFolder();
    await leaveStaleSocket(folder);

    const before = await findRunningBot(folder);
    await served(echo(), folder);

    expect(before).toBeUndefined();
    expect((await running(folder)).pid).toBe(process.pid);
  });

  test("is the only one on its data folder", async () => {
    const { folder } = await served(echo());

    const second = serveControl(folder, echo(), recordedLog().log);

    await expect(second).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining(folder) });
    expect(await findRunningBot(folder)).toBeDefined();
  });

  test("says its errors as they are, and a bug as a reference to its log", async () => {
    const { folder, lines } = await served(
      echo({
        sync: () => Promise.reject(new BotError("usage", "No source is called “x”.")),
        diagnose: () => Promise.reject(new Error("secret detail")),
      }),
    );

    const bot = await running(folder);

    await expect(bot.sync({ accept: ["x"] })).rejects.toMatchObject({
      code: "usage",
      message: "No source is called “x”.",
    });
    await expect(bot.diagnose(never)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/^Something went wrong\. Reference [0-9a-f]{6}\.$/),
    });
    expect(lines.join()).toContain("secret detail");
  });

  test("survives whatever is said to it, and whoever goes away", async () => {
    const { folder } = await served(echo());

    for (const text of ["\n", "null\n", '{"type":"shutdown"}\n', '{"type":"ask"}\n', "x".repeat(70_000), ""]) {
      const socket = connect(socketPath(folder)).on("error", () => {});
      await once(socket, "connect");
      socket.end(text);
      socket.resume();
      await once(socket, "close");
    }

    expect(await (await running(folder)).diagnose(never)).toEqual(findings);
  });

  test("stops to look when whoever asked has gone", async () => {
    let stopped = () => {};
    const hasStopped = new Promise<void>((resolve) => {
      stopped = resolve;
    });
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const diagnose: Control["diagnose"] = async (signal) => {
      asked();
      await once(signal, "abort");
      stopped();
      return [];
    };
    const { folder } = await served(echo({ diagnose }));
    const socket = connect(socketPath(folder));
    socket.write('{"type":"doctor"}\n');
    await isAsked;

    socket.destroy();

    await hasStopped;
  });

  test("answers who waits while it ends, and nobody else", async () => {
    let finish = () => {};
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const diagnose: Control["diagnose"] = () => {
      asked();
      return new Promise((resolve) => {
        finish = () => resolve(findings);
      });
    };
    const { folder, server } = await served(echo({ diagnose }));
    const bot = await running(folder);
    const waiting = bot.diagnose(never);
    await isAsked;

    const closing = server.close();
    const late = bot.diagnose(never);
    late.catch(() => {});
    finish();

    expect(await waiting).toEqual(findings);
    await expect(late).rejects.toMatchObject({ code: "unavailable" });
    await closing;
  });
});

describe("a bot that does not answer", () => {
  test("is named with its process while it hangs", async () => {
    const folder = await temporaryFolder();
    const store = await openLowdbStore({ folder: join(folder, "state"), clock: systemClock(), log: recordedLog().log });
    onTestFinished(() => store.close());
    await listening(folder, () => {});

    const finding = findRunningBot(folder, { silenceMs: 50 });

    await expect(finding).rejects.toMatchObject({
      code: "unavailable",
      message: `The bot with pid ${process.pid} does not answer. Look at its log, or end it and start it anew.`,
    });
  });

  test("is noticed also when it hangs later, and when it ends", async () => {
    const hung = await temporaryFolder();
    const dead = await temporaryFolder();
    await listening(hung, (socket) => socket.write(hello));
    await listening(dead, (socket) => {
      socket.write(hello);
      socket.once("data", () => socket.end());
    });

    const [hanging, ending] = [await running(hung, { silenceMs: 100 }), await running(dead)];

    await expect(hanging.diagnose(never)).rejects.toMatchObject({
      code: "unavailable",
      message: "The running bot does not answer. Look at its log, or end it and start it anew.",
    });
    await expect(collected(ending.exportLines())).rejects.toMatchObject({
      code: "unavailable",
      message: "The running bot ended before it answered. Try again.",
    });
  });

  test("is not waited for longer than whoever asks wants to wait", async () => {
    const { folder } = await served(
      echo({ ask: (_, signal) => once(signal, "abort").then(() => Promise.reject(signal)) }),
    );

    const asking = (await running(folder)).ask(question("whoowns x"), AbortSignal.timeout(50));

    await expect(asking).rejects.toMatchObject({
      code: "unavailable",
      message: "This took too long and was stopped. Try again in a minute.",
    });
  });

  test.each([
    ["another version", '{"type":"hello","version":2,"pid":4711}\n'],
    ["something else", "HTTP/1.1 400 Bad Request\n"],
  ])("because it is of %s is said so", async (_, greeting) => {
    const folder = await temporaryFolder();
    await listening(folder, (socket) => socket.write(greeting));

    await expect(findRunningBot(folder)).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringContaining("is of another version of Callboard. Start it anew."),
    });
  });
});

describe("a data folder that is closed to us", () => {
  test("is named as such: nobody can tell whether a bot runs there", async () => {
    const parent = await temporaryFolder();
    await chmod(parent, 0o755);
    const folder = join(parent, "data");
    await mkdir(folder, { mode: 0 });

    const looking = withoutPrivileges(() => findRunningBot(folder));

    await expect(looking).rejects.toMatchObject({
      code: "not_allowed",
      message: `The folder ${folder} may not be entered (EACCES). Run this as the user that runs Callboard, or correct the folder's permissions.`,
    });
  });

  /** Root may enter everything, so that it looks as somebody else. */
  async function withoutPrivileges<T>(look: () => Promise<T>): Promise<T> {
    if (process.geteuid?.() !== 0) return look();
    process.seteuid?.(65_534);
    try {
      return await look();
    } finally {
      process.seteuid?.(0);
    }
  }
});

describe("a data folder whose path is too long for a socket", () => {
  async function longFolder(): Promise<string> {
    const folder = join(await temporaryFolder(), "d".repeat(60), "e".repeat(60));
    await mkdir(folder, { recursive: true });
    onTestFinished(() => rm(dirname(socketPath(folder)), { recursive: true, force: true }));
    return folder;
  }

  test("has its socket in a folder of our own elsewhere", async () => {
    const folder = await longFolder();
    const { server } = await served(echo(), folder);

    const bot = await running(folder);
    const mode = (await stat(dirname(socketPath(folder)))).mode & 0o777;
    await server.close();

    expect(bot.pid).toBe(process.pid);
    expect(mode).toBe(0o700);
    await expect(stat(dirname(socketPath(folder)))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("has none where somebody else could have put it", async () => {
    const folder = await longFolder();
    await mkdir(dirname(socketPath(folder)), { mode: 0o777 });

    await expect(findRunningBot(folder)).rejects.toMatchObject({ code: "not_allowed" });
    await expect(serveControl(folder, echo(), recordedLog().log)).rejects.toMatchObject({ code: "not_allowed" });
  });
});
