import type { IncomingMessage } from "node:http";
import { bodyOf, hostsOf } from "../wire/incoming.ts";
import { HttpProblem } from "./door.ts";

const maxBodyBytes = 256 * 1024;

/** Refuses what no page of ours sends: asked by another name, by another site's page, or by a form. */
export function guard({ method, headers }: IncomingMessage, port: number): void {
  const hosts = hostsOf(port);
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
  const body = await bodyOf(request, maxBodyBytes);
  if (body === undefined) throw new HttpProblem(413, "The body is longer than 256 KB.");
  try {
    return body === "" ? undefined : JSON.parse(body);
  } catch {
    throw new HttpProblem(400, "The body is not JSON.");
  }
}
