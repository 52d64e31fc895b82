import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { answerTo, connection, head, heldRoute, serving, statusOf, until } from "../testing/http-connection.ts";

describe("bodies", () => {
  const refusedBodies = [
    ["declared too long", head("POST /echo HTTP/1.1", "Host: x", "Content-Length: 1001")],
    ["declared far too long", head("POST /echo HTTP/1.1", "Host: x", `Content-Length: ${2 ** 40}`)],
    ["too long, and sent", `${head("POST /echo HTTP/1.1", "Host: x", "Content-Length: 200000")}${"a".repeat(200_000)}`],
    [
      "too long in chunks",
      `${head("POST /echo HTTP/1.1", "Host: x", "Transfer-Encoding: chunked")}${`100\r\n${"a".repeat(256)}\r\n`.repeat(10)}`,
    ],
    [
      "too long behind an expectation",
      head("POST /echo HTTP/1.1", "Host: x", "Content-Length: 5000", "Expect: 100-continue"),
    ],
  ] as const;
  test.each(refusedBodies)("a body %s gets 413, and the connection is closed", async (_, bytes) => {
    const { port } = await serving();

    const answer = await answerTo(port, `${bytes}${head("GET /healthz HTTP/1.1", "Host: x")}`);

    expect(statusOf(answer)).toBe(413);
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  test("a body that is longer than declared is not taken for a request", async () => {
    const { port } = await serving();

    const answer = await answerTo(port, `${head("POST /echo HTTP/1.1", "Host: x", "Content-Length: 2")}hi and more`);

    expect(answer).toMatch(/^$|^HTTP\/1\.1 200/);
    expect(answer.match(/HTTP\/1\.1/g) ?? []).toHaveLength(answer === "" ? 0 : 1);
    expect(answer).not.toContain("more");
  });

  test("a body that does not come in time gets 408", async () => {
    const { port } = await serving({ limits: { bodyMs: 50 } });

    const answer = await answerTo(port, `${head("POST /echo HTTP/1.1", "Host: x", "Content-Length: 10")}abc`);

    expect(statusOf(answer)).toBe(408);
  });

  test("a client that waits to be asked for its body is asked", async () => {
    const { port } = await serving();
    const headers = { expect: "100-continue", "content-length": 2 };
    const request = httpRequest({ host: "127.0.0.1", port, path: "/echo", method: "POST", headers });
    request.flushHeaders();

    await once(request, "continue");
    request.end("hi");
    const [response] = await once(request, "response");

    expect(response.statusCode).toBe(200);
    response.resume();
  });

  test("all bodies together take a bounded amount of memory", async () => {
    const { port, url } = await serving({ limits: { maxBodyBytesTogether: 1500 } });
    const slow = connection(port);
    slow.socket.write(`${head("POST /echo HTTP/1.1", "Host: x", "Content-Length: 1000")}${"a".repeat(900)}`);
    await wait(50);

    const refused = await fetch(`${url}/echo`, { method: "POST", body: "b".repeat(900) });
    slow.socket.write("a".repeat(100));
    await until(() => slow.soFar().includes("aaa"));
    const taken = await fetch(`${url}/echo`, { method: "POST", body: "b".repeat(900) });

    expect([refused.status, taken.status]).toEqual([503, 200]);
  });

  test("a client that goes away in the middle of its body leaves nothing behind", async () => {
    const { port, server, lines } = await serving();
    const { socket } = connection(port);
    socket.write(`${head("POST /echo HTTP/1.1", "Host: x", "Content-Length: 10")}abc`);
    await until(() => server.inFlight() === 1);

    socket.destroy();
    await until(() => server.inFlight() === 0);

    expect(lines.join()).not.toContain("failed");
  });
});

describe("what is no HTTP", () => {
  const both = ["POST /echo HTTP/1.1", "Host: x", "Content-Length: 5", "Transfer-Encoding: chunked"];
  const wrong: readonly (readonly [string, string])[] = [
    ["a length and chunks", `${head(...both)}0\r\n\r\n`],
    [
      "chunks and a length",
      `${head("POST /echo HTTP/1.1", "Host: x", "Transfer-Encoding: chunked", "Content-Length: 5")}0\r\n\r\n`,
    ],
    ["two lengths", `${head("POST /echo HTTP/1.1", "Host: x", "Content-Length: 5", "Content-Length: 6")}hello`],
    ["a length that is none", head("POST /echo HTTP/1.1", "Host: x", "Content-Length: 0x5")],
    ["a negative length", head("POST /echo HTTP/1.1", "Host: x", "Content-Length: -1")],
    ["a length with a sign", `${head("POST /echo HTTP/1.1", "Host: x", "Content-Length: +5")}hello`],
    ["a length that overflows", head("POST /echo HTTP/1.1", "Host: x", "Content-Length: 18446744073709551617")],
    [
      "an encoding that does not end in chunked",
      head("POST /echo HTTP/1.1", "Host: x", "Transfer-Encoding: chunked, gzip"),
    ],
    ["an encoding in disguise", head("POST /echo HTTP/1.1", "Host: x", "Transfer-Encoding: xchunked")],
    ["a space before the colon", head("POST /echo HTTP/1.1", "Host: x", "Transfer-Encoding : chunked")],
    ["a header without a colon", head("GET /healthz HTTP/1.1", "Host: x", "nonsense")],
    ["no host", head("GET /healthz HTTP/1.1", "Accept: */*")],
    [
      "a chunk length that is none",
      `${head("POST /echo HTTP/1.1", "Host: x", "Transfer-Encoding: chunked")}zz\r\n\r\n`,
    ],
    [
      "a bare line feed after a chunk",
      `${head("POST /echo HTTP/1.1", "Host: x", "Transfer-Encoding: chunked")}1\r\naX\n0\r\n\r\n`,
    ],
    ["a NUL in a header", head("GET /healthz HTTP/1.1", "Host: x", "X-A: \0")],
    ["a method that is none", head("HELLO /healthz HTTP/1.1", "Host: x")],
    ["TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["random bytes", "\xff\x00\x80garbage\r\n\r\n"],
  ];
  test.each(wrong)("%s gets 400, ends the connection and hides no second request", async (_, bytes) => {
    const { port, url } = await serving();

    const answer = await answerTo(port, `${bytes}${head("GET /healthz HTTP/1.1", "Host: x")}`);

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain("200");
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test("nonsense behind a request whose answer is not complete ends the connection without a second answer", async () => {
    const { slow, finish } = heldRoute("slow answer");
    const { port, server } = await serving({ routes: [slow] });
    const { socket, said } = connection(port);
    socket.write(head("POST /slow HTTP/1.1", "Host: x"));
    await until(() => server.inFlight() === 1);

    socket.write("\0\0\0");
    const answer = await said;
    finish();

    expect(answer).toBe("");
  });

  test.each([
    ["one header of 10 KB", [`X-A: ${"a".repeat(10_240)}`]],
    ["many headers of 10 KB together", Array.from({ length: 100 }, (_, at) => `X-${at}: ${"a".repeat(100)}`)],
  ])("%s gets 431", async (_, headers) => {
    const { port } = await serving();

    expect(statusOf(await answerTo(port, head("GET /healthz HTTP/1.1", "Host: x", ...headers)))).toBe(431);
  });
});

describe("slow and many", () => {
  test("headers that come a byte at a time are cut off, also on a connection that was good before", async () => {
    const { port } = await serving({ limits: { headersMs: 100 } });
    const fresh = connection(port);
    const used = connection(port);
    used.socket.write(head("GET /healthz HTTP/1.1", "Host: x"));
    await until(() => used.soFar().endsWith("ok"));
    const timer = setInterval(() => {
      for (const { socket } of [fresh, used]) if (socket.writable) socket.write("G");
    }, 20);
    onTestFinished(() => clearInterval(timer));
    fresh.socket.write("GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ");
    used.socket.write("GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ");

    const [first, second] = await Promise.all([fresh.said, used.said]);

    expect(statusOf(first)).toBe(408);
    expect(second).toMatch(/200 OK[\s\S]*408 /);
  });

  test("a connection that says nothing is closed", async () => {
    const { port } = await serving({ limits: { headersMs: 100 } });

    expect(await connection(port).said).toMatch(/^$|408/);
  });

  test("500 idle connections hurt nobody", async () => {
    const { port, url } = await serving();
    const idle = Array.from({ length: 500 }, () => connection(port));
    await Promise.all(idle.map(({ socket }) => once(socket, "connect")));

    const startedMs = performance.now();
    const response = await fetch(`${url}/healthz`);

    expect(response.status).toBe(200);
    expect(performance.now() - startedMs).toBeLessThan(1000);
  });

  test("where one connection is too many the one that was of no use for longest is closed, never one in use", async () => {
    const { slow, finish } = heldRoute("done");
    const { port, server } = await serving({ routes: [slow], limits: { maxConnections: 3 } });
    const inUse = connection(port);
    inUse.socket.write(head("POST /slow HTTP/1.1", "Host: x", "Connection: close"));
    await until(() => server.inFlight() === 1);
    const oldest = connection(port);
    await once(oldest.socket, "connect");
    const newer = connection(port);
    newer.socket.write(head("GET /healthz HTTP/1.1", "Host: x"));
    await until(() => newer.soFar().endsWith("ok"));

    const newest = connection(port);
    await oldest.said;
    newest.socket.write(head("GET /healthz HTTP/1.1", "Host: x"));
    await until(() => newest.soFar().endsWith("ok"));
    finish();

    expect(await inUse.said).toContain("done");
    expect(newer.socket.destroyed).toBe(false);
  });

  test("more requests than can be dealt with get 503 at once, health does not", async () => {
    const { slow, finish } = heldRoute("done");
    const { url, server } = await serving({ routes: [slow], limits: { maxHandling: 2 } });
    const post = () => fetch(`${url}/slow`, { method: "POST", body: "x" });
    const taken = [post(), post()];
    await until(() => server.inFlight() === 2);

    const refused = await post();
    const health = await fetch(`${url}/healthz`);
    finish();

    expect([refused.status, refused.headers.get("retry-after"), health.status]).toEqual([503, "1", 200]);
    expect((await Promise.all(taken)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await post()).status).toBe(200);
  });
});
