import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";

/** A loopback port that can be closed as by an outage and opened again. */
export interface Listener {
  readonly port: number;
  /** Refuses connections and cuts the open ones. */
  readonly goDown: () => Promise<void>;
  /** Listens again on the same port. */
  readonly comeBack: () => Promise<void>;
  readonly isOpen: () => boolean;
}

/** Listens on 127.0.0.1; port 0 takes a free one. */
export async function listen(
  wanted: number,
  handlers: {
    readonly request: RequestListener;
    readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  },
): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer(handlers.request).on("upgrade", handlers.upgrade);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const open = (at: number) => once(server.listen(at, "127.0.0.1"), "listening");
  await open(wanted);
  const { port } = server.address() as AddressInfo;

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
