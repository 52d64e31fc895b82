import { type App, createApp } from "../app.ts";
import { createDeliveries } from "../delivery/deliveries.ts";
import type { PushEvent } from "../event/delivery-event.ts";
import { createJobs } from "../jobs/create-jobs.ts";
import { pushPlugin } from "../plugins/push/index.ts";
import { createAuditLog } from "../store/audit-log.ts";
import { createInbox } from "../store/inbox.ts";
import { createMemoryStore } from "../store/memory.ts";
import type { Parser } from "../sync/parse/parser.ts";
import type { EntitySource } from "../sync/source.ts";
import { component, documents, group, user } from "./descriptor.ts";
import { createFakeChatAdapter, type FakeChatAdapter } from "./fake-chat-adapter.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import { createMemoryForge, type MemoryForge } from "./memory-forge.ts";
import { createMemorySource, type MemorySource, type MemoryTree } from "./memory-source.ts";
import { recordedLog } from "./recorded-log.ts";

/** A bot whose source reads repositories, and what tells it of pushes. */
export interface PushStage {
  readonly app: App;
  readonly chat: FakeChatAdapter;
  readonly clock: FakeClock;
  readonly source: MemorySource;
  /** github.com */
  readonly forge: MemoryForge;
  /** acme/payments */
  readonly tree: MemoryTree;
  readonly lines: readonly string[];
  /** The commit that is read of acme/payments. */
  revision(): string;
  /** What the commit of this content is called. */
  commitOf(): Promise<string>;
  /** How often a source was read. */
  readonly reads: () => number;
  /** Somebody pushes what stands in the tree; settles when it was accepted. */
  push(differs?: Partial<PushEvent>): Promise<void>;
  readonly accept: ReturnType<typeof createDeliveries>["intake"]["accept"];
  /** Lets everything settle that waits for no clock. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

const login = (name: string) => ({ "github.com/user-login": name });
const address = (name: string) => ({ profile: { email: `${name}@acme.example` } });

export const wellOwned = component("payments-api", { spec: { owner: "payments" } });
export const badlyOwned = component("payments-api", { spec: { owner: "team-ledger" } });

const org = documents(
  group("payments"),
  user("mia", { annotations: login("Mia-Chen"), spec: address("mia") }),
  user("jonas", { annotations: login("jonas-w"), spec: address("jonas") }),
  user("ada", { annotations: login("ada") }),
);

/** A synced bot on a fake platform. @param kept the store and the world of an earlier run */
export async function pushStage(
  parser: Parser,
  kept: { store?: ReturnType<typeof createMemoryStore>; files?: string } = {},
): Promise<PushStage> {
  const source = createMemorySource("org");
  source.tree("acme/catalog", { files: { "org.yaml": org } });
  const tree = source.tree("acme/payments", {
    repository: {
      host: "github.com",
      slug: "acme/payments",
      branch: "main",
      webUrl: "https://github.com/acme/payments",
    },
    files: { "catalog-info.yaml": kept.files ?? wellOwned },
  });
  let reads = 0;
  const counted: EntitySource = {
    ...source,
    async read(...args) {
      reads += 1;
      return source.read(...args);
    },
  };
  const clock = createFakeClock();
  const { log, lines } = recordedLog();
  const store = kept.store ?? createMemoryStore();
  const jobs = createJobs({ clock, log });
  const desk = createDeliveries({ inbox: createInbox({ store, clock, log }), jobs, clock, log });
  const forge = createMemoryForge();
  const chat = createFakeChatAdapter();
  for (const name of ["mia", "jonas"]) chat.know(`${name}@acme.example`, name);
  const app = createApp(
    { admins: [], schedule: "*/5 * * * *", staleAfterMs: 600_000 },
    {
      sources: [{ source: counted, isTrusted: true, paths: ["**/*.yaml"] }],
      parser: { ...parser, close: async () => {} },
      plugins: [pushPlugin],
      adapters: [chat],
      deliveries: desk,
      forges: new Map([[forge.host, forge]]),
      store,
      audit: createAuditLog({ store, clock }),
      jobs,
      clock,
      log,
    },
  );
  await app.pipeline.sync();
  await app.start();
  let ids = 0;
  const revision = () => app.snapshot().repositories.get("github.com/acme/payments")?.revision ?? "";
  const commitOf = async () => {
    const signal = new AbortController().signal;
    const { roots } = await source.read(new Map(), signal, [{ host: "github.com", slug: "acme/payments" }]);
    return roots.flatMap((root) => (root.type === "changed" ? [root.root.revision] : []))[0] ?? "";
  };
  return {
    app,
    chat,
    clock,
    source,
    forge,
    tree,
    lines,
    revision,
    commitOf,
    reads: () => reads,
    accept: desk.intake.accept,
    async push(differs = {}) {
      ids += 1;
      await desk.intake.accept({
        id: `github/github.com/${clock.now().getTime()}-${ids}`,
        type: "push",
        repository: { host: "github.com", slug: "acme/payments" },
        branch: "main",
        isDefaultBranch: true,
        before: "a".repeat(40),
        after: await commitOf(),
        by: "mia-chen",
        isByBot: false,
        ...differs,
      });
    },
    settle: () => new Promise((resolve) => setTimeout(resolve, 60)),
    stop: () => app.stop(),
  };
}
