import type { IncomingMessage, ServerResponse } from "node:http";

/** How much may wait for a client that does not read; past that it has to connect again and starts anew. */
const maxWaitingBytes = 8 * 1024 * 1024;
const heartbeatMs = 15_000;

/** Opens a stream of server-sent events. `start` gets how to send, and returns what to do when the client is gone. */
export function eventStream(
  request: IncomingMessage,
  response: ServerResponse,
  start: (send: (data: unknown) => void) => () => void,
): void {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" });
  request.socket.setNoDelay(true);
  const write = (text: string): void => {
    if (response.writableLength > maxWaitingBytes) response.destroy();
    else response.write(text);
  };
  write("retry: 500\n\n");
  const stop = start((data) => write(`data: ${JSON.stringify(data)}\n\n`));
  const heartbeat = setInterval(() => write(": \n\n"), heartbeatMs);
  response.once("close", () => {
    clearInterval(heartbeat);
    stop();
  });
}
