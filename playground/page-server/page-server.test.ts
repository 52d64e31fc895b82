import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Doors, HttpProblem, sendEvents } from "./door.ts";
import { startPageServer } from "./page-server.ts";

const html = `<!doctype html>${"<p>page</p>".repeat(200)}`;
const doors: Doors = {
  "POST /echo": ({ body, query }) => ({ body, q: query.get("q") }),
  "GET /broken": () => ({ big: 1n }),
  "GET /refused": () => Promise.reject(new HttpProblem(404, "Not here.")),
};

async function served() {
  const folder = await mkdtemp(join(tmpdir(), "page-"));
  await mkdir(join(folder, "page", "assets"), { recursive: true });
  await writeFile(join(folder, "secret.txt"), "secret");
  await writeFile(join(folder, "page", ".env"), "secret");
  await writeFile(join(folder, "page", "index.html"), html);
  await writeFile(join(folder, "page", "assets", "main-abc.js"), "export {};");
  await writeFile(join(folder, "page", "icon.svg"), "<svg/>");
  const server = await startPageServer({ folder: join(folder, "page"), doors, port: 0 });
  onTestFinished(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });
  return { folder, server };
}

/** What fetch would not send: any path, any Host. */
function raw(port: number, path: string, headers: Record<string, string> = {}, method = "GET", body = "") {
  return new Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }>((resolve, reject) => {
    const asked = request({ port, host: "127.0.0.1", path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks) }),
      );
    });
    asked.once("error", reject);
    asked.end(body);
  });
}

test("the page is asked for again each time, what it is built of never", async () => {
  const { server } = await served();

  const page = await fetch(`${server.url}/`);
  const script = await fetch(`${server.url}/assets/main-abc.js`);

  expect(await page.text()).toBe(html);
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(page.headers.get("cache-control")).toBe("no-cache");
  expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(script.headers.get("cache-control")).toContain("immutable");
  expect((await fetch(`${server.url}/icon.svg`)).headers.get("content-type")).toBe("image/svg+xml");
  expect(await raw(server.port, "/", {}, "HEAD")).toMatchObject({ status: 200, bytes: Buffer.alloc(0) });
});

test("nothing outside the folder is served", async () => {
  const { server } = await served();
  const paths = [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "/assets/../../secret.txt",
  ];

  for (const path of [...paths, "//etc/passwd", "/.env", "/assets", "/%00", "/%", "/nothing.html"]) {
    const { status, bytes } = await raw(server.port, path);
    expect({ path, status }).toEqual({
      path,
      status: expect.toSatisfy((code: number) => code === 404 || code === 400),
    });
    expect(JSON.parse(bytes.toString())).toEqual({ problem: expect.stringMatching(/\.$/) });
  }
});

test("a folder without a page says so", async () => {
  const server = await startPageServer({ folder: "/nonexistent", doors: {}, port: 0 });
  onTestFinished(server.stop);

  expect(await (await fetch(server.url)).json()).toEqual({
    problem: "The page is not built: /nonexistent has no index.html.",
  });
});

test("other names, other pages and forms are refused", async () => {
  const { server } = await served();
  const { port } = server;
  const json = { "content-type": "application/json" };
  const post = (headers: Record<string, string>) => raw(port, "/echo", headers, "POST", "{}");

  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
    expect((await raw(port, "/", { host })).status).toBe(200);
  for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1", `127.0.0.1:${port}.evil.example`])
    expect((await raw(port, "/", { host })).status).toBe(403);
  expect((await post({ ...json, origin: `http://localhost:${port}` })).status).toBe(200);
  for (const origin of ["http://evil.example", "null", `https://127.0.0.1:${port}`])
    expect((await post({ ...json, origin })).status).toBe(403);
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
    expect((await post({ "content-type": type })).status).toBe(415);
});

test("every answer says what a browser may do with it", async () => {
  const { server } = await served();

  for (const path of ["/", "/nothing", "/refused"]) {
    const { headers } = await raw(server.port, path);
    expect(headers["content-security-policy"]).toMatch(/^default-src 'self'; .*frame-ancestors 'none'$/);
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
  }
});

test("a door gets what was asked; what is wrong with that is a sentence", async () => {
  const { server } = await served();
  const post = async (path: string, body: string) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(server.url + path, { method: "POST", headers, body });
    return { status: response.status, body: await response.json() };
  };

  expect(await post("/echo?q=1", '{"a":1}')).toEqual({
    status: 200,
    body: { body: { a: 1 }, q: "1" },
  });
  expect(await post("/echo", "{")).toEqual({ status: 400, body: { problem: "The body is not JSON." } });
  const tooLong = `"${"x".repeat(256 * 1024)}"`;
  expect(await post("/echo", tooLong)).toMatchObject({ status: 413 });
  const chunked = { "content-type": "application/json", "transfer-encoding": "chunked" };
  expect(await raw(server.port, "/echo", chunked, "POST", tooLong)).toMatchObject({ status: 413 });
  expect(await post("/elsewhere", "{}")).toEqual({ status: 405, body: { problem: "Nothing here takes POST." } });
  expect((await fetch(`${server.url}/echo`)).status).toBe(404);
  expect((await fetch(`${server.url}/refused`)).status).toBe(404);
});

test("whoever leaves a stream of events is forgotten", async () => {
  let listening = 0;
  const live = ({ response }: Parameters<Doors[string]>[0]) =>
    sendEvents(response, (send) => {
      listening += 1;
      send({ hello: listening });
      return () => {
        listening -= 1;
      };
    });
  const server = await startPageServer({ folder: "/nonexistent", doors: { "GET /live": live }, port: 0 });
  onTestFinished(server.stop);
  const leaving = new AbortController();

  const { body } = await fetch(`${server.url}/live`, { signal: leaving.signal });
  const { value } = (await body?.pipeThrough(new TextDecoderStream()).getReader().read()) ?? {};

  expect(value).toContain("retry: ");
  expect(listening).toBe(1);
  leaving.abort();
  await expect.poll(() => listening).toBe(0);
});

test("a body that is cut off on its way is nobody's mistake", async () => {
  const { server } = await served();
  const warnings: unknown[] = [];
  const hear = (warning: unknown) => warnings.push(warning);
  process.on("warning", hear);
  onTestFinished(() => void process.off("warning", hear));
  const headers = { "content-type": "application/json", "content-length": "1000" };

  const asked = request({ port: server.port, host: "127.0.0.1", path: "/echo", method: "POST", headers });
  const isCut = new Promise((resolve) => asked.once("error", resolve));
  asked.write("{", () => asked.destroy(new Error("cut")));
  await isCut;

  expect((await fetch(server.url)).status).toBe(200);
  expect(warnings).toEqual([]);
});

test("a mistake of the playground itself is one answer, and the next is right", async () => {
  const { server } = await served();
  const warnings: unknown[] = [];
  const hear = (warning: unknown) => warnings.push(warning);
  process.on("warning", hear);
  onTestFinished(() => void process.off("warning", hear));

  expect((await fetch(`${server.url}/broken`)).status).toBe(500);
  expect((await fetch(`${server.url}/`)).status).toBe(200);
  await expect.poll(() => warnings.length).toBe(1);
});

test("where the port is taken it is one of the next", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as { port: number };
  const options = { folder: "/nonexistent", doors: {}, port };

  await expect(startPageServer(options)).rejects.toThrow(`Port ${port} is taken. Free it.`);
  const server = await startPageServer({ ...options, tries: 20 });
  onTestFinished(server.stop);

  expect(server.port).toBeGreaterThan(port);
  expect((await fetch(server.url)).status).toBe(404);
});

test("where all of the ports are taken it says which", async () => {
  const taken = [createServer(), createServer()] as const;
  onTestFinished(() => {
    for (const server of taken) server.close();
  });
  const listen = (server: (typeof taken)[number], port: number) =>
    new Promise<number>((resolve) => {
      const at = () => (server.address() as { port: number } | null)?.port ?? port;
      server.once("error", () => resolve(port)).listen(port, "127.0.0.1", () => resolve(at()));
    });
  const port = await listen(taken[0], 0);
  await listen(taken[1], port + 1);

  await expect(startPageServer({ folder: "/nonexistent", doors: {}, port, tries: 1 })).rejects.toThrow(
    `Ports ${port} to ${port + 1} are all taken. Free one of them.`,
  );
});
