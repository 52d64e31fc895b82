import type { ServerResponse } from "node:http";
import type { HttpRoute } from "../http-route.ts";

/** `/healthz`: the process lives. `/readyz`: it can do its work, or 503 with the reasons why not. */
export function healthRoutes(readiness: () => readonly string[]): readonly HttpRoute[] {
  return [
    {
      method: "GET",
      path: "/healthz",
      maxBodyBytes: 0,
      async handle(_request, _body, response) {
        answer(response, 200, { type: "text/plain; charset=utf-8", body: "ok" });
      },
    },
    {
      method: "GET",
      path: "/readyz",
      maxBodyBytes: 0,
      async handle(_request, _body, response) {
        const reasons = readiness();
        const body = JSON.stringify({ reasons });
        answer(response, reasons.length === 0 ? 200 : 503, { type: "application/json", body });
      },
    },
  ];
}

function answer(response: ServerResponse, status: number, { type, body }: { type: string; body: string }): void {
  const headers = { "content-type": type, "content-length": Buffer.byteLength(body), "cache-control": "no-store" };
  response.writeHead(status, headers).end(body);
}
