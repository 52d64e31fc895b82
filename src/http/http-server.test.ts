import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { systemClock } from "../clock.ts";
import type { HttpRoute } from "../http-route.ts";
import { answerTo, connection, echo, head, heldRoute, serving, statusOf, until } from "../testing/http-connection.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { createHttpServer } from "./http-server.ts";

describe("routes", () => {
  test("a route gets the body as it was sent", async () => {
    const { url } = await serving();
    const body = Buffer.from([0, 255, 13, 10, 128]);

    const response = await fetch(`${url}/echo?x=1`, { method: "POST", body });

    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(body);
  });

  test("a chunked body is whole, and an empty one is empty", async () => {
    const { port } = await serving();
    const chunks = "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";

    const chunked = await answerTo(
      port,
      `${head("POST /echo HTTP/1.1", "Host: x", "Transfer-Encoding: chunked", "Connection: close")}${chunks}`,
    );
    const empty = await answerTo(port, head("POST /echo HTTP/1.1", "Host: x", "Connection: close"));

    expect(chunked).toMatch(/\r\n\r\n.*abcde/s);
    expect(statusOf(empty)).toBe(200);
  });

  test("many requests go over one connection, also without waiting for the answers", async () => {
    const { port } = await serving();
    const one = `${head("POST /echo HTTP/1.1", "Host: x", "Content-Length: 2")}hi`;
    const last = `${head("POST /echo HTTP/1.1", "Host: x", "Content-Length: 3", "Connection: close")}end`;

    const answer = await answerTo(port, one + one + last);

    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
    expect(answer.match(/hi|end/g)).toEqual(["hi", "hi", "end"]);
  });

  test.each([
    "/",
    "/echo/",
    "//echo",
    "/Echo",
    "/echo%20",
    "/%65cho",
    "/../echo",
    "/metrics",
    "/echo/../../etc/passwd",
  ])("%s is not found", async (path) => {
    const { port } = await serving();

    const answer = await answerTo(port, head(`POST ${path} HTTP/1.1`, "Host: x", "Connection: close"));

    expect(statusOf(answer)).toBe(404);
    expect(answer).not.toContain(path === "/" ? "echo" : path);
  });

  test.each(["GET", "PUT", "DELETE", "TRACE", "OPTIONS", "PATCH", "PROPFIND"])(
    "%s where only POST is taken is refused and says what is taken",
    async (method) => {
      const { port } = await serving();

      const answer = await answerTo(port, head(`${method} /echo HTTP/1.1`, "Host: x", "X-Own: 1", "Connection: close"));

      expect(statusOf(answer)).toBe(405);
      expect(answer.toLowerCase()).toContain("\r\nallow: post\r\n");
      expect(answer).not.toContain("X-Own");
    },
  );

  test("TRACE echoes nothing, on the health path too", async () => {
    const { port } = await serving();

    const answer = await answerTo(
      port,
      head("TRACE /healthz HTTP/1.1", "Host: x", "Cookie: mine", "Connection: close"),
    );

    expect(statusOf(answer)).toBe(405);
    expect(answer.toLowerCase()).toContain("\r\nallow: get, head\r\n");
    expect(answer).not.toContain("mine");
  });

  test("nothing answers CONNECT", async () => {
    const { port } = await serving();

    expect(await answerTo(port, head("CONNECT example.com:443 HTTP/1.1", "Host: example.com"))).toBe("");
  });

  test("HEAD is GET without the body", async () => {
    const { port } = await serving();

    const answer = await answerTo(port, head("HEAD /healthz HTTP/1.1", "Host: x", "Connection: close"));

    expect(statusOf(answer)).toBe(200);
    expect(answer.endsWith("\r\n\r\n")).toBe(true);
  });

  test("no answer names the software", async () => {
    const { url } = await serving();

    for (const path of ["/healthz", "/readyz", "/other", "/echo"]) {
      const { headers } = await fetch(url + path);
      expect([...headers.keys()]).not.toContain("server");
      expect([...headers.keys()]).not.toContain("x-powered-by");
    }
  });

  test("two routes of one method and path are refused", () => {
    const { log } = recordedLog();
    const options = { host: "127.0.0.1", port: 0, readiness: () => [], log, clock: systemClock() };

    expect(() => createHttpServer({ ...options, routes: [echo, echo] })).toThrow(/POST \/echo/);
    expect(() => createHttpServer({ ...options, routes: [{ ...echo, method: "GET", path: "/healthz" }] })).toThrow();
  });
});

describe("health", () => {
  test("/healthz is ok while the process lives, /readyz says what is missing", async () => {
    let reasons: readonly string[] = ["no catalog was read yet"];
    const { url } = await serving({ readiness: () => reasons });

    const alive = await fetch(`${url}/healthz`);
    const notReady = await fetch(`${url}/readyz`);
    reasons = [];
    const ready = await fetch(`${url}/readyz`);

    expect([alive.status, await alive.text()]).toEqual([200, "ok"]);
    expect([notReady.status, await notReady.json()]).toEqual([503, { reasons: ["no catalog was read yet"] }]);
    expect([ready.status, await ready.json()]).toEqual([200, { reasons: [] }]);
  });
});

describe("routes that fail", () => {
  const failing = (handle: HttpRoute["handle"]): HttpRoute => ({ ...echo, path: "/fails", handle });

  test("get 500 with the reference under which the log tells more, once", async () => {
    const { url, lines } = await serving({
      routes: [
        failing(async () => {
          throw new Error("secret detail");
        }),
      ],
    });

    const response = await fetch(`${url}/fails`, { method: "POST", body: "x" });
    const text = await response.text();

    const reference = /Reference (\w{6})\./.exec(text)?.[1] ?? "none";
    expect(response.status).toBe(500);
    expect(text).not.toContain("secret detail");
    expect(lines.filter((line) => line.includes("secret detail"))).toHaveLength(1);
    expect(lines.find((line) => line.includes("secret detail"))).toContain(reference);
  });

  test("in the middle of an answer end the connection", async () => {
    const { url } = await serving({
      routes: [
        failing(async (_request, _body, response) => {
          response.write("half");
          throw new Error("boom");
        }),
      ],
    });

    await expect(fetch(`${url}/fails`, { method: "POST" }).then((response) => response.text())).rejects.toThrow();
  });

  test("after their answer are logged and change nothing", async () => {
    const { url, lines } = await serving({
      routes: [
        failing(async (_request, _body, response) => {
          response.end("ok");
          throw new Error("too late");
        }),
      ],
    });

    expect(await (await fetch(`${url}/fails`, { method: "POST" })).text()).toBe("ok");
    await until(() => lines.some((line) => line.includes("too late")));
  });

  test("without an answer get 500", async () => {
    const { url } = await serving({ routes: [failing(async () => {})] });

    expect((await fetch(`${url}/fails`, { method: "POST" })).status).toBe(500);
  });
});

describe("start and stop", () => {
  test("a taken port is said, with what to do", async () => {
    const { port } = await serving();

    await expect(serving({ port })).rejects.toMatchObject({
      code: "unavailable",
      message: `Callboard cannot listen on 127.0.0.1:${port}. Something listens there already. End it or choose another port.`,
    });
  });

  test("an address of another machine is said", async () => {
    await expect(serving({ host: "192.0.2.1" })).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("192.0.2.1:0"),
    });
  });

  test("stopping waits for the request in flight, takes no other, and closes idle connections", async () => {
    const { slow, finish } = heldRoute("done");
    const { url, port, server } = await serving({ routes: [slow], limits: { stopMs: 10_000 } });
    const idle = connection(port);
    const halfSaid = connection(port);
    halfSaid.socket.write("GET /healthz HT");
    const inFlight = fetch(`${url}/slow`, { method: "POST" });
    await until(() => server.inFlight() === 1);

    const stopped = server.stop();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    finish();
    await stopped;

    expect(await (await inFlight).text()).toBe("done");
    await Promise.all([idle.said, halfSaid.said]);
    await server.stop();
  });

  test("a request on a connection that is open while the server stops is refused", async () => {
    const { slow, finish } = heldRoute("done");
    const { port, server } = await serving({ routes: [slow], limits: { stopMs: 10_000 } });
    const { socket, said } = connection(port);
    socket.write(head("POST /slow HTTP/1.1", "Host: x"));
    await until(() => server.inFlight() === 1);

    const stopped = server.stop();
    socket.write(head("POST /slow HTTP/1.1", "Host: x"));
    await wait(20);
    finish();
    await stopped;

    expect(await said).toMatch(/200 OK[\s\S]*done/);
    expect((await said).match(/200 OK/g)).toHaveLength(1);
  });

  test("a request that never ends holds the stop up only so long", async () => {
    const stuck: HttpRoute = { ...echo, path: "/stuck", handle: () => new Promise(() => {}) };
    const { url, server } = await serving({ routes: [stuck], limits: { stopMs: 50 } });
    const request = fetch(`${url}/stuck`, { method: "POST" }).catch(() => "cut");
    await until(() => server.inFlight() === 1);

    await server.stop();

    expect(await request).toBe("cut");
  });
});
