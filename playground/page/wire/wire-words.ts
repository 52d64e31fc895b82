import type { ExchangeLine, Packet } from "../../wire/exchange.ts";

/** `to the app over Socket Mode`, or what else the platform calls a socket */
export function wayOf({ direction, via }: ExchangeLine, socket = "a socket"): string {
  return `${direction === "to app" ? "to" : "from"} the app over ${via === "socket" ? socket : "HTTP"}`;
}

/** `acknowledged in 12 ms` */
export function outcomeOf({ direction, ms, failure }: ExchangeLine): string {
  if (ms === undefined) return failure === undefined ? "no answer yet" : `failed: ${failure}`;
  if (failure !== undefined) return `failed after ${duration(ms)}: ${failure}`;
  // The log's way to say that none was due.
  if (ms === 0) return "no answer due";
  return `${direction === "to app" ? "acknowledged" : "ok"} in ${duration(ms)}`;
}

function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)}\u00a0s`;
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)}\u00a0ms`;
}

/** What curl says by itself, and a compression that it would not undo. */
const left = new Set(["host", "connection", "content-length", "accept-encoding", "transfer-encoding"]);

/** A shell command that sends a request of the app once more. */
export function curlOf({ line, headers, body }: Packet): string {
  const [method = "POST", path = "/"] = line.split(" ");
  const sent = Object.entries(headers).filter(([name]) => !left.has(name));
  return [
    `curl -X ${method} ${quoted(`http://${headers["host"] ?? "127.0.0.1"}${path}`)}`,
    ...sent.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === "" ? [] : [`--data-raw ${quoted(body)}`]),
  ].join(" \\\n  ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
