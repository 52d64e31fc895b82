import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { addressOf } from "../wire/incoming.ts";
import { type Doors, HttpProblem } from "./door.ts";
import { guard, jsonOf } from "./guards.ts";
import { sendFile } from "./static-files.ts";

/** The server of the playground's page, on 127.0.0.1. */
export interface PageServer {
  readonly port: number;
  /** `http://127.0.0.1:4400` */
  readonly url: string;
  /** Ends all connections, live ones too. */
  readonly stop: () => Promise<void>;
}

const security = {
  "content-security-policy":
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** Serves a folder and these doors. Where the port is taken it takes one of the next `tries`; 0 is any free one. */
export async function startPageServer(options: {
  readonly folder: string;
  readonly doors: Doors;
  readonly port: number;
  readonly tries?: number;
}): Promise<PageServer> {
  let port = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    guard(request, port);
    const { method = "" } = request;
    const address = addressOf(request);
    if (address === undefined) throw new HttpProblem(400, "That address cannot be read.");
    const { pathname, searchParams: query } = address;
    const open = options.doors[`${method} ${pathname}`];
    if (open !== undefined) {
      const body = method === "POST" ? await jsonOf(request) : undefined;
      const answer = await open({ query, body, response });
      if (!response.headersSent) sendJson(response, 200, answer);
    } else if (method === "GET" || method === "HEAD") await sendFile(options.folder, pathname, response);
    else throw new HttpProblem(405, `Nothing here takes ${method}.`);
  };

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(security)) response.setHeader(name, value);
    handle(request, response).catch((error: unknown) => refuse(response, error));
  });
  port = await listen(server, options.port, Math.min(options.port + (options.tries ?? 0), 65_535));
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body ?? {});
  response
    .writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" })
    .end(text);
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else if (error instanceof HttpProblem) {
    // What is left of a body that is too long is not waited for.
    if (error.status === 413) response.setHeader("connection", "close");
    sendJson(response, error.status, { problem: error.message });
  } else {
    // A mistake in the playground: loud where it is developed, plain for whoever is at the page.
    process.emitWarning(error instanceof Error ? error : String(error));
    sendJson(response, 500, { problem: "The playground made a mistake. Its console says more." });
  }
}

async function listen(server: Server, wanted: number, last: number): Promise<number> {
  for (let port = wanted; port <= last; port += 1) {
    try {
      await once(server.listen(port, "127.0.0.1"), "listening");
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    }
  }
  throw new Error(
    wanted === last
      ? `Port ${wanted} is taken. Free it.`
      : `Ports ${wanted} to ${last} are all taken. Free one of them.`,
  );
}
