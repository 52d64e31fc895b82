import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { ExchangeLog } from "../wire/exchange-log.ts";
import { addressOf, refuseUpgrade } from "../wire/incoming.ts";
import type { Json } from "./world.ts";

/** What came back for an envelope. */
export interface SocketAnswer {
  readonly payload: Json;
  /** The frame as it came. */
  readonly frame: string;
}

type NoAnswer = "timeout" | "connection cut";

/** The socket side of https://docs.slack.dev/apis/events-api/using-socket-mode */
export interface SocketMode {
  /** A new address, good for one connection. */
  readonly newUrl: (baseUrl: string) => string;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly connectionCount: () => number;
  /** Sends an envelope to one of the connections and waits for its acknowledgement, or says why none came. */
  readonly send: (id: string, frame: string, timeoutMs: number) => Promise<SocketAnswer | NoAnswer>;
  /** Tells every client, or one, to connect anew. */
  readonly disconnect: (reason: string, which?: "all" | "one") => void;
  /** Cuts the connections without a word. */
  readonly cut: () => void;
  /** Says goodbye to every client. */
  readonly stop: () => Promise<void>;
}

const MAX_CONNECTIONS = 10;
const maxFrameBytes = 1024 * 1024;

/** No connection yet. */
export function createSocketMode(appId: string, exchanges: ExchangeLog): SocketMode {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes });
  const tickets = new Set<string>();
  const connections = new Set<WebSocket>();
  /** What to do with what comes back for an envelope, by its id. */
  const waiting = new Map<string, { connection: WebSocket; finish: (answer: SocketAnswer | NoAnswer) => void }>();
  // Clients give up on a server that does not ping.
  const pings = setInterval(() => {
    for (const connection of connections) connection.ping();
  }, 5000);
  pings.unref();

  const welcome = (connection: WebSocket): void => {
    connection.on("error", () => connection.terminate());
    if (connections.size >= MAX_CONNECTIONS) {
      tell(exchanges, connection, disconnection("too_many_websockets"));
      connection.close();
      return;
    }
    connections.add(connection);
    connection.on("close", () => {
      connections.delete(connection);
      for (const { connection: lost, finish } of [...waiting.values()])
        if (lost === connection) finish("connection cut");
    });
    connection.on("message", (data) => {
      const frame = String(data);
      const { envelope_id: id, payload } = parsed(frame);
      waiting.get(String(id))?.finish({ payload: (payload ?? {}) as Json, frame });
    });
    tell(exchanges, connection, {
      type: "hello",
      num_connections: connections.size,
      debug_info: { host: "simulated", build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: appId },
    });
  };

  return {
    newUrl: (baseUrl) => {
      const ticket = randomBytes(16).toString("hex");
      tickets.add(ticket);
      return `${baseUrl.replace("http", "ws")}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    upgrade: (request, socket, head) => {
      const ticket = addressOf(request)?.searchParams.get("ticket") ?? "";
      if (tickets.delete(ticket)) server.handleUpgrade(request, socket, head, welcome);
      else refuseUpgrade(socket);
    },
    connectionCount: () => connections.size,
    send: (id, frame, timeoutMs) =>
      new Promise((resolve) => {
        const connection = [...connections][Math.floor(Math.random() * connections.size)];
        if (!connection) return resolve("connection cut");
        const finish = (answer: SocketAnswer | NoAnswer): void => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(answer);
        };
        const timer = setTimeout(finish, timeoutMs, "timeout");
        waiting.set(id, { connection, finish });
        connection.send(frame);
      }),
    disconnect: (reason, which = "all") => {
      for (const connection of [...connections].slice(0, which === "one" ? 1 : undefined)) {
        connections.delete(connection);
        tell(exchanges, connection, disconnection(reason));
      }
    },
    cut: () => {
      for (const connection of connections) connection.terminate();
    },
    stop: async () => {
      clearInterval(pings);
      await Promise.all([...server.clients].map(goodbye));
      server.close();
    },
  };
}

/** Says something that nobody acknowledges. */
function tell(exchanges: ExchangeLog, connection: WebSocket, frame: Json & { readonly type: string }): void {
  const body = JSON.stringify(frame);
  const request = { line: "frame", headers: {}, body };
  exchanges.end(exchanges.begin({ direction: "to app", via: "socket", name: frame.type, request }), {});
  connection.send(body);
}

/** Closes as the protocol asks, and by force when the client does not answer. */
function goodbye(connection: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => connection.terminate(), 200);
    connection.once("close", () => {
      clearTimeout(force);
      resolve();
    });
    connection.close(1001);
  });
}

function disconnection(reason: string): Json & { readonly type: string } {
  return { type: "disconnect", reason, debug_info: { host: "simulated" } };
}

function parsed(frame: string): Json {
  try {
    return JSON.parse(frame) ?? {};
  } catch {
    return {};
  }
}
