import { type App, createApp } from "../app.ts";
import type { ChatAdapter } from "../chat/adapter.ts";
import type { ChatUser } from "../chat/event.ts";
import type { Forges } from "../forge/forge.ts";
import { createJobs } from "../jobs/create-jobs.ts";
import type { Plugin } from "../plugin.ts";
import { builtInPlugins } from "../plugins/index.ts";
import type { Said } from "../router/outcome.ts";
import { createAuditLog } from "../store/audit-log.ts";
import { createMemoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import { createParser, type Parser } from "../sync/parse/parser.ts";
import type { SnapshotFile } from "../sync/snapshot-file.ts";
import type { EntitySource } from "../sync/source.ts";
import type { ConfiguredSource } from "../sync/sync-source.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import { recordedLog } from "./recorded-log.ts";

/** A whole application over sources of memory, asked as the terminal asks. */
export interface TestBot {
  readonly app: App;
  readonly clock: FakeClock;
  readonly store: Store;
  /** @param email who asks; absent: the operator */
  ask(text: string, email?: string): Promise<Said>;
  sync: App["pipeline"]["sync"];
}

/** @param sources trusted unless told otherwise, each reading every `.yaml` file */
export function createTestBot(
  sources: readonly (EntitySource | ConfiguredSource)[],
  options: {
    admins?: readonly string[];
    snapshotFile?: SnapshotFile;
    plugins?: readonly Plugin[];
    adapters?: readonly ChatAdapter[];
    forges?: Forges;
    /** One for many bots, which its maker closes: a thread takes half a second to start. */
    parser?: Parser;
  } = {},
): TestBot {
  const clock = createFakeClock();
  const { log } = recordedLog();
  const store = createMemoryStore();
  const app = createApp(
    { admins: options.admins ?? [], schedule: "*/5 * * * *", staleAfterMs: 600_000 },
    {
      sources: sources.map((source) =>
        "source" in source ? source : { source, isTrusted: true, paths: ["**/*.yaml"] },
      ),
      parser: options.parser === undefined ? createParser() : { ...options.parser, close: async () => {} },
      ...(options.snapshotFile && { snapshotFile: options.snapshotFile }),
      plugins: options.plugins ?? builtInPlugins,
      adapters: options.adapters ?? [],
      ...(options.forges && { forges: options.forges }),
      store,
      audit: createAuditLog({ store, clock }),
      jobs: createJobs({ clock, log }),
      clock,
      log,
    },
  );
  const base = { platform: "console", tenant: "local" };
  return {
    app,
    clock,
    store,
    sync: (syncOptions) => app.pipeline.sync(syncOptions),
    ask(text, email) {
      const user: ChatUser =
        email === undefined ? { ...base, id: "operator", isOperator: true } : { ...base, id: email, email };
      const address = { ...base, channel: "terminal" };
      return app.answer({ type: "command", text, user, address, place: "direct" }, new AbortController().signal);
    },
  };
}

/** A source that may only speak for its own repository. */
export function untrusted(source: EntitySource): ConfiguredSource {
  return { source, isTrusted: false, paths: ["**/*.yaml"] };
}
