import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { HttpRoute } from "../http-route.ts";
import type { Measure } from "./open-requests.ts";

/** What Prometheus may ask about the process. One a process: the figures of the runtime are those of the whole process. */
export interface Metrics {
  /** For createHttpServer: counts requests, and how long they took, by path. */
  readonly measure: Measure;
  /** A figure that is read when it is asked for. `name` as `callboard_catalog_age_seconds`. */
  gauge(name: string, help: string, read: () => number): void;
  /** `GET /metrics`: for a server of its own, on an address that the world does not reach. */
  readonly route: HttpRoute;
}

/** From a millisecond to longer than any platform waits. */
const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  const registers = [registry];
  const requests = new Counter({
    name: "callboard_http_requests_total",
    help: "Requests by path and class of status; gone: the client went away.",
    labelNames: ["path", "status"],
    registers,
  });
  const durations = new Histogram({
    name: "callboard_http_request_duration_seconds",
    help: "Time from the headers of a request to the end of its answer.",
    labelNames: ["path"],
    buckets: BUCKETS_SECONDS,
    registers,
  });

  return {
    measure(path, status, seconds) {
      requests.inc({ path, status: status === 0 ? "gone" : `${Math.floor(status / 100)}xx` });
      durations.observe({ path }, seconds);
    },
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
    route: {
      method: "GET",
      path: "/metrics",
      maxBodyBytes: 0,
      async handle(_request, _body, response) {
        const text = await registry.metrics();
        response.writeHead(200, { "content-type": registry.contentType, "content-length": Buffer.byteLength(text) });
        response.end(text);
      },
    },
  };
}
