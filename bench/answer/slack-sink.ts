import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** As much of Slack as the bench needs: who is who, and where answers arrive. */
export interface SlackSink {
  readonly apiUrl: string;
  /** The address for the answer to one command; `arrived` settles when it comes, with its body. */
  expect(): { readonly responseUrl: string; readonly arrived: Promise<string> };
  close(): void;
}

export async function startSlackSink(): Promise<SlackSink> {
  const awaited = new Map<string, (body: string) => void>();
  let count = 0;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const path = request.url ?? "";
    const arrive = awaited.get(path);
    if (arrive) {
      awaited.delete(path);
      response.writeHead(200, { "content-type": "text/plain", "content-length": 2 }).end("ok");
      arrive(body);
      return;
    }
    const answer = JSON.stringify(path.startsWith("/api/") ? apiAnswer(path.slice(5), body) : { ok: false });
    response.writeHead(200, { "content-type": "application/json", "content-length": answer.length }).end(answer);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    apiUrl: `${origin}/api/`,
    expect() {
      count += 1;
      const path = `/commands/${count}`;
      const arrived = new Promise<string>((resolve) => awaited.set(path, resolve));
      return { responseUrl: origin + path, arrived };
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function apiAnswer(method: string, body: string): Record<string, unknown> {
  switch (method.split("?")[0]) {
    case "auth.test":
      return {
        ok: true,
        url: "https://bench.slack.com/",
        team: "Bench",
        team_id: "T0BENCH",
        user_id: "U0BOT",
        bot_id: "B0BOT",
        app_id: "A0BENCH",
      };
    case "users.info": {
      const id = new URLSearchParams(body).get("user") ?? "";
      const user = { id, team_id: "T0BENCH", real_name: id, profile: { email: `${id.toLowerCase()}@bench.example` } };
      return { ok: true, user };
    }
    case "users.list":
      return { ok: true, members: [], response_metadata: { next_cursor: "" } };
    default:
      return { ok: false, error: "unknown_method" };
  }
}

async function text(request: IncomingMessage): Promise<string> {
  let all = "";
  request.setEncoding("utf8");
  for await (const chunk of request) all += chunk;
  return all;
}
