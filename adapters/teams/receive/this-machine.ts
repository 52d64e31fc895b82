import type { IncomingMessage } from "node:http";

/** What tunnels and proxies add: whoever is behind them is elsewhere. */
const passedOn = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];
const localNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a program on this machine sent a request, asking for this machine. */
export function isFromThisMachine({ socket, headers }: Pick<IncomingMessage, "socket" | "headers">): boolean {
  const address = socket.remoteAddress ?? "";
  const isLoopback = address === "::1" || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
  const name = (headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  return isLoopback && localNames.has(name) && passedOn.every((header) => headers[header] === undefined);
}
