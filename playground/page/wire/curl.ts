import type { Exchange } from "../../wire/exchange.ts";

/** What curl adds by itself, and what it must not send twice. */
const left = new Set(["host", "connection", "content-length", "accept-encoding", "transfer-encoding", "user-agent"]);

/** A shell command that sends a request of the app once more. The token, which is not shown here, comes from the environment. */
export function curlOf({ request }: Pick<Exchange, "request">): string {
  const [method = "POST", path = "/"] = request.line.split(" ");
  const headers = Object.entries(request.headers)
    .filter(([name]) => !left.has(name))
    .map(([name, value]) =>
      name === "authorization" ? '-H "authorization: Bearer $SLACK_BOT_TOKEN"' : `-H ${quoted(`${name}: ${value}`)}`,
    );
  const body = request.body === "" ? [] : [`--data-raw ${quoted(request.body)}`];
  return [
    `curl -X ${method} ${quoted(`http://${request.headers["host"] ?? "127.0.0.1"}${path}`)}`,
    ...headers,
    ...body,
  ].join(" \\\n  ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
