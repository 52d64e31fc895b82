import { expect, test } from "vitest";
import { echo, serving } from "../testing/http-connection.ts";
import { createMetrics } from "./metrics.ts";

/** A server with `/echo` that is measured, and another one that serves the metrics. */
async function measured() {
  const metrics = createMetrics();
  const open = await serving({ routes: [echo], measure: metrics.measure });
  const own = await serving({ routes: [metrics.route] });
  return { metrics, url: open.url, read: async () => (await fetch(`${own.url}/metrics`)).text() };
}

test("requests are counted by path and class of status; unknown paths are one", async () => {
  const { url, read } = await measured();

  await fetch(`${url}/echo`, { method: "POST", body: "a" });
  await fetch(`${url}/echo?x=2`, { method: "POST", body: "a" });
  await fetch(`${url}/echo`, { method: "POST", body: "a".repeat(2000) });
  for (const path of ["/a", "/b", "/c"]) await fetch(url + path);

  const text = await read();
  expect(text).toContain('callboard_http_requests_total{path="/echo",status="2xx"} 2');
  expect(text).toContain('callboard_http_requests_total{path="/echo",status="4xx"} 1');
  expect(text).toContain('callboard_http_requests_total{path="other",status="4xx"} 3');
  expect(text).toContain('callboard_http_request_duration_seconds_count{path="/echo"} 3');
});

test("a gauge is read when it is asked for", async () => {
  const { metrics, read } = await measured();
  let age = 1;
  metrics.gauge("callboard_catalog_age_seconds", "Since the last sync.", () => age);

  expect(await read()).toContain("callboard_catalog_age_seconds 1\n");
  age = 7;

  expect(await read()).toContain("callboard_catalog_age_seconds 7\n");
});

test("the runtime's figures are there, and two registries do not collide", async () => {
  createMetrics();
  const { read } = await measured();

  const text = await read();

  for (const name of [
    "process_resident_memory_bytes",
    "nodejs_eventloop_lag_p99_seconds",
    "process_cpu_seconds_total",
  ]) {
    expect(text).toContain(`\n${name} `);
  }
});

test("the open server does not serve metrics", async () => {
  const { url } = await measured();

  expect((await fetch(`${url}/metrics`)).status).toBe(404);
});
