import { describe, expect, test } from "vitest";
import { BotError } from "../errors.ts";
import type { DeliveryEvent } from "../event/delivery-event.ts";
import { createInbox } from "../store/inbox.ts";
import { createMemoryStore } from "../store/memory.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import {
  deliver,
  installationPayload,
  pushPayload,
  repositoryPayload,
  signatureOf,
  webhookSecret,
} from "../testing/github-deliveries.ts";
import { answerTo, head, serving, statusOf } from "../testing/http-connection.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { createGitHubWebhook } from "./github-webhook.ts";

const forges = [
  { host: "github.com", webUrl: "https://github.com" },
  { host: "ghe.example.com:8443", webUrl: "https://ghe.example.com:8443" },
];
const never = new AbortController().signal;

/** A webhook on a real server; what it kept is in `events`. */
async function subject(accept?: (event: DeliveryEvent) => Promise<"new" | "seen">) {
  const clock = createFakeClock();
  const { log, lines } = recordedLog();
  const inbox = createInbox({ store: createMemoryStore(), clock, log });
  const events: DeliveryEvent[] = [];
  const keep = async (event: DeliveryEvent) => {
    const outcome = await inbox.accept({ id: event.id, body: event });
    if (outcome === "new") events.push(event);
    return outcome;
  };
  const webhook = createGitHubWebhook({
    secret: webhookSecret,
    forges,
    intake: { accept: accept ?? keep },
    clock,
    log,
  });
  const { url, port } = await serving({ routes: [webhook.route] });
  const send = async (
    event: string,
    payload: unknown,
    headers: Record<string, string | undefined> = {},
    guid = "g-1",
  ) => {
    const response = await deliver(url, { event, guid, body: JSON.stringify(payload) }, headers);
    return { status: response.status, text: await response.text() };
  };
  return { send, url, port, events, clock, lines, check: () => webhook.check.run(never) };
}

describe("a delivery", () => {
  test("that is used is kept and accepted; sent again it was seen, whatever it carries then", async () => {
    const { send, events } = await subject();

    expect(await send("push", pushPayload())).toMatchObject({ status: 202 });
    expect(await send("push", pushPayload())).toMatchObject({ status: 200 });
    expect(await send("push", pushPayload("acme/other"))).toMatchObject({ status: 200 });
    expect(events).toEqual([
      {
        id: "github/github.com/g-1",
        type: "push",
        repository: { host: "github.com", slug: "acme/payments" },
        branch: "main",
        isDefaultBranch: true,
        before: "a".repeat(40),
        after: "b".repeat(40),
        by: "mia-chen",
        isByBot: false,
      },
    ]);
  });

  test("that is sent many times at once is kept once", async () => {
    const { send, events } = await subject();

    const answers = await Promise.all(Array.from({ length: 5 }, () => send("push", pushPayload())));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 202]);
    expect(events).toHaveLength(1);
  });

  test("of another configured host is told apart, and one of a host that is not configured is not kept", async () => {
    const { send, events } = await subject();

    await send("push", pushPayload("acme/payments", {}, "https://GHE.example.com:8443"));
    const other = await send("push", pushPayload("acme/payments", {}, "https://github.com.evil.test"), {}, "g-2");

    expect(events.map(({ id }) => id)).toEqual(["github/ghe.example.com:8443/g-1"]);
    expect(other).toEqual({ status: 202, text: "Not used: of a host that is not configured.\n" });
  });

  test.each([
    ["ping", { zen: "Keep it logically awesome.", hook_id: 1 }],
    ["issues", {}],
    ["made_up", {}],
    ["push", pushPayload("acme/payments", { ref: "refs/tags/v1" })],
    ["repository", repositoryPayload("starred")],
  ])("that is not used, as %s, is accepted and not kept", async (event, payload) => {
    const { send, events } = await subject();

    expect(await send(event, payload)).toMatchObject({ status: 202, text: expect.stringContaining("Not used") });
    expect(events).toEqual([]);
  });

  test("that cannot be kept is refused, so that it counts as missed", async () => {
    const away = await subject(async () => {
      throw new BotError("unavailable", "The disk is full.");
    });
    const slow = await subject(() => new Promise(() => undefined));

    expect(await away.send("push", pushPayload())).toMatchObject({ status: 503 });
    const waiting = slow.send("push", pushPayload());
    while (slow.lines.length === 0 && !(await settled(waiting))) await slow.clock.advance(1_000);
    expect(await waiting).toMatchObject({ status: 503 });
  });

  test("of more than 25 MiB is refused, and one of 25 MiB is read", async () => {
    const { port, url, events } = await subject();
    const largest = 25 * 1024 * 1024;
    const begin = JSON.stringify(pushPayload("acme/payments", { filler: "" })).slice(0, -2);
    const body = Buffer.from(`${begin}${"x".repeat(largest - begin.length - 2)}"}`);

    const { status } = await deliver(url, { event: "push", guid: "g-25", body });
    const signature = `X-Hub-Signature-256: ${signatureOf("other")}`;
    const announced = head("POST /webhooks/github HTTP/1.1", "Host: x", signature, `Content-Length: ${largest + 1}`);

    expect([status, statusOf(await answerTo(port, announced))]).toEqual([202, 413]);
    expect(events).toHaveLength(1);
  });

  test("without a signature is refused before its body is read", async () => {
    const { port } = await subject();
    const announced = head("POST /webhooks/github HTTP/1.1", "Host: x", "Content-Length: 20000000");

    // Nothing follows: who waits for the body has no answer.
    expect(statusOf(await answerTo(port, announced))).toBe(401);
  });
});

async function settled(promise: Promise<unknown>): Promise<boolean> {
  const moment = new Promise<false>((resolve) => setTimeout(() => resolve(false), 5));
  return Promise.race([promise.then(() => true), moment]);
}

describe("nothing is read", () => {
  const body = JSON.stringify(pushPayload());
  const right = signatureOf(body);

  test.each([
    ["no signature", undefined],
    ["an empty one", ""],
    ["SHA-1 alone", signatureOf(body, webhookSecret, "sha1")],
    ["another secret's", signatureOf(body, "another")],
    ["that of the body with other spaces", signatureOf(JSON.stringify(JSON.parse(body), null, 1))],
    ["one that is cut off", right.slice(0, -1)],
    ["one in upper case", right.toUpperCase()],
    ["one without its algorithm", right.slice(7)],
    ["another algorithm", right.replace("sha256", "sha512")],
    ["two, of which one is right", `${right}, ${right}`],
    ["a long one", `sha256=${"a".repeat(7_000)}`],
  ])("with %s", async (_, signature) => {
    const { url, events } = await subject();
    const headers = { "x-hub-signature-256": signature, "x-hub-signature": signatureOf(body, webhookSecret, "sha1") };

    const response = await deliver(url, { event: "push", guid: "g-1", body }, headers);

    expect(response.status).toBe(401);
    expect(events).toEqual([]);
  });

  test("with a signature that comes twice", async () => {
    const { port } = await subject();
    const lines = [`X-Hub-Signature-256: ${right}`, `X-Hub-Signature-256: ${right}`, "X-GitHub-Event: push"];
    const request = head("POST /webhooks/github HTTP/1.1", "Host: x", ...lines, `Content-Length: ${body.length}`);

    expect(statusOf(await answerTo(port, `${request}${body}`.replace("Host: x", "Host: x\r\nConnection: close")))).toBe(
      401,
    );
  });

  test.each([
    ["no event", { "x-github-event": undefined }],
    ["an empty event", { "x-github-event": "" }],
    ["no id", { "x-github-delivery": undefined }],
    ["an empty id", { "x-github-delivery": "" }],
    ["an id that came twice", { "x-github-delivery": "g-1, g-1" }],
    ["an id that leads elsewhere", { "x-github-delivery": "../open/x" }],
    ["a long id", { "x-github-delivery": "a".repeat(7_000) }],
  ])("with %s", async (_, headers) => {
    const { send, events } = await subject();

    expect(await send("push", pushPayload(), headers)).toMatchObject({ status: 400 });
    expect(events).toEqual([]);
  });

  test.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["nothing", ""],
    ["no UTF-8", Buffer.from([0x7b, 0xff, 0x7d])],
    ["what is very deep", `{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}`],
    ["a push of nothing", "{}"],
    ["a push without its branch", JSON.stringify(pushPayload("acme/payments", { ref: null }))],
    ["a push of a path", JSON.stringify(pushPayload("acme/../etc"))],
  ])("of a body that is %s", async (_, hostile) => {
    const { url, events } = await subject();

    const response = await deliver(url, { event: "push", guid: "g-1", body: hostile });

    expect(response.status).toBe(400);
    expect(events).toEqual([]);
  });

  test("of a form, and GitHub shows what to do", async () => {
    const { url } = await subject();
    const form = `payload=${encodeURIComponent(body)}`;

    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const response = await deliver(url, { event: "push", guid: "g-1", body: form }, headers);

    expect(response.status).toBe(415);
    expect(await response.text()).toBe("Set the content type of this webhook to application/json.\n");
  });
});

describe("doctor tells", () => {
  test("when the last delivery came, and that none does", async () => {
    const { send, clock, check } = await subject();

    const first = await check();
    await clock.advance(2 * 3_600_000);
    const silent = await check();
    await send("installation", installationPayload("created"));
    await clock.advance(120_000);

    expect(first).toMatchObject([{ level: "ok", found: "No delivery came since the start just now." }]);
    expect(silent).toMatchObject([{ level: "warning", found: "No delivery came since the start 2 h ago." }]);
    expect(await check()).toMatchObject([{ level: "ok", found: "last delivery 2 min ago" }]);
  });

  test("that a secret differs or is not set, until a right one comes; and strangers are no such thing", async () => {
    const { send, clock, check, lines } = await subject();
    const stranger = { "x-hub-signature-256": undefined, "x-github-event": undefined };

    await send("push", {}, stranger);
    expect(await check()).toHaveLength(1);
    await send("push", {}, { "x-hub-signature-256": undefined });
    expect(await check()).toMatchObject([{ level: "problem", found: expect.stringContaining("has no secret") }, {}]);
    await send("push", {}, { "x-hub-signature-256": signatureOf("{}", "other") });
    await clock.advance(180_000);
    expect(await check()).toMatchObject([
      { level: "problem", found: "A delivery 3 min ago had a wrong signature: the secret differs." },
      {},
    ]);
    await send("ping", {});
    expect(await check()).toHaveLength(1);
    expect(lines.join("")).not.toContain(webhookSecret);
  });
});
