import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answered, type Door } from "./door.ts";
import { guard, jsonOf } from "./guards.ts";
import { HttpProblem } from "./http-problem.ts";
import { staticFiles } from "./static-files.ts";

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
  readonly doors: readonly Door[];
  readonly port: number;
  readonly tries?: number;
}): Promise<PageServer> {
  const files = staticFiles(options.folder);
  let port = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    guard(request, port);
    const { pathname, searchParams } = addressOf(request);
    const doors = options.doors.filter(({ path }) => path.test(pathname));
    const door = doors.find(({ method }) => method === request.method);
    if (door !== undefined) {
      const [, ...parts] = door.path.exec(pathname) ?? [];
      const body = request.method === "POST" ? await jsonOf(request) : undefined;
      const answer = await door.open({ parts, query: searchParams, body, request, response });
      if (answer !== answered) sendJson(response, 200, answer);
      return;
    }
    const allowed = doors.length > 0 ? doors.map(({ method }) => method) : ["GET", "HEAD"];
    if (doors.length > 0 || !allowed.includes(String(request.method)))
      throw new HttpProblem(405, `This takes ${allowed.join(" and ")}.`, { allow: allowed.join(", ") });
    await files(request, response);
  };

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(security)) response.setHeader(name, value);
    handle(request, response).catch((error: unknown) => refuse(response, error));
  });
  port = await listen(server, options.port, options.tries ?? 0);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function addressOf({ url = "/" }: IncomingMessage): URL {
  if (!URL.canParse(url, "http://localhost")) throw new HttpProblem(400, "That address cannot be read.");
  return new URL(url, "http://localhost");
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: object = {}): void {
  const text = JSON.stringify(body ?? {});
  response
    .writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", ...headers })
    .end(text);
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof HttpProblem) {
    sendJson(response, error.status, { problem: error.message }, error.headers);
    return;
  }
  // A mistake in the playground: loud where it is developed, plain for whoever is at the page.
  process.emitWarning(error instanceof Error ? error : String(error));
  sendJson(response, 500, { problem: "The playground made a mistake. Its console says more." });
}

async function listen(server: Server, port: number, tries: number): Promise<number> {
  for (let tried = 0; ; tried += 1) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(port === 0 ? 0 : port + tried, "127.0.0.1", () => {
          server.off("error", reject);
          resolve();
        });
      });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (!isTaken || tried >= tries) throw error;
    }
  }
}
