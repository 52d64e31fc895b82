import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { isolatedGit } from "./git-repository.ts";

/** What a request to the server carried. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
}

/** A smart-HTTP git server on loopback. */
export interface GitHttpServer {
  /** For example `http://127.0.0.1:40123`; the repository is at `/<owner>/<repo>.git`. */
  readonly origin: string;
  readonly requests: readonly RecordedRequest[];
  /** Answers every request with this status until it is called without one; 302 needs a `location`. */
  answerWith(status?: number, location?: string): void;
  /** Cuts every pack after this many bytes, as a connection that breaks; undefined ends that. */
  cutAfter(bytes?: number): void;
  close(): Promise<void>;
}

/**
 * Serves the bare repository at `path` under `/acme/catalog.git` with `git http-backend`. With `token` every request needs
 * basic auth for `x-access-token`. `onRequest` runs while the client waits.
 */
export async function createGitHttpServer(options: {
  path: string;
  token?: string;
  config?: readonly string[];
  /** The newest protocol that it speaks; 2 unless told. */
  protocol?: 0 | 2;
  onRequest?: () => Promise<void> | void;
}): Promise<GitHttpServer> {
  const requests: RecordedRequest[] = [];
  let forced: { status: number; location: string | undefined } | undefined;
  let cut: number | undefined;
  const expected = `Basic ${Buffer.from(`x-access-token:${options.token}`).toString("base64")}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "", headers } = request;
    requests.push({ method, url, authorization: headers.authorization });
    await options.onRequest?.();
    if (forced) {
      response.writeHead(forced.status, forced.location ? { location: forced.location + url } : {}).end();
    } else if (options.token !== undefined && headers.authorization !== expected) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
    } else {
      const protocol = options.protocol === 0 ? "" : String(headers["git-protocol"] ?? "");
      await serve(request, response, { path: options.path, config: options.config ?? [], protocol, cut });
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answerWith(status, location) {
      forced = status === undefined ? undefined : { status, location };
    },
    cutAfter(bytes) {
      cut = bytes;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** One request as CGI: https://git-scm.com/docs/git-http-backend */
async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  options: { path: string; config: readonly string[]; protocol: string; cut: number | undefined },
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const child = spawn("git", [...options.config.flatMap((setting) => ["-c", setting]), "http-backend"], {
    cwd: "/",
    stdio: ["pipe", "pipe", "ignore"],
    env: {
      ...isolatedGit,
      GIT_PROJECT_ROOT: options.path,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: url.pathname.replace(/^\/acme\/catalog\.git/, ""),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? "GET",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      GIT_PROTOCOL: options.protocol,
      REMOTE_ADDR: "127.0.0.1",
    },
  });
  child.stdin.on("error", () => {}); // a backend that refuses does not read its input
  const body = request.headers["content-encoding"] === "gzip" ? request.pipe(createGunzip()) : request;
  const sent = pipeline(body, child.stdin).catch(() => {});
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk);
  await sent;
  send(response, Buffer.concat(chunks), options.cut);
}

function send(response: ServerResponse, output: Buffer, cut: number | undefined): void {
  const end = output.indexOf("\r\n\r\n");
  let status = 200;
  for (const line of output.toString("latin1", 0, end).split("\r\n")) {
    const [name = "", value = ""] = line.split(/: (.*)/);
    if (name === "Status") status = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  const body = output.subarray(end + 4);
  response.writeHead(status);
  if (cut === undefined || body.length <= cut) response.end(body);
  else response.write(body.subarray(0, cut), () => response.destroy());
}
