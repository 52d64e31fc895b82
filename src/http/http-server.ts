import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../clock.ts";
import { BotError } from "../errors.ts";
import type { HttpRoute } from "../http-route.ts";
import type { Log } from "../log.ts";
import { createClientErrorHandler } from "./client-error.ts";
import { connectionLimit, createConnections } from "./connections.ts";
import { healthRoutes } from "./health.ts";
import { type HttpLimits, usualLimits } from "./limits.ts";
import { createOpenRequests, type Measure } from "./open-requests.ts";
import { createRequestHandler } from "./request-handler.ts";

/** What a server serves, and where. */
export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly routes: readonly HttpRoute[];
  /** Why the process cannot do its work now, in words that anybody may read; empty when it can. */
  readiness(): readonly string[];
  readonly log: Log;
  readonly clock: Clock;
  readonly measure?: Measure;
  readonly limits?: Partial<HttpLimits>;
}

/** The HTTP server. */
export interface HttpServer {
  /** Begins to listen. Rejects with `unavailable`, saying what to do, when it cannot. Once. */
  start(): Promise<{ readonly port: number }>;
  /** Takes nothing new, waits for the requests in flight, at most ten seconds, and closes. Safe to call twice. */
  stop(): Promise<void>;
  /** Requests that are not answered yet. */
  inFlight(): number;
}

/**
 * A server over node:http, for the world's requests: exact paths, whole bodies, limits for everything that a stranger could
 * make long, large or many, and `/healthz` and `/readyz`.
 *
 * @throws BotError `conflict` when two routes have one method and path
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { host, port, clock, log } = options;
  const limits = { ...usualLimits, ...options.limits };
  let isStopping = false;
  let started: Promise<unknown> = Promise.resolve();
  const connections = createConnections();
  const open = createOpenRequests(clock, options.measure);
  const handle = createRequestHandler({
    healthRoutes: healthRoutes(() => (isStopping ? ["stopping"] : options.readiness())),
    routes: options.routes,
    open,
    connections,
    isStopping: () => isStopping,
    limits,
    clock,
    log,
  });
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.headersMs + limits.bodyMs,
    connectionsCheckingInterval: Math.min(1000, limits.headersMs / 2),
    keepAliveTimeout: limits.keepAliveMs,
    maxHeaderSize: limits.maxHeaderBytes,
    insecureHTTPParser: false,
  });
  server.on("connection", connections.add).on("request", handle).on("checkContinue", handle);
  server.on("clientError", createClientErrorHandler(clock, open.isBusy));
  server.timeout = 2 * limits.keepAliveMs;

  async function start(): Promise<{ readonly port: number }> {
    connections.setLimit(limits.maxConnections ?? (await connectionLimit()));
    await listen(server, host, port);
    // A connection that could not be taken, as when no more files may be open, is no reason to end.
    server.on("error", (error) => log.warn({ err: error }, "a connection could not be taken"));
    const { port: taken } = server.address() as AddressInfo;
    log.info({ host, port: taken }, "listening");
    return { port: taken };
  }

  return {
    start() {
      const starting = start();
      // Whoever called start hears of it.
      started = starting.catch(() => {});
      return starting;
    },
    async stop() {
      isStopping = true;
      await started;
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      await settledWithin(open.none(), limits.stopMs, clock);
      server.closeAllConnections();
      await closed;
    },
    inFlight: open.count,
  };
}

function settledWithin(work: Promise<void>, limitMs: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(limitMs, resolve);
    void work.then(() => {
      cancel();
      resolve();
    });
  });
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(cannotListen(error, `${host}:${port}`));
    server.once("error", fail);
    server.listen({ host, port, backlog: 4096 }, () => {
      server.off("error", fail);
      resolve();
    });
  });
}

/** https://nodejs.org/docs/latest-v20.x/api/errors.html#common-system-errors */
const remedies: Readonly<Record<string, string>> = {
  EADDRINUSE: "Something listens there already. End it or choose another port.",
  EACCES: "The system does not allow it. Choose a port above 1023 or grant the right to this one.",
  EADDRNOTAVAIL: "This machine does not have that address. Choose another host, such as 127.0.0.1.",
  ENOTFOUND: "This host has no address. Choose another, such as 127.0.0.1.",
};

function cannotListen(error: NodeJS.ErrnoException, where: string): BotError {
  const remedy = remedies[error.code ?? ""] ?? `The system says ${error.code ?? "nothing more"}.`;
  return new BotError("unavailable", `Callboard cannot listen on ${where}. ${remedy}`, { cause: error });
}
