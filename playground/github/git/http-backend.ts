import { spawn } from "node:child_process";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";

/** What of git's own server is asked. https://git-scm.com/docs/git-http-backend */
export interface BackendRequest {
  /** The folder of the repository. */
  readonly folder: string;
  /** `info/refs`, `git-upload-pack`, `git-receive-pack` */
  readonly service: string;
  readonly query: string;
  /** Who pushes; nobody may without. */
  readonly login?: string | undefined;
  /** Cuts the connection once so much of the answer is sent. */
  readonly cutAfterBytes?: number | undefined;
}

/** Answers with what git itself answers; returns the status. `finished` is called before the answer ends. */
export async function serveGit(
  { folder, service, query, login, cutAfterBytes = Number.POSITIVE_INFINITY }: BackendRequest,
  request: IncomingMessage,
  response: ServerResponse,
  finished: () => void,
): Promise<number> {
  const { headers } = request;
  const variables = {
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: "1",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_PROTOCOL: String(headers["git-protocol"] ?? ""),
    PATH_INFO: `/${service}`,
    QUERY_STRING: query,
    REQUEST_METHOD: request.method ?? "GET",
    REMOTE_ADDR: "127.0.0.1",
    REMOTE_USER: login ?? "",
    CONTENT_TYPE: headers["content-type"] ?? "",
    CONTENT_LENGTH: headers["content-length"] ?? "",
    HTTP_CONTENT_ENCODING: headers["content-encoding"] ?? "",
  };
  const given = Object.entries(variables).filter(([, value]) => value !== "");
  // The program adds to the environment, so that git is found where it is on this machine.
  const child = spawn("env", [...given.map(([name, value]) => `${name}=${value}`), "git", "http-backend"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  response.on("close", () => {
    child.kill();
    // What is left is read, so that its end is seen.
    child.stdout.resume();
  });
  // Whoever asks may be gone before all is sent, and git may end before all is read.
  child.stdin.on("error", () => undefined);
  request.pipe(child.stdin);
  let head: Buffer | undefined = Buffer.alloc(0);
  let sent = 0;
  const send = (chunk: Buffer): void => {
    const left = cutAfterBytes - sent;
    sent += chunk.length;
    if (chunk.length > left) response.write(chunk.subarray(0, left), () => response.socket?.destroy());
    else if (!response.write(chunk)) child.stdout.pause();
  };
  child.stdout.on("data", (chunk: Buffer) => {
    if (response.destroyed) return;
    if (head === undefined) return send(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return;
    writeHead(response, head.toString("latin1", 0, end));
    const rest = head.subarray(end + 4);
    head = undefined;
    send(rest);
  });
  response.on("drain", () => child.stdout.resume());
  await once(child, "close");
  finished();
  if (!response.headersSent) response.writeHead(500);
  response.end();
  return response.statusCode;
}

function writeHead(response: ServerResponse, text: string): void {
  const lines = text.split("\r\n").map((line) => /^([^:]+): *(.*)$/.exec(line) ?? []);
  const headers = lines.map(([, name = "", value = ""]) => [name, value] as const);
  const status = headers.find(([name]) => name.toLowerCase() === "status")?.[1];
  const rest = headers.filter(([name]) => name.toLowerCase() !== "status");
  response.writeHead(Number.parseInt(status ?? "200", 10), Object.fromEntries(rest));
}
