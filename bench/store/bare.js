// The least that a durable receiver can do: node:http, the signature, one journal that is written for all who wait at once.
import { createHmac, timingSafeEqual } from "node:crypto";
import { open } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";

const [, , folder, secret] = process.argv;
const journal = await open(join(folder, "journal"), "a");
let waiting = [];
let isWriting = false;

async function write() {
  isWriting = true;
  while (waiting.length > 0) {
    const group = waiting;
    waiting = [];
    await journal.appendFile(group.map(({ line }) => line).join(""));
    await journal.datasync();
    for (const { kept } of group) kept();
  }
  isWriting = false;
}

function keep(line) {
  return new Promise((kept) => {
    waiting.push({ line, kept });
    if (!isWriting) void write();
  });
}

function isSigned(request, body) {
  const timestamp = request.headers["x-slack-request-timestamp"];
  const wanted = `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:`).update(body).digest("hex")}`;
  const given = String(request.headers["x-slack-signature"]);
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    const body = Buffer.concat(chunks);
    if (!isSigned(request, body)) return response.writeHead(401).end();
    await keep(`${JSON.stringify({ body: body.toString() })}\n`);
    response.writeHead(200, { "content-length": 0 }).end();
  });
});
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
process.on("message", (message) => {
  if (message === "stop") process.exit(0);
  const { user, system } = process.cpuUsage();
  process.send({ cpuMicros: user + system });
});
