import type { HttpRoute } from "../http-route.ts";

/** `/healthz`: the process lives. `/readyz`: it can do its work, or 503 with the reasons why not. */
export function healthRoutes(readiness: () => readonly string[]): readonly HttpRoute[] {
  return [
    {
      method: "GET",
      path: "/healthz",
      maxBodyBytes: 0,
      async handle(_request, _body, response) {
        response.writeHead(200, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }).end("ok");
      },
    },
    {
      method: "GET",
      path: "/readyz",
      maxBodyBytes: 0,
      async handle(_request, _body, response) {
        const reasons = readiness();
        response
          .writeHead(reasons.length === 0 ? 200 : 503, {
            "content-type": "application/json",
            "cache-control": "no-store",
          })
          .end(JSON.stringify({ reasons }));
      },
    },
  ];
}
