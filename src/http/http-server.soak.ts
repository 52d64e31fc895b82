import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { connection, head, serving } from "../testing/http-connection.ts";

const COUNT = 10_000;

/** Opens connections, 250 at a time, says how many opened, then how many were closed by the other side, once a second. */
const CROWD = `
const net = require("node:net");
const [port, count, greeting, drip] = process.argv.slice(1);
const sockets = [];
let closed = 0;
async function open() {
  while (sockets.length < Number(count)) {
    await Promise.all(Array.from({ length: 250 }, () => new Promise((resolve) => {
      const socket = net.connect({ host: "127.0.0.1", port: Number(port) }, () => {
        if (greeting) socket.write(greeting);
        resolve();
      });
      socket.on("error", resolve).on("close", () => { closed += 1; resolve(); }).resume();
      sockets.push(socket);
    })));
  }
  console.log("open");
  setInterval(() => {
    if (drip) for (const socket of sockets) if (socket.writable) socket.write(drip);
    console.log(closed);
  }, 1000);
}
open();
`;

/** That many connections, in a process of their own. */
async function crowd(port: number, greeting = "", drip = ""): Promise<{ closed(): number }> {
  const child = spawn(process.execPath, ["-e", CROWD, String(port), String(COUNT), greeting, drip]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  while (!said.includes("open\n")) await once(child.stdout, "data");
  return { closed: () => Number(said.trimEnd().split("\n").at(-1)) || 0 };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

async function p99(times: number, work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let at = 0; at < times; at += 1) took.push(await timed(work));
  return took.sort((a, b) => a - b)[Math.floor(times * 0.99)] ?? Number.NaN;
}

const ask = (url: string) => async () => {
  const response = await fetch(`${url}/echo`, { method: "POST", body: "x", headers: { connection: "close" } });
  expect(await response.text()).toBe("x");
};

test("10,000 idle connections hurt nobody", async () => {
  const { url, port } = await serving({ limits: { headersMs: 60_000 } });
  const alone = await p99(100, ask(url));
  const others = await crowd(port);

  const crowded = await p99(100, ask(url));

  process.stderr.write(
    `p99 alone ${alone.toFixed(1)} ms, crowded ${crowded.toFixed(1)} ms, closed ${others.closed()}\n`,
  );
  expect(crowded).toBeLessThan(250 + 10 * alone);
});

test("10,000 idle connections where 500 may be open hurt nobody", async () => {
  const { url, port } = await serving({ limits: { headersMs: 60_000, maxConnections: 500 } });
  const alone = await p99(100, ask(url));
  const others = await crowd(port);

  const crowded = await p99(100, ask(url));
  while (others.closed() === 0) await wait(100);

  process.stderr.write(`p99 crowded ${crowded.toFixed(1)} ms, closed ${others.closed()}\n`);
  expect(others.closed()).toBeGreaterThanOrEqual(COUNT - 500);
  expect(crowded).toBeLessThan(250 + 10 * alone);
});

test("10,000 connections that send a byte a second are all cut off, and others are answered meanwhile", async () => {
  const { url, port } = await serving({ limits: { headersMs: 5000 } });
  const alone = await p99(100, ask(url));
  const slow = await crowd(port, "GET /healthz HTTP/1.1\r\nX-A: ", "a");

  let worstMs = 0;
  while (slow.closed() < COUNT) {
    worstMs = Math.max(worstMs, await timed(ask(url)));
    await wait(50);
  }

  process.stderr.write(`slowest answer meanwhile ${worstMs.toFixed(0)} ms\n`);
  expect(worstMs).toBeLessThan(3000 + 100 * alone);
});

test("10,000 connections with a request each are all answered", async () => {
  const { port } = await serving();
  let answered = 0;
  for (let at = 0; at < COUNT; at += 250) {
    const some = Array.from({ length: 250 }, () => connection(port));
    for (const { socket } of some) {
      socket.write(`${head("POST /echo HTTP/1.1", "Host: x", "Content-Length: 2", "Connection: close")}hi`);
    }
    const answers = await Promise.all(some.map(({ said }) => said));
    answered += answers.filter((answer) => answer.includes("hi")).length;
  }

  expect(answered).toBe(COUNT);
});
