import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { SimulatedSlack } from "../simulated-slack.ts";
import { boltApp, refusedWith, textsOf, webClient, workspace } from "../testing/bolt-app.ts";

type Frame = Record<string, unknown>;

const mention = { type: "app_mention", user: "U1", text: "hi", ts: "1.1", channel: "C1", event_ts: "1.1" };
const sockets: WebSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});

async function ticket(slack: SimulatedSlack): Promise<string> {
  return (await webClient(slack, "xapp-test").apps.connections.open()).url ?? "";
}

/** A bare connection and what came over it. */
async function connection(slack: SimulatedSlack) {
  const socket = new WebSocket(await ticket(slack));
  sockets.push(socket);
  const frames: Frame[] = [];
  socket.on("message", (data) => frames.push(JSON.parse(String(data)) as Frame));
  await expect.poll(() => frames.length).toBeGreaterThan(0);
  return { socket, frames, say: (frame: Frame) => socket.send(JSON.stringify(frame)) };
}

test("a connection begins with hello, the app's id and how many there are", async () => {
  const slack = await workspace();

  await connection(slack);
  const { frames } = await connection(slack);

  expect(frames).toMatchObject([
    {
      type: "hello",
      num_connections: 2,
      connection_info: { app_id: "A0APP" },
      debug_info: { approximate_connection_time: expect.any(Number) },
    },
  ]);
});

test("an address is good for one connection", async () => {
  const slack = await workspace();
  const url = await ticket(slack);
  const first = new WebSocket(url);
  sockets.push(first);
  await once(first, "open");

  const second = new WebSocket(url);
  sockets.push(second);

  await expect(once(second, "open")).rejects.toThrow("403");
});

test("a made-up address is refused", async () => {
  const slack = await workspace();
  const socket = new WebSocket((await ticket(slack)).replace(/ticket=\w+/, "ticket=none"));
  sockets.push(socket);

  await expect(once(socket, "open")).rejects.toThrow("403");
});

test("ten connections are taken and the eleventh is sent away", async () => {
  const slack = await workspace();
  for (let opened = 0; opened < 10; opened += 1) await connection(slack);

  const { frames, socket } = await connection(slack);

  expect(frames).toMatchObject([{ type: "disconnect", reason: "too_many_websockets" }]);
  await expect.poll(() => socket.readyState).toBe(WebSocket.CLOSED);
  expect(slack.socket.connectionCount()).toBe(10);
});

test("an event comes in an envelope that takes no answer", async () => {
  const slack = await workspace();
  const { frames, say } = await connection(slack);

  const acknowledged = slack.event(mention);
  await expect.poll(() => frames.length).toBe(2);

  expect(frames[1]).toMatchObject({
    type: "events_api",
    accepts_response_payload: false,
    retry_attempt: 0,
    retry_reason: "",
    payload: { type: "event_callback", event: mention },
  });
  say({ envelope_id: frames[1]?.["envelope_id"] });
  expect(await acknowledged).toMatchObject({ status: 200, body: undefined });
});

test("a command and an interaction come in envelopes that take an answer", async () => {
  const slack = await workspace();
  const { frames, say } = await connection(slack);
  const ada = slack.as("ada", { channel: "general" });

  const acknowledged = ada.slash("/hello", "web");
  await expect.poll(() => frames.length).toBe(2);
  say({ envelope_id: frames[1]?.["envelope_id"], payload: { text: "hello" } });
  expect(await acknowledged).toMatchObject({ status: 200, body: { text: "hello" } });
  const pressed = ada.globalShortcut("new");
  await expect.poll(() => frames.length).toBe(3);
  say({ envelope_id: frames[2]?.["envelope_id"] });
  await pressed;

  expect(frames.slice(1)).toMatchObject([
    { type: "slash_commands", accepts_response_payload: true, payload: { command: "/hello", text: "web" } },
    { type: "interactive", accepts_response_payload: true, payload: { type: "shortcut" } },
  ]);
  expect(textsOf(ada.sees())).toEqual(["hello"]);
});

test("an acknowledgement of something else counts for nothing", async () => {
  const slack = await workspace({ ackTimeoutMs: 80 });
  const { frames, say } = await connection(slack);

  const acknowledged = slack.as("ada").globalShortcut("new");
  await expect.poll(() => frames.length).toBe(2);
  say({ envelope_id: "another" });
  say({ nonsense: true });

  expect(await acknowledged).toMatchObject({ error: "timeout" });
});

test("an event that is not acknowledged comes again with its attempt and reason", async () => {
  const slack = await workspace({ ackTimeoutMs: 30, retryScale: 1e-6 });
  const { frames } = await connection(slack);

  await slack.event(mention);
  await slack.settled();

  expect(frames.slice(1).map((frame) => [frame["retry_attempt"], frame["retry_reason"]])).toEqual([
    [0, ""],
    [1, "timeout"],
    [2, "timeout"],
    [3, "timeout"],
  ]);
  expect(new Set(frames.slice(1).map((frame) => frame["envelope_id"])).size).toBe(4);
  expect(new Set(frames.slice(1).map(({ payload }) => (payload as Frame)["event_id"])).size).toBe(1);
});

test("while a client is connected nothing goes over HTTP", async () => {
  const slack = await workspace();
  const heard: string[] = [];
  for (const mode of ["HTTP", "Socket Mode"] as const)
    await boltApp(
      slack,
      (app) => {
        app.event("app_mention", async () => {
          heard.push(mode);
        });
      },
      mode,
    );

  await slack.event(mention);

  await expect.poll(() => heard).toEqual(["Socket Mode"]);
});

test("stock Bolt does not start with a wrong app token", async () => {
  const slack = await workspace({ appToken: "xapp-other" });

  await expect(boltApp(slack, () => undefined, "Socket Mode")).rejects.toMatchObject(refusedWith("invalid_auth"));
});

/** Clients come back after a while. */
const soon = { timeout: 5000 };

/** Stock Bolt apps that come back at once, and how often each heard a mention. */
async function fleet(size: number) {
  const slack = await workspace();
  const heard = Array<number>(size).fill(0);
  for (const which of heard.keys())
    await boltApp(
      slack,
      (app) => {
        app.event("app_mention", async () => {
          heard[which] = (heard[which] ?? 0) + 1;
        });
      },
      "eager Socket Mode",
    );
  return { slack, heard };
}

test("two clients share the work, each envelope going to one of them", async () => {
  const { slack, heard } = await fleet(2);

  for (let sent = 0; sent < 40; sent += 1) await slack.event(mention);

  await expect.poll(() => heard.reduce((sum, count) => sum + count)).toBe(40);
  expect(Math.min(...heard)).toBeGreaterThan(0);
});

test.each([["warning"], ["refresh_requested"], ["too_many_websockets"]])(
  "a stock client that is told to go for %s comes back with a new address",
  async (reason) => {
    const { slack, heard } = await fleet(1);

    slack.socket.disconnect(reason);
    expect(slack.socket.connectionCount()).toBe(0);
    await expect.poll(() => slack.socket.connectionCount(), soon).toBe(1);
    await slack.event(mention);

    await expect.poll(() => heard).toEqual([1]);
    expect(slack.callsOf("apps.connections.open").length).toBe(2);
  },
);

test("a stock client whose connection is cut comes back", async () => {
  const { slack, heard } = await fleet(1);

  slack.socket.cut();
  await expect.poll(() => slack.callsOf("apps.connections.open").length, soon).toBe(2);
  await expect.poll(() => slack.socket.connectionCount(), soon).toBe(1);
  await slack.event(mention);

  await expect.poll(() => heard).toEqual([1]);
});

test("while one of two clients comes back the other does the work", async () => {
  const { slack, heard } = await fleet(2);

  slack.socket.disconnect("refresh_requested", "one");

  expect(slack.socket.connectionCount()).toBe(1);
  expect((await slack.event(mention)).status).toBe(200);
  await expect.poll(() => slack.socket.connectionCount(), soon).toBe(2);
  await expect.poll(() => slack.event(mention).then(() => Math.min(...heard)), soon).toBeGreaterThan(0);
});

test("an event that a client took with it when it was cut comes again to the next", async () => {
  const slack = await workspace({ retryScale: 0.002 });
  const first = await connection(slack);
  const told = slack.event(mention);
  await expect.poll(() => first.frames.length).toBe(2);
  const second = await connection(slack);

  first.socket.terminate();
  await told;
  await expect.poll(() => second.frames.length).toBe(2);

  expect(second.frames[1]).toMatchObject({ retry_attempt: 1, payload: { event: mention } });
  second.say({ envelope_id: second.frames[1]?.["envelope_id"] });
  await slack.settled();
});
