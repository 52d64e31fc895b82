import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { propertyRuns } from "../../testing/property-runs.ts";
import { snapshotOf } from "../../testing/snapshot-of.ts";
import { thing } from "../../testing/thing.ts";
import { readClues } from "./clue.ts";
import { createClueIndex } from "./clue-index.ts";
import { thingsMeant } from "./meant.ts";

const slug = (value: string) => ({ annotations: { "github.com/project-slug": value } });
const location = (value: string) => ({ annotations: { "backstage.io/source-location": value } });

const things = [
  thing("payments-api", slug("acme/payments")),
  thing("payments-worker", slug("acme/payments-worker")),
  thing("payments", { kind: "System" }),
  thing("payments-api", { kind: "API" }),
  thing("ledger-sync", { annotations: { "callboard.dev/aliases": "nightly books, ledgerd" } }),
  thing("card-form", { title: "Card form" }),
  thing("storefront-web", location("url:https://gitlab.example.com:8443/acme/mono/-/tree/main/apps/storefront/")),
  thing("storefront-admin", location("url:https://gitlab.example.com:8443/acme/mono/-/tree/main/apps/admin/")),
  thing("auth"),
  thing("web"),
  thing("orders-db", { kind: "Resource" }),
  thing("tax-api", { namespace: "eu" }),
  thing("team-payments", { kind: "Group", title: "Payments API" }),
];

const snapshot = snapshotOf({ entities: new Map(things.map((entity) => [entity.ref, entity])) });
const index = createClueIndex(snapshot);

function meant(...texts: readonly string[]): readonly string[] {
  return thingsMeant(index, readClues(texts)).map(({ ref }) => ref.replace("component:default/", ""));
}

describe("a message of a tool is about", () => {
  test.each<[string, string, readonly string[]]>([
    [
      "the service of a Datadog monitor, before what its text speaks of",
      `*Triggered: [P2] High error rate on payments-worker callers*
The error rate is above 5 % for auth too.
<https://app.datadoghq.com/monitors/1234?group=service%3Apayments-api|Monitor>
Tags: env:prod, service:payments-api, team:payments, version:1.42.0
@slack-pay-help`,
      ["payments-api"],
    ],
    [
      "the service in a link to Datadog alone",
      "Warn: p99 latency <https://app.datadoghq.com/apm/traces?query=env%3Aprod%20service%3Aledger-sync&x=1|traces>",
      ["ledger-sync"],
    ],
    [
      "the service of a PagerDuty incident, whose field has a title of its own",
      `Triggered <https://acme.pagerduty.com/incidents/Q1ABC|#4211>: Disk full on orders replica
Assigned to
Mia Chen
Service
<https://acme.pagerduty.com/services/P1|Card form>
Urgency
High`,
      ["card-form"],
    ],
    ["a title that a label gives", "*Service:* Card form\n*Urgency:* High", ["card-form"]],
    [
      "the project of a Sentry issue",
      `TypeError: Cannot read properties of undefined (reading 'amount')
/app/src/charge.ts in toMinorUnits
Project: payments-api  Environment: production  Level: error`,
      ["payments-api"],
    ],
    [
      "the pods that kubectl lists",
      `NAME                              READY   STATUS             RESTARTS
pod/payments-worker-7d9f8b6c5d-x2x1z   0/1     CrashLoopBackOff   12
pod/orders-db-0                        1/1     Running            0`,
      ["payments-worker", "resource:default/orders-db"],
    ],
    [
      "the deployment of a Kubernetes alert",
      "KubeDeploymentReplicasMismatch\nnamespace=pay deployment=payments-worker job=kube-state-metrics severity=warning",
      ["payments-worker"],
    ],
    ["the labels of a pod", "app.kubernetes.io/name=ledger-sync,pod-template-hash=5d8f7c9b4", ["ledger-sync"]],
    [
      "JSON logs",
      '{"level":"error","service":"payments-api","msg":"timeout calling auth","trace_id":"abc"}',
      ["payments-api"],
    ],
    [
      "the repository of a GitHub notification",
      "[acme/payments] Pull request opened by <https://github.com/mia|mia>\n<https://github.com/acme/payments/pull/812|#812 Retry declined cards for auth>",
      ["payments-api"],
    ],
    ["a repository that is written short", "CI failed on main: acme/payments-worker#77", ["payments-worker"]],
    [
      "the folder of a file in a repository with many",
      "see https://gitlab.example.com:8443/acme/mono/-/blob/main/apps/admin/src/login.tsx#L3",
      ["storefront-admin"],
    ],
    [
      "all things of a repository that says no more",
      "https://gitlab.example.com:8443/acme/mono/-/merge_requests/4",
      ["storefront-admin", "storefront-web"],
    ],
  ])("%s", (_, text, expected) => {
    expect(meant(text)).toEqual(expected);
  });
});

describe("a stack trace is about", () => {
  test.each<[string, string, readonly string[]]>([
    [
      "Node's own frames, not those of packages",
      `Error: boom
    at handle (/srv/payments-worker/src/queue.ts:12:5)
    at Layer.handle [as handle_request] (/srv/auth/node_modules/express/lib/router/layer.js:95:5)`,
      ["payments-worker"],
    ],
    [
      "a folder of a monorepo",
      "at render (file:///builds/mono/apps/storefront/src/page.tsx:120:9)",
      ["storefront-web"],
    ],
    [
      "Python's frames",
      `Traceback (most recent call last):
  File "/opt/ledger-sync/jobs/nightly.py", line 33, in run
    post(book)
  File "/usr/lib/python3/site-packages/requests/api.py", line 59, in get`,
      ["ledger-sync"],
    ],
    [
      "Java's packages",
      `java.lang.IllegalStateException: no rate
	at com.acme.ledger.sync.Rates.of(Rates.java:41)
	at org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1040)`,
      ["ledger-sync"],
    ],
    [
      "Go's modules",
      `goroutine 1 [running]:
github.com/acme/payments-worker/internal/queue.(*Reader).Next(0xc000)
	/go/src/app/main.go:12 +0x1d`,
      ["payments-worker"],
    ],
  ])("%s", (_, text, expected) => {
    expect(meant(text)).toEqual(expected);
  });
});

describe("people who write about", () => {
  test.each<[string, readonly string[]]>([
    ["payments-api is slow again", ["payments-api"]],
    ["is `ledger-sync` yours?", ["ledger-sync"]],
    ["*Payments-API*: 503s since 14:02", ["payments-api"]],
    ["payments api is slow", ["payments-api"]],
    ["the Card Form does not load", ["card-form"]],
    ["who knows nightly books", ["ledger-sync"]],
    ["payments-worker, then ledger-sync, then payments-worker again", ["payments-worker", "ledger-sync"]],
    ["auth is down", ["auth"]],
    ["the web is slow and my team is sad", []],
    ["payments-api-canary is red", []],
    ["deploy mypayments-api", []],
    ["see #payments-api and @payments-api", []],
    ["lunch at noon?", []],
    ["", []],
  ])("%j mean %j", (text, expected) => {
    expect(meant(text)).toEqual(expected);
  });

  test("several in several texts get all of them, the first in the message first", () => {
    expect(meant("ledger-sync broke", "because payments-api did")).toEqual(["ledger-sync", "payments-api"]);
  });
});

test("what runs is meant before the API of the same name, whoever is called like it", () => {
  expect(meant("service:payments-api")).toEqual(["payments-api"]);
  expect(meant("project: tax-api")).toEqual(["component:eu/tax-api"]);
});

test("nothing that a message may hold breaks the reading", () => {
  const part = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "service:",
      "=",
      "https://",
      "github.com/acme/",
      "%",
      "at ",
      "/",
      ".ts:1",
      "\n",
      "payments-api",
      "_",
      "*",
    ),
  );
  fc.assert(
    fc.property(fc.array(fc.array(part).map((parts) => parts.join(""))), (texts) => {
      for (const ref of meant(...texts)) expect(ref).not.toBe("");
    }),
    propertyRuns(),
  );
});

test.each([
  ["one word", "a"],
  ["dashes", "a-"],
  ["paths", "/a"],
  ["deep paths", "/aaaaaaaaaaaaaaaaaaaaaaaa.b"],
  ["hosts", "a.b/"],
  ["labels", "service:"],
  ["labels with spaces", "service : x "],
  ["packages", "at a.b.c"],
  ["addresses", "https://a/%"],
  ["repositories", "acme/payments "],
  ["blank space", " \t"],
  ["marks", "*_`"],
  ["names", "payments-api "],
])("40 KB of %s are read in a moment", (_, unit) => {
  const text = unit.repeat(Math.ceil(40_000 / unit.length));
  meant(text.slice(0, 400));
  const start = performance.now();

  meant(text);

  expect(performance.now() - start).toBeLessThan(1_000);
});
