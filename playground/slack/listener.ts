import type { IncomingMessage } from "node:http";
import { createServer, type RequestListener, type Server } from "node:http";
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
  port: number,
  handlers: {
    readonly request: RequestListener;
    readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  },
): Promise<Listener> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;

  const open = async (wanted: number): Promise<number> => {
    const fresh = createServer(handlers.request);
    fresh.on("upgrade", handlers.upgrade);
    fresh.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      fresh.once("error", reject);
      fresh.listen(wanted, "127.0.0.1", resolve);
    });
    server = fresh;
    return (fresh.address() as AddressInfo).port;
  };
  const actual = await open(port);

  return {
    port: actual,
    goDown: async () => {
      const closing = server;
      server = undefined;
      if (!closing) return;
      const closed = new Promise<void>((resolve) => closing.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    comeBack: async () => {
      if (!server) await open(actual);
    },
    isOpen: () => server !== undefined,
  };
}
