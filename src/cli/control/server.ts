import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { consoleAddress } from "../../../adapters/console/index.ts";
import { BotError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { terminalUser } from "../terminal-user.ts";
import { connectTo } from "./connect.ts";
import type { Control } from "./control.ts";
import {
  beatMs,
  type ControlReply,
  type ControlRequest,
  fromLine,
  maxRequestLength,
  protocolVersion,
  requestSchema,
  toLine,
} from "./protocol.ts";
import { socketLines } from "./socket-lines.ts";
import { removeSocketFolder, secureSocketFolder, socketPath } from "./socket-path.ts";

/** How long whoever connects may take to ask, in milliseconds. */
const requestMs = 10_000;
/** How long those who wait for an answer keep the end waiting, in milliseconds. */
const graceMs = 2000;
const maxConnections = 32;

/** A running bot's open ear for the terminal's commands. */
export interface ControlServer {
  /** Takes no more requests, gives those under way a moment, and removes the socket. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Listens in the data folder for commands of whoever may do what this process may: the socket is for its user alone.
 * @throws BotError `conflict` when another bot listens there, `unavailable` when no socket can be made
 */
export async function serveControl(dataFolder: string, control: Control, log: Log): Promise<ControlServer> {
  const path = socketPath(dataFolder);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    void attend(socket, control, log);
  });
  server.maxConnections = maxConnections;
  await secureSocketFolder(dataFolder, { make: true });
  await listenAlone(server, path, dataFolder);
  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
    const late = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, graceMs);
    await closed;
    clearTimeout(late);
    await removeSocketFolder(dataFolder);
  }
  return {
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** Listens; a socket that a killed process left behind is removed. */
async function listenAlone(server: Server, path: string, dataFolder: string): Promise<void> {
  try {
    await listen(server, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw noSocket(path, error);
    const other = await connectTo(path);
    other?.destroy();
    if (other !== undefined) throw new BotError("conflict", `Callboard runs already on ${dataFolder}. Stop it first.`);
    await rm(path, { force: true });
    await listen(server, path).catch((again: unknown) => {
      throw noSocket(path, again);
    });
  }
  await chmod(path, 0o600);
}

async function listen(server: Server, path: string): Promise<void> {
  const listening = once(server, "listening");
  // The socket is made at once, and must never be open to others, not even until its mode is set.
  const mask = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(mask);
  }
  await listening;
}

function noSocket(path: string, cause: unknown): BotError {
  const code = (cause as NodeJS.ErrnoException).code ?? "unknown";
  return new BotError("unavailable", `No socket can be made at ${path} (${code}). Check the data folder.`, { cause });
}

/** One connection, from greeting to answer. Never rejects. */
async function attend(socket: Socket, control: Control, log: Log): Promise<void> {
  const gone = new AbortController();
  socket.once("close", () => gone.abort());
  socket.on("error", () => {}); // whoever asked has gone; the close says so
  const beat = setInterval(() => socket.write(toLine({ type: "beat" })), beatMs);
  try {
    socket.write(toLine({ type: "hello", version: protocolVersion, pid: process.pid }));
    const request = await requestOf(socket);
    if (request !== undefined) await answer(request, control, { socket, signal: gone.signal });
  } catch (error) {
    if (!gone.signal.aborted) socket.write(toLine(inWords(error, log)));
  } finally {
    clearInterval(beat);
    socket.destroySoon();
  }
}

/** Undefined when whoever connected only looked whether somebody is there. */
async function requestOf(socket: Socket): Promise<ControlRequest | undefined> {
  const lines = socketLines(socket, maxRequestLength);
  socket.setTimeout(requestMs, () => socket.destroy());
  const { value: line } = await lines.next().catch(() => ({ value: undefined }));
  socket.setTimeout(0);
  if (line === undefined) return undefined;
  const { data, success } = requestSchema.safeParse(fromLine(line));
  if (!success) throw new BotError("unsupported", "The running bot does not know this request. Start it anew.");
  return data;
}

async function answer(
  request: ControlRequest,
  control: Control,
  { socket, signal }: { socket: Socket; signal: AbortSignal },
): Promise<void> {
  if (request.type === "export") {
    for await (const line of control.exportLines()) await write(socket, { type: "line", line }, signal);
  }
  await write(socket, { type: "result", result: await resultOf(request, control, signal) }, signal);
}

async function resultOf(request: ControlRequest, control: Control, signal: AbortSignal): Promise<unknown> {
  switch (request.type) {
    case "ask": {
      const user = terminalUser(request.email);
      const event = { type: "command", text: request.text, user, address: consoleAddress, place: "direct" } as const;
      return control.ask(event, signal);
    }
    case "sync":
      return control.sync({ accept: request.accept });
    case "doctor":
      return control.diagnose(signal);
    case "export":
      return null;
  }
}

/** Writes when there is room; rejects when nobody reads any more. */
async function write(socket: Socket, reply: ControlReply, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (!socket.write(toLine(reply))) await once(socket, "drain", { signal });
}

function inWords(error: unknown, log: Log): ControlReply {
  if (error instanceof BotError) return { type: "error", code: error.code, message: error.message };
  const reference = randomBytes(3).toString("hex");
  log.error({ err: error, reference }, "control request failed");
  return { type: "error", code: "internal", message: `Something went wrong. Reference ${reference}.` };
}
