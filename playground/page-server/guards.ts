import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { HttpProblem } from "./door.ts";

const maxBodyBytes = 256 * 1024;

/**
 * Refuses what no page of ours sends: another site may point a name of its own at this machine, or let a form post here.
 * https://developer.mozilla.org/en-US/docs/Web/Security/Attacks/DNS_rebinding
 */
export function guard({ method, headers }: IncomingMessage, port: number): void {
  const hosts = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${port}`);
  const { host = "", origin } = headers;
  if (!hosts.includes(host.toLowerCase()))
    throw new HttpProblem(403, `This is http://127.0.0.1:${port}, and answers to no other name.`);
  if (origin !== undefined && !hosts.some((name) => origin.toLowerCase() === `http://${name}`))
    throw new HttpProblem(403, "Only the playground's own page may ask this.");
  if (method === "POST" && !/^application\/json\s*(;|$)/i.test(headers["content-type"] ?? ""))
    throw new HttpProblem(415, "Send JSON, with content-type: application/json.");
}

/** The JSON of a body; undefined when it is empty. */
export async function jsonOf(request: IncomingMessage): Promise<unknown> {
  if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes)
    throw new HttpProblem(413, "The body is longer than 256 KB.");
  const body = await text(request);
  try {
    return body === "" ? undefined : JSON.parse(body);
  } catch {
    throw new HttpProblem(400, "The body is not JSON.");
  }
}
