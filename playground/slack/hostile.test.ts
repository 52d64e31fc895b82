import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import type { SimulatedSlack } from "./simulated-slack.ts";
import { webClient, workspace } from "./testing/bolt-app.ts";

const megabyte = 1024 * 1024;
const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const bearer = { authorization: "Bearer xoxb-test" };

const hostOf = (slack: SimulatedSlack): string => new URL(slack.apiUrl).host;
const ticketOf = async (slack: SimulatedSlack): Promise<string> =>
  (await webClient(slack, "xapp-test").apps.connections.open()).url ?? "";
const isWell = async (slack: SimulatedSlack): Promise<boolean | undefined> => (await webClient(slack).auth.test()).ok;

/** What comes back for bytes. */
async function raw(slack: SimulatedSlack, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(slack.apiUrl).port), "127.0.0.1").on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  socket.write(bytes);
  let heard = "";
  socket.on("data", (chunk) => {
    heard += String(chunk);
  });
  await once(socket, "close");
  return heard;
}

/** What fetch would not send: any Host, any path. */
function ask(slack: SimulatedSlack, path: string, headers: Record<string, string>, body: string | Buffer = "") {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const asked = request(new URL(slack.apiUrl).origin, { path, method: "POST", headers, agent: false }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += String(chunk);
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.once("error", reject);
    asked.end(body);
  });
}

/** What the process says of mistakes. */
function warnings(): Error[] {
  const heard: Error[] = [];
  const hear = (warning: Error) => heard.push(warning);
  process.on("warning", hear);
  onTestFinished(() => void process.off("warning", hear));
  return heard;
}

test("an address that is none is refused, asked or upgraded", async () => {
  const slack = await workspace();
  const host = `Host: ${hostOf(slack)}\r\n`;

  expect(await raw(slack, `GET // HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 404 /);
  expect(await raw(slack, `GET // HTTP/1.1\r\n${host}${upgrade}${key}\r\n`)).toMatch(/^HTTP\/1\.1 403 /);
  expect(await isWell(slack)).toBe(true);
});

test("whoever is refused an upgrade may be gone before the answer", async () => {
  const slack = await workspace();

  for (let round = 0; round < 50; round += 1) {
    const socket = connect(Number(new URL(slack.apiUrl).port), "127.0.0.1").on("error", () => undefined);
    await once(socket, "connect");
    socket.write(`GET /link/?ticket=none HTTP/1.1\r\nHost: ${hostOf(slack)}\r\n${upgrade}${key}\r\n`);
    await new Promise(setImmediate);
    socket.resetAndDestroy();
  }

  expect(await isWell(slack)).toBe(true);
});

test("garbage on a connection ends that connection, also on one that is too many", async () => {
  const slack = await workspace();
  const sockets: WebSocket[] = [];
  onTestFinished(() => {
    for (const socket of sockets) socket.terminate();
  });
  for (let opened = 0; opened < 10; opened += 1) {
    sockets.push(new WebSocket(await ticketOf(slack)));
    await once(sockets.at(-1) as WebSocket, "open");
  }
  const { pathname, search } = new URL(await ticketOf(slack));

  await raw(
    slack,
    `GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostOf(slack)}\r\n${upgrade}${key}\r\n${"\xff".repeat(50)}`,
  );
  sockets[0]?.on("error", () => undefined).send("x".repeat(megabyte + 1));

  await expect.poll(slack.socket.connectionCount).toBe(9);
  expect(await isWell(slack)).toBe(true);
});

test("neither another name nor a website is answered", async () => {
  const slack = await workspace();
  const host = hostOf(slack);
  const { pathname, search } = new URL(await ticketOf(slack));
  const before = slack.exchanges.lines().length;
  const strangers = [{ host: "evil.example" }, { host: `evil.example:${slack.apiUrl}` }, { host, origin: "null" }];

  for (const headers of [...strangers, { host, origin: `http://${host}` }])
    expect(await ask(slack, "/api/auth.test", { ...bearer, ...headers })).toMatchObject({ status: 403 });
  for (const headers of [`Host: x\r\n`, `Host: ${host}\r\nOrigin: https://evil.example\r\n`])
    expect(await raw(slack, `GET ${pathname}${search} HTTP/1.1\r\n${headers}${upgrade}${key}\r\n`)).toMatch(/ 403 /);

  expect(slack.exchanges.lines().length).toBe(before);
  expect((await ask(slack, "/api/auth.test", { ...bearer, host: host.replace("127.0.0.1", "localhost") })).status).toBe(
    200,
  );
});

test("what comes without a token or to no response_url meets no fault and is not recorded", async () => {
  const slack = await workspace();
  slack.fail("*", { status: 500 });

  expect((await ask(slack, "/api/chat.postMessage", {})).text).toContain("not_authed");
  expect((await ask(slack, "/api/chat.postMessage", { authorization: "Bearer xoxb-x" })).text).toContain(
    "invalid_auth",
  );
  expect((await ask(slack, "/commands/T1/1/x", {}, "{}")).text).toContain("invalid_url");

  expect(slack.calls).toEqual([]);
  expect(slack.exchanges.lines()).toEqual([]);
  expect(slack.plannedFaults()).toMatchObject([{ left: 1 }]);
});

test("a body has 4 MB at most, however it is sent, and one that is cut off is nobody's mistake", async () => {
  const slack = await workspace();
  const heard = warnings();
  const head = `POST /api/auth.test HTTP/1.1\r\nHost: ${hostOf(slack)}\r\n`;

  expect(await raw(slack, `${head}content-length: ${4 * megabyte + 1}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
  const size = 4 * megabyte + 1;
  const chunked = `${head}transfer-encoding: chunked\r\n\r\n${size.toString(16)}\r\n${"x".repeat(size)}`;
  expect(await raw(slack, chunked)).toMatch(/^HTTP\/1\.1 413 /);
  const cut = connect(Number(new URL(slack.apiUrl).port), "127.0.0.1").on("error", () => undefined);
  await new Promise<void>((resolve) => cut.write(`${head}content-length: 1000\r\n\r\n{`, () => resolve()));
  cut.resetAndDestroy();

  const just = await ask(slack, "/api/auth.test", bearer, Buffer.alloc(4 * megabyte, "x"));
  expect(just).toMatchObject({ status: 200 });
  expect(heard).toEqual([]);
});

test("what is nested without end is refused as what it is", async () => {
  const slack = await workspace();
  const deep = "[".repeat(50_000) + "]".repeat(50_000);
  const post = (type: string, body: string) =>
    ask(slack, "/api/chat.postMessage", { ...bearer, "content-type": type }, body);

  const json = await post("application/json", `{"channel":"C1","text":"x","blocks":${deep}}`);
  const form = await post("application/x-www-form-urlencoded", `channel=C1&text=x&blocks=${deep}`);

  expect(JSON.parse(json.text)).toEqual({ ok: false, error: "invalid_arguments" });
  expect(JSON.parse(form.text)).toEqual({ ok: false, error: "invalid_blocks_format" });
});

test("a mistake of the double shows nothing of its inside", async () => {
  const heard = warnings();
  let now = Date.now;
  const slack = await workspace({ now: () => now() });
  now = () => {
    throw new Error("The clock stands still.");
  };

  const { status, text } = await ask(slack, "/api/auth.test", bearer);

  expect({ status, text }).toEqual({ status: 500, text: "The playground made a mistake. Its console says more." });
  await expect.poll(() => heard.map(({ message }) => message)).toEqual(["The clock stands still."]);
});

test("with many deliveries under way each is answered or lost with its connection", async () => {
  const slack = await workspace();
  const heard = warnings();
  const socket = new WebSocket(await ticketOf(slack));
  await once(socket, "message");
  const ada = slack.as("ada");

  const underWay = Array.from({ length: 20 }, () => ada.globalShortcut("new"));
  socket.terminate();

  for (const { error } of await Promise.all(underWay)) expect(error).toBe("timeout");
  expect(slack.exchanges.lines().filter(({ failure }) => failure === "connection cut").length).toBe(20);
  expect(heard).toEqual([]);
});
