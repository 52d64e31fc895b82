import { createHmac } from "node:crypto";
import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Listener, listen } from "../../wire/listener.ts";
import { type SimulatedGitHub, startGitHub } from "../simulated-github.ts";
import type { App } from "../world.ts";

interface Received {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

let hub: SimulatedGitHub;
let receiver: Listener;
let received: Received[];
let status: number;
let app: App;
let privateKey: string;

beforeEach(async () => {
  received = [];
  status = 202;
  receiver = await listen(0, {
    request: async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(status).end();
    },
    upgrade: (_request, socket) => void socket.destroy(),
  });
  hub = await startGitHub({
    people: [{ login: "lena" }],
    organisations: [{ login: "acme", admins: ["lena"] }, { login: "globex" }],
  });
  const permissions = { contents: "read", metadata: "read" } as const;
  ({ app, privateKey } = hub.createApp({
    slug: "callboard",
    owner: "acme",
    permissions,
    events: ["push", "repository"],
  }));
  hub.hooks.setWebhook(app, { url: `http://127.0.0.1:${receiver.port}/hook`, secret: "s3cret" });
});
afterEach(async () => {
  await hub.stop();
  await receiver.goDown();
});

const silent = () => undefined;
const quiet = { debug: silent, info: silent, warn: silent, error: silent };

function asApp(options: object = {}): Octokit {
  const auth = { appId: app.id, privateKey, ...options };
  return new Octokit({ authStrategy: createAppAuth, auth, baseUrl: hub.apiUrl, log: quiet });
}

test("what happens is told to the App, signed, with who did it and where", async () => {
  hub.createRepository({ owner: "acme", name: "payments", files: { "a.yaml": "a", "b.yaml": "b" }, by: "lena" });
  const installation = hub.install(app, "acme");
  const id = hub.commit({
    repository: "acme/payments",
    by: "lena",
    message: "Change",
    files: { "a.yaml": "c", "b.yaml": undefined },
  });
  hub.rename("acme/payments", "billing", "lena");
  hub.transfer("acme/billing", "globex", "lena");
  await hub.hooks.settled();

  const told = hub.hooks.deliveries.map(({ event, action }) => `${event} ${action}`).sort();
  expect(told).toEqual([
    "installation created",
    "installation_repositories removed",
    "push null",
    "repository renamed",
  ]);
  const push = received.find(({ headers }) => headers["x-github-event"] === "push");
  const sum = createHmac("sha256", "s3cret")
    .update(push?.body ?? "")
    .digest("hex");
  expect(push?.headers["x-hub-signature-256"]).toBe(`sha256=${sum}`);
  expect(JSON.parse(push?.body ?? "")).toMatchObject({
    ref: "refs/heads/main",
    after: id,
    forced: false,
    commits: [{ id, message: "Change", added: [], modified: ["a.yaml"], removed: ["b.yaml"] }],
    repository: { full_name: "acme/payments" },
    sender: { login: "lena" },
    installation: { id: installation.id },
  });
});

test("a failed delivery is not sent again until somebody asks, and then with the same guid", async () => {
  hub.createRepository({ owner: "acme", name: "payments" });
  hub.install(app, "acme");
  await hub.hooks.settled();
  status = 500;
  hub.commit({ repository: "acme/payments", files: { "a.yaml": "a" } });
  await hub.hooks.settled();
  status = 202;

  const client = asApp();
  const { data: failed } = await client.request("GET /app/hook/deliveries", { status: "failure" as const });
  await client.apps.redeliverWebhookDelivery({ delivery_id: Number(failed[0]?.id) });
  await hub.hooks.settled();
  const all = await client.paginate("GET /app/hook/deliveries", { per_page: 1 });

  expect(failed).toMatchObject([{ event: "push", status: "Invalid HTTP Response: 500", status_code: 500 }]);
  expect(all.map(({ event, status_code, redelivery }) => `${event} ${status_code} ${redelivery}`)).toEqual([
    "push 202 true",
    "push 500 false",
    "installation 202 false",
  ]);
  expect(all[0]?.guid).toBe(all[1]?.guid);
  const { data: whole } = await client.apps.getWebhookDelivery({ delivery_id: Number(all[0]?.id) });
  expect(whole.request.payload).toMatchObject({ ref: "refs/heads/main" });
});

test("an App reaches what its installation was given, and no more", async () => {
  for (const name of ["payments", "secrets"])
    hub.createRepository({ owner: "acme", name, isPrivate: true, files: { a: "a" } });
  const installation = hub.install(app, "acme", { repositories: ["acme/payments"] });
  const client = asApp({ installationId: installation.id });

  await client.repos.get({ owner: "acme", repo: "payments" });
  const refused = [
    client.repos.get({ owner: "acme", repo: "secrets" }),
    client.teams.listMembersInOrg({ org: "acme", team_slug: "none" }),
    asApp({ appId: 1 }).apps.getAuthenticated(),
  ];
  const results = await Promise.allSettled(refused);
  hub.suspend(installation);
  const suspended = client.repos.get({ owner: "acme", repo: "payments" });

  const statusOf = (one: PromiseSettledResult<unknown>) => (one.status === "rejected" ? one.reason.status : 200);
  expect(results.map(statusOf)).toEqual([404, 403, 404]);
  await expect(suspended).rejects.toMatchObject({ status: 403, message: expect.stringContaining("suspended") });
});
