import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { systemClock } from "../clock.ts";
import { createHttpServer, type HttpServer, type HttpServerOptions } from "../http/http-server.ts";
import type { HttpRoute } from "../http-route.ts";
import { recordedLog } from "./recorded-log.ts";

/** Answers with what it got, up to 1,000 bytes. */
export const echo: HttpRoute = {
  method: "POST",
  path: "/echo",
  maxBodyBytes: 1000,
  async handle(_request, body, response) {
    response.writeHead(200, { "content-type": "application/octet-stream" }).end(body);
  },
};

/** A route `/slow` that answers once `finish` was called. */
export function heldRoute(answer: string): { slow: HttpRoute; finish: () => void } {
  let finish = () => {};
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const slow: HttpRoute = {
    ...echo,
    path: "/slow",
    async handle(_request, _body, response) {
      await held;
      response.end(answer);
    },
  };
  return { slow, finish };
}

/** A running server, by default with `/echo`, that is stopped when the test has finished. */
export async function serving(
  options: Partial<HttpServerOptions> = {},
): Promise<{ server: HttpServer; port: number; lines: string[]; url: string }> {
  const { log, lines } = recordedLog();
  const server = createHttpServer({
    host: "127.0.0.1",
    port: 0,
    routes: [echo],
    readiness: () => [],
    log,
    clock: systemClock(),
    ...options,
    limits: { stopMs: 200, ...options.limits },
  });
  const { port } = await server.start();
  onTestFinished(() => server.stop());
  return { server, port, lines, url: `http://127.0.0.1:${port}` };
}

/** A connection, and what came over it until it ended. */
export function connection(port: number): { socket: Socket; said: Promise<string>; soFar(): string } {
  const socket = connect({ host: "127.0.0.1", port });
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    text += chunk;
  });
  socket.on("error", () => {
    // A reset: whatever came before it is what counts.
  });
  const said = new Promise<string>((resolve) => socket.once("close", () => resolve(text)));
  onTestFinished(() => void socket.destroy());
  return { socket, said, soFar: () => text };
}

/** What a server says to these bytes until it closes the connection. */
export function answerTo(port: number, bytes: string): Promise<string> {
  const { socket, said } = connection(port);
  socket.write(bytes, "latin1");
  return said;
}

/** The head of a request or an answer. */
export function head(...lines: readonly string[]): string {
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** The status of the first answer; not a number when there is none. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}

/** Looks every few milliseconds until it is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(5);
}
