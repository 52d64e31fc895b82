import type { IncomingMessage } from "node:http";
import { HttpProblem } from "./http-problem.ts";

const maxBodyBytes = 256 * 1024;

/**
 * Refuses what no page of ours sends: another site may point a name of its own at this machine, or let a form post here.
 * https://developer.mozilla.org/en-US/docs/Web/Security/Attacks/DNS_rebinding
 */
export function guard({ method = "", headers }: IncomingMessage, port: number): void {
  const hosts = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${port}`);
  const origins = hosts.map((host) => `http://${host}`);
  if (headers.host === undefined || !hosts.includes(headers.host.toLowerCase()))
    throw new HttpProblem(403, `This is http://127.0.0.1:${port}, and answers to no other name.`);
  if (headers.origin !== undefined && !origins.includes(headers.origin.toLowerCase()))
    throw new HttpProblem(403, "Only the playground's own page may ask this.");
  if (method === "POST" && !/^application\/json\s*(;|$)/i.test(headers["content-type"] ?? ""))
    throw new HttpProblem(415, "Send JSON, with content-type: application/json.");
}

/** The JSON of a body; undefined when it is empty. */
export async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const tooLong = new HttpProblem(413, "The body is longer than 256 KB.", { connection: "close" });
  if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) throw tooLong;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > maxBodyBytes) throw tooLong;
    chunks.push(chunk as Buffer);
  }
  if (bytes === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new HttpProblem(400, "The body is not JSON.");
  }
}
