import type { Socket } from "node:net";
import { join } from "node:path";
import { BotError } from "../../errors.ts";
import { lockHolder } from "../../store/lowdb/lock.ts";
import { connectTo } from "./connect.ts";
import type { Control } from "./control.ts";
import {
  type ControlReply,
  type ControlRequest,
  findingsSchema,
  fromLine,
  isErrorCode,
  maxReplyLength,
  protocolVersion,
  replySchema,
  reportsSchema,
  saidSchema,
  toLine,
} from "./protocol.ts";
import { socketLines } from "./socket-lines.ts";
import { secureSocketFolder, socketPath } from "./socket-path.ts";

/** A bot in another process. */
export interface RunningBot extends Control {
  readonly pid: number;
}

/** A bot that lives says so more often than this, in milliseconds. */
const silenceMs = 7000;

/**
 * The bot that runs on a data folder; undefined when none does. Its methods throw `unavailable` when it stops to answer.
 * @throws BotError `unavailable` when it is there and does not answer, `unsupported` when it is of another version
 */
export async function findRunningBot(
  dataFolder: string,
  options: { readonly silenceMs?: number } = {},
): Promise<RunningBot | undefined> {
  const where = { dataFolder, silenceMs: options.silenceMs ?? silenceMs };
  await secureSocketFolder(dataFolder, { make: false });
  const socket = await connectTo(socketPath(dataFolder));
  if (socket === undefined) return undefined;
  const { pid } = await greeting(replies(socket, where), where);
  socket.destroy();
  return {
    pid,
    ask: async ({ text, user: { email } }, signal) =>
      saidSchema.parse(await result({ type: "ask", text, ...(email !== undefined && { email }) }, where, signal)),
    sync: async ({ accept }) => reportsSchema.parse(await result({ type: "sync", accept: [...accept] }, where)),
    diagnose: async (signal) => findingsSchema.parse(await result({ type: "doctor" }, where, signal)),
    exportLines: () => exportedLines(where),
  };
}

interface Where {
  readonly dataFolder: string;
  readonly silenceMs: number;
}

async function result(request: ControlRequest, where: Where, signal?: AbortSignal): Promise<unknown> {
  for await (const reply of exchange(request, where, signal)) if (reply.type === "result") return reply.result;
  throw await ended(where);
}

async function* exportedLines(where: Where): AsyncGenerator<string> {
  for await (const reply of exchange({ type: "export" }, where)) {
    if (reply.type === "line") yield reply.line;
    if (reply.type === "result") return;
  }
  throw await ended(where);
}

/** Asks once; what comes back after the greeting. */
async function* exchange(request: ControlRequest, where: Where, signal?: AbortSignal): AsyncGenerator<ControlReply> {
  const socket = await connectTo(socketPath(where.dataFolder));
  if (socket === undefined) throw await ended(where);
  const giveUp = () => socket.destroy();
  signal?.addEventListener("abort", giveUp, { once: true });
  try {
    const heard = replies(socket, where);
    await greeting(heard, where);
    socket.write(toLine(request));
    for await (const reply of heard) {
      if (reply.type === "error") throw saidError(reply);
      yield reply;
    }
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    throw new BotError("unavailable", "This took too long and was stopped. Try again in a minute.", { cause: error });
  } finally {
    signal?.removeEventListener("abort", giveUp);
    socket.destroy();
  }
}

async function greeting(heard: AsyncGenerator<ControlReply>, where: Where): Promise<{ pid: number }> {
  const { value: hello } = await heard.next();
  if (hello === undefined) throw await ended(where);
  if (hello.type === "hello" && hello.version === protocolVersion) return { pid: hello.pid };
  const pid = hello.type === "hello" ? ` (pid ${hello.pid})` : "";
  throw new BotError("unsupported", `The running bot${pid} is of another version of Callboard. Start it anew.`);
}

/** What the bot says, as long as it is never silent for too long. */
async function* replies(socket: Socket, where: Where): AsyncGenerator<ControlReply> {
  const lines = socketLines(socket, maxReplyLength);
  for (;;) {
    const next = await inTime(lines.next(), where.silenceMs).catch(() => "lost" as const);
    if (next === "late" || next === "lost") {
      socket.destroy();
      throw next === "late" ? await silent(where) : await ended(where);
    }
    if (next.done) return;
    const { data, success } = replySchema.safeParse(fromLine(next.value));
    if (!success)
      throw new BotError("unsupported", "The running bot is of another version of Callboard. Start it anew.");
    yield data;
  }
}

async function inTime<T>(waiting: Promise<T>, ms: number): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), ms);
  });
  try {
    return await Promise.race([waiting, late]);
  } finally {
    clearTimeout(timer);
  }
}

function saidError({ code, message }: Extract<ControlReply, { type: "error" }>): Error {
  return isErrorCode(code) ? new BotError(code, message) : new BotError("unavailable", message);
}

async function silent(where: Where): Promise<BotError> {
  const bot = await botInWords(where);
  return new BotError("unavailable", `${bot} does not answer. Look at its log, or end it and start it anew.`);
}

async function ended(where: Where): Promise<BotError> {
  return new BotError("unavailable", `${await botInWords(where)} ended before it answered. Try again.`);
}

/** The bot by the number of its process, as far as the lock of its store tells it. */
async function botInWords({ dataFolder }: Where): Promise<string> {
  const holder = await lockHolder(join(dataFolder, "state")).catch(() => undefined);
  return holder?.pid === undefined ? "The running bot" : `The bot with pid ${holder.pid}`;
}
