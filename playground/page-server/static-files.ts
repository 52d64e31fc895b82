import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { HttpProblem } from "./door.ts";

/** What a built page consists of. */
const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Answers with a file of the folder. Throws an HttpProblem for what is not there. */
export async function sendFile(folder: string, pathname: string, response: ServerResponse): Promise<void> {
  const path = pathname === "/" ? "/index.html" : decoded(pathname);
  const root = resolve(folder);
  const file = join(root, path);
  const isInside = file.startsWith(root + sep) && !/[\0\\]|\/\./.test(path);
  const bytes = isInside ? await readFile(file).catch(() => undefined) : undefined;
  if (bytes === undefined)
    throw new HttpProblem(
      404,
      path === "/index.html" ? `The page is not built: ${root} has no index.html.` : "There is nothing here.",
    );
  // The names of built files say what is in them: they never change.
  const isBuilt = path.startsWith("/assets/");
  response.writeHead(200, {
    "content-type": types[extname(path)] ?? "application/octet-stream",
    "content-length": bytes.length,
    "cache-control": isBuilt ? "public, max-age=31536000, immutable" : "no-cache",
  });
  response.end(bytes);
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    throw new HttpProblem(400, "That address cannot be read.");
  }
}

/** The script that the page of a folder begins with: another build has another one. Undefined while there is no page. */
export function scriptOf(folder: string): string | undefined {
  try {
    const html = readFileSync(join(folder, "index.html"), "utf8");
    return /<script type="module"[^>]* src="([^"]+)"/.exec(html)?.[1];
  } catch {
    return undefined;
  }
}
