import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { hostsOf, refuseUpgrade } from "./incoming.ts";

/** A loopback port that can be closed as by an outage and opened again. */
export interface Listener {
  readonly port: number;
  /** Refuses connections and cuts the open ones. */
  readonly goDown: () => Promise<void>;
  /** Listens again on the same port. */
  readonly comeBack: () => Promise<void>;
  readonly isOpen: () => boolean;
}

const foreign = "Only an app on this machine may ask this.";

/** Listens on 127.0.0.1; port 0 takes a free one. What another name or a website asks is refused. */
export async function listen(
  wanted: number,
  handlers: {
    readonly request: RequestListener;
    readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
    /** Whether it has pages of its own, which may ask too. */
    readonly hasPages?: boolean;
  },
): Promise<Listener> {
  const sockets = new Set<Socket>();
  let port = 0;
  const server = createServer((request, response) => {
    if (!isFromApp(request, port) && !(handlers.hasPages && isFromOwnPage(request, port)))
      return void response.writeHead(403, { connection: "close" }).end(foreign);
    handlers.request(request, response);
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Whoever is refused may be gone before it is told.
    socket.on("error", () => socket.destroy());
    if (isFromApp(request, port)) handlers.upgrade(request, socket, head);
    else refuseUpgrade(socket);
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const open = (at: number) => once(server.listen(at, "127.0.0.1"), "listening");
  await open(wanted);
  port = (server.address() as AddressInfo).port;

  return {
    port,
    goDown: async () => {
      if (!server.listening) return;
      const closed = once(server.close(), "close");
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    comeBack: async () => {
      if (!server.listening) await open(port);
    },
    isOpen: () => server.listening,
  };
}

function isFromOwnPage({ headers: { host = "", origin } }: IncomingMessage, port: number): boolean {
  return hostsOf(port).includes(host.toLowerCase()) && origin?.toLowerCase() === `http://${host.toLowerCase()}`;
}

/** Browsers say which page asks, apps never do. */
function isFromApp({ headers: { host = "", origin } }: IncomingMessage, port: number): boolean {
  return origin === undefined && hostsOf(port).includes(host.toLowerCase());
}
