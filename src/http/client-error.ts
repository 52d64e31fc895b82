import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Clock } from "../clock.ts";

const LINGER_MS = 500;

/** https://nodejs.org/docs/latest-v20.x/api/http.html#event-clienterror; anything else is no HTTP. */
const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * What answers what is no request, then ends the connection. `isBusy`: the client waits for the answer to a request on
 * this connection and would take another for it.
 */
export function createClientErrorHandler(
  clock: Clock,
  isBusy: (socket: Duplex) => boolean,
): (error: NodeJS.ErrnoException, socket: Duplex) => void {
  const refused = new WeakSet<Duplex>();

  return (error, socket) => {
    // What comes after the first wrong byte is an error again.
    if (refused.has(socket)) return;
    if (error.code === "ECONNRESET" || !socket.writable || isBusy(socket)) {
      socket.destroy();
      return;
    }
    refused.add(socket);
    const status = statuses[error.code ?? ""] ?? 400;
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    const cancel = clock.after(LINGER_MS, () => socket.destroy());
    socket.once("close", cancel);
  };
}
