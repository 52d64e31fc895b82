import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Json } from "./world.ts";

/** The socket side of https://docs.slack.dev/apis/events-api/using-socket-mode */
export interface SocketMode {
  /** A new address, good for one connection. */
  readonly newUrl: (baseUrl: string) => string;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly connectionCount: () => number;
  /** Sends to one of the connections and waits for its acknowledgement; undefined when none came in time. */
  readonly send: (envelope: Json, timeoutMs: number) => Promise<{ readonly payload: Json } | undefined>;
  /** Tells every client, or one, to connect anew. */
  readonly disconnect: (reason: string, which?: "all" | "one") => void;
  /** Cuts the connections without a word. */
  readonly cut: () => void;
  /** Says goodbye to every client. */
  readonly stop: () => Promise<void>;
}

const MAX_CONNECTIONS = 10;

/** No connection yet. */
export function createSocketMode(appId: string): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const connections = new Set<WebSocket>();
  const waiting = new Map<string, (payload: Json) => void>();
  // Clients give up on a server that does not ping.
  const pings = setInterval(() => {
    for (const connection of connections) connection.ping();
  }, 5000);
  pings.unref();

  const welcome = (connection: WebSocket): void => {
    if (connections.size >= MAX_CONNECTIONS) {
      connection.send(disconnection("too_many_websockets"));
      connection.close();
      return;
    }
    connections.add(connection);
    connection.on("close", () => connections.delete(connection));
    connection.on("error", () => connection.terminate());
    connection.on("message", (data) => {
      const message = readAck(String(data));
      if (message) waiting.get(message.envelopeId)?.(message.payload);
    });
    connection.send(
      JSON.stringify({
        type: "hello",
        num_connections: connections.size,
        debug_info: { host: "simulated", build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: appId },
      }),
    );
  };

  return {
    newUrl: (baseUrl) => {
      const ticket = randomBytes(16).toString("hex");
      tickets.add(ticket);
      return `${baseUrl.replace("http", "ws")}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    upgrade: (request, socket, head) => {
      const ticket = new URL(request.url ?? "/", "http://localhost").searchParams.get("ticket") ?? "";
      if (!tickets.delete(ticket)) {
        socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    connectionCount: () => connections.size,
    send: (envelope, timeoutMs) => {
      const open = [...connections];
      return sendTo(open[Math.floor(Math.random() * open.length)], envelope, timeoutMs, waiting);
    },
    disconnect: (reason, which = "all") => {
      const told = which === "one" ? [...connections].slice(0, 1) : [...connections];
      for (const connection of told) {
        connections.delete(connection);
        connection.send(disconnection(reason));
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

function sendTo(
  connection: WebSocket | undefined,
  envelope: Json,
  timeoutMs: number,
  waiting: Map<string, (payload: Json) => void>,
): Promise<{ readonly payload: Json } | undefined> {
  const id = String(envelope["envelope_id"]);
  return new Promise((resolve) => {
    const finish = (answer: { readonly payload: Json } | undefined): void => {
      clearTimeout(timer);
      waiting.delete(id);
      connection?.off("close", lost);
      resolve(answer);
    };
    const lost = (): void => finish(undefined);
    const timer = setTimeout(lost, timeoutMs);
    if (!connection) return lost();
    waiting.set(id, (payload) => finish({ payload }));
    connection.once("close", lost);
    connection.send(JSON.stringify(envelope));
  });
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

function disconnection(reason: string): string {
  return JSON.stringify({ type: "disconnect", reason, debug_info: { host: "simulated" } });
}

function readAck(data: string): { readonly envelopeId: string; readonly payload: Json } | undefined {
  try {
    const { envelope_id: envelopeId, payload } = JSON.parse(data) as Json;
    return typeof envelopeId === "string" ? { envelopeId, payload: (payload ?? {}) as Json } : undefined;
  } catch {
    return undefined;
  }
}
