import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { HttpProblem } from "./http-problem.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};
const packers = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }) as Promise<Buffer>,
  gzip: (bytes: Buffer) => promisify(gzip)(bytes) as Promise<Buffer>,
};
type Encoding = keyof typeof packers;

/** Answers with files of a folder. Throws an HttpProblem for what is not there. */
export function staticFiles(folder: string): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const root = resolve(folder);
  const packed = new Map<string, Promise<Buffer>>();
  const pack = (bytes: Buffer, etag: string, encoding: Encoding): Promise<Buffer> => {
    const key = `${encoding} ${etag}`;
    const made = packed.get(key) ?? packers[encoding](bytes);
    packed.set(key, made);
    return made;
  };

  return async (request, response) => {
    const path = pathOf(request.url ?? "/");
    const bytes = await read(root, path);
    const type = types[extname(path)] ?? "application/octet-stream";
    const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
    // The names of built files say what is in them: they never change.
    const isBuilt = path.startsWith("/assets/");
    const headers = {
      "content-type": type,
      "cache-control": isBuilt ? "public, max-age=31536000, immutable" : "no-cache",
      etag,
      vary: "accept-encoding",
    };
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304, headers).end();
      return;
    }
    const encoding = bytes.length < 1024 || !/text|json|svg/.test(type) ? undefined : encodingFor(request);
    const body = encoding === undefined ? bytes : await pack(bytes, etag, encoding);
    response.writeHead(200, {
      ...headers,
      "content-length": body.length,
      ...(encoding === undefined ? {} : { "content-encoding": encoding }),
    });
    response.end(request.method === "HEAD" ? undefined : body);
  };
}

function encodingFor(request: IncomingMessage): Encoding | undefined {
  const accepted = String(request.headers["accept-encoding"] ?? "").split(/\s*[,;]\s*/);
  return (["br", "gzip"] as const).find((encoding) => accepted.includes(encoding));
}

function pathOf(url: string): string {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/s, ""));
    return path === "/" ? "/index.html" : path;
  } catch {
    throw new HttpProblem(400, "That address cannot be read.");
  }
}

async function read(root: string, path: string): Promise<Buffer> {
  const file = join(root, path);
  const isInside = file.startsWith(root + sep) && !/[\0\\]|\/\./.test(path);
  const bytes = isInside ? await readFile(file).catch(() => undefined) : undefined;
  if (bytes !== undefined) return bytes;
  throw new HttpProblem(
    404,
    path === "/index.html" ? `The page is not built: ${root} has no index.html.` : "There is nothing here.",
  );
}
