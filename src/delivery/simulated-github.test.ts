import { afterEach, beforeEach, expect, test } from "vitest";
import { type SimulatedGitHub, startGitHub } from "../../playground/github/simulated-github.ts";
import { systemClock } from "../clock.ts";
import type { DeliveryEvent } from "../event/delivery-event.ts";
import { createGitHubForge } from "../forge/github/github-forge.ts";
import { createHttpServer } from "../http/http-server.ts";
import type { Job } from "../jobs.ts";
import { createInbox } from "../store/inbox.ts";
import { createMemoryStore } from "../store/memory.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { createGitHubWebhook } from "./github-webhook.ts";
import { createPull } from "./pull.ts";

const secret = "s3cret";
const never = new AbortController().signal;
let hub: SimulatedGitHub;
let server: ReturnType<typeof createHttpServer>;
let events: DeliveryEvent[];
let pull: Job;
let check: ReturnType<typeof createPull>["check"];

beforeEach(async () => {
  events = [];
  hub = await startGitHub({
    people: [{ login: "mia" }],
    organisations: [{ login: "acme", admins: ["mia"] }],
    hookTimeoutMs: 2_000,
  });
  const { app, privateKey } = hub.createApp({
    slug: "callboard",
    owner: "acme",
    permissions: { contents: "read", metadata: "read" },
    events: ["push", "repository"],
  });
  const clock = systemClock();
  const { log } = recordedLog();
  const store = createMemoryStore();
  const inbox = createInbox({ store, clock, log });
  const accept = async (event: DeliveryEvent) => {
    const outcome = await inbox.accept({ id: event.id, body: event });
    if (outcome === "new") events.push(event);
    return outcome;
  };
  const forge = createGitHubForge({
    ...{ host: hub.host, apiUrl: hub.apiUrl, webUrl: hub.webUrl, owners: ["acme"], fetch, clock, log },
    auth: { type: "app", id: app.id, privateKey },
  });
  const parts = { forges: [forge], intake: { accept }, clock, log };
  const every = (_name: string, _cron: string, job: Job) => {
    pull = job;
  };
  ({ check } = createPull({ ...parts, store, jobs: { soon: () => {}, every } }));
  const { route } = createGitHubWebhook({ ...parts, secret });
  server = createHttpServer({ host: "127.0.0.1", port: 0, routes: [route], readiness: () => [], clock, log });
  const { port } = await server.start();
  hub.hooks.setWebhook(app, { url: `http://127.0.0.1:${port}/webhooks/github`, secret });
  await pull(never);
  hub.install(app, "acme");
  hub.createRepository({ owner: "acme", name: "payments", files: { "a.yaml": "a" }, by: "mia" });
  await hub.hooks.settled();
});

afterEach(async () => {
  await server.stop();
  await hub.stop();
});

const kinds = () =>
  events.map((event) => (event.type === "push" ? `push ${event.after}` : `${event.type} ${event.action}`));

test("what happens is delivered, kept and not fetched again", async () => {
  const first = kinds();
  const commit = hub.commit({ repository: "acme/payments", files: { "a.yaml": "b" }, by: "mia" });
  await hub.hooks.settled();
  await pull(never);

  expect(first).toEqual(expect.arrayContaining(["installation created", "repository created"]));
  expect(kinds().slice(first.length)).toEqual([`push ${commit}`]);
  expect(events.at(-1)).toMatchObject({
    repository: { host: hub.host, slug: "acme/payments" },
    branch: "main",
    isDefaultBranch: true,
    by: "mia",
    isByBot: false,
  });
  expect(hub.hooks.deliveries.map(({ statusCode }) => statusCode)).not.toContain(400);
});

test("200 deliveries while nobody listens are all fetched by one run, each once", async () => {
  const before = events.length;
  await server.stop();
  const commits = Array.from({ length: 200 }, (_, index) =>
    hub.commit({ repository: "acme/payments", files: { "a.yaml": String(index) }, by: "mia" }),
  );
  await hub.hooks.settled();
  await pull(never);
  await pull(never);

  expect(kinds().slice(before).sort()).toEqual(commits.map((commit) => `push ${commit}`).sort());
  expect(await check.run(never)).toMatchObject([{ level: "ok" }]);
  expect(hub.complaints).toEqual([]);
});
