import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createOutside } from "./fetch.ts";
import { createCertificate } from "./testing/certificate.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** A certificate of its own authority for `slack.test` and `localhost`, also as a file. */
async function certificate() {
  const path = join(await temporaryFolder(), "cert.pem");
  const made = createCertificate(["slack.test", "localhost"]);
  await writeFile(path, made.cert);
  return { path, ...made };
}

/** A proxy that leads every CONNECT to one port, and what it was asked. */
async function startProxy(target: () => number) {
  const asked: { readonly host: string | undefined; readonly authorization: string | undefined }[] = [];
  const server = createServer((_, response) => response.writeHead(502).end());
  const sockets = new Set<Socket>();
  server.on("connect", (request, socket: Socket) => {
    asked.push({ host: request.url, authorization: request.headers["proxy-authorization"] });
    const onward = connect(target(), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(onward).pipe(socket);
    });
    for (const end of [socket, onward]) sockets.add(end.on("error", () => {}));
  });
  const port = await listen(server);
  // Before the server waits for them.
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return { port, asked };
}

describe("the way out", () => {
  test("leads straight to a server, and needs no dispatcher", async () => {
    const port = await listen(createServer((_, response) => response.end("here")));

    const outside = createOutside({});
    const response = await outside.fetch(`http://127.0.0.1:${port}/`);

    expect(await response.text()).toBe("here");
    expect(outside.dispatcher).toBeUndefined();
  });

  test("goes through the proxy with its password, and trusts the configured authority", async () => {
    const { path, key, cert } = await certificate();
    const target = await listen(createTlsServer({ key, cert }, (_, response) => response.end("through")));
    const { port, asked } = await startProxy(() => target);

    const outside = createOutside({ proxy: `http://bot:p%40ss%25@127.0.0.1:${port}`, caFile: path });
    const response = await outside.fetch("https://slack.test/api/auth.test");

    expect(await response.text()).toBe("through");
    const authorization = `Basic ${Buffer.from("bot:p@ss%").toString("base64")}`;
    expect(asked).toEqual([{ host: "slack.test:443", authorization }]);
    expect(outside.dispatcher).toBeDefined();
  });

  test("to this machine there is no proxy", async () => {
    const { path, key, cert } = await certificate();
    const target = await listen(createTlsServer({ key, cert }, (_, response) => response.end("direct")));
    const { port, asked } = await startProxy(() => target);
    const outside = createOutside({ proxy: `http://bot:a%@127.0.0.1:${port}`, caFile: path });

    const response = await outside.fetch(`https://localhost:${target}/`);

    expect(await response.text()).toBe("direct");
    expect(asked).toEqual([]);
  });

  test("does not trust an authority that nobody configured", async () => {
    const { key, cert } = await certificate();
    const target = await listen(createTlsServer({ key, cert }, (_, response) => response.end("never")));

    const fetching = createOutside({}).fetch(`https://localhost:${target}/`);

    await expect(fetching).rejects.toMatchObject({ cause: { code: "DEPTH_ZERO_SELF_SIGNED_CERT" } });
  });

  test.each([["nowhere.pem"], ["no-certificate.pem"]])("is none with the authorities of %s", async (name) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "no-certificate.pem"), "not a certificate\n");

    const opening = () => createOutside({ caFile: join(folder, name) });

    expect(opening).toThrow(`network.caFile: ${join(folder, name)} holds no certificate. Name a PEM file.`);
  });
});
