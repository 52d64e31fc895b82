import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { createApp } from "./app.ts";
import { plain } from "./chat/text.ts";
import { BotError } from "./errors.ts";
import { createJobs } from "./jobs/create-jobs.ts";
import type { Trigger } from "./jobs/schedule.ts";
import type { Plugin } from "./plugin.ts";
import { builtInPlugins } from "./plugins/index.ts";
import { createAuditLog } from "./store/audit-log.ts";
import { createMemoryStore } from "./store/memory.ts";
import { createParser } from "./sync/parse/parser.ts";
import type { EntitySource } from "./sync/source.ts";
import { component, documents, group, user } from "./testing/descriptor.ts";
import { createFakeChatAdapter, fakeUser } from "./testing/fake-chat-adapter.ts";
import { createFakeClock } from "./testing/fake-clock.ts";
import { createMemorySource } from "./testing/memory-source.ts";
import { recordedLog } from "./testing/recorded-log.ts";

const parser = createParser();

afterAll(() => parser.close());

/** An application on a fake platform; it ends with the running test. */
function appOver(source: EntitySource, plugins: readonly Plugin[] = builtInPlugins) {
  const clock = createFakeClock();
  const { log, lines } = recordedLog();
  const adapter = createFakeChatAdapter();
  const store = createMemoryStore();
  let tick = (): void => {};
  const trigger = (): Trigger => ({
    start(run) {
      tick = run;
    },
    stop() {},
    next: () => new Date(clock.now().getTime() + 300_000),
  });
  const app = createApp(
    { admins: ["user:default/mia"], schedule: "*/5 * * * *", staleAfterMs: 600_000 },
    {
      sources: [{ source, isTrusted: true, paths: ["**/*.yaml"] }],
      parser: { ...parser, close: async () => {} },
      plugins,
      adapters: [adapter],
      store,
      audit: createAuditLog({ store, clock }),
      jobs: createJobs({ clock, log, trigger }),
      clock,
      log,
    },
  );
  onTestFinished(() => app.stop());
  return { app, adapter, lines, tick: () => tick() };
}

function catalogSource() {
  const source = createMemorySource("org");
  const mia = user("mia", { spec: { profile: { email: "mia@acme.example" } } });
  const tree = source.tree("acme/catalog", {
    files: { "all.yaml": documents(group("a-team"), mia, component("web")) },
  });
  return { source, tree };
}

/** Waits for a sync that a job started. */
async function synced(lines: readonly string[], message: string): Promise<void> {
  while (!lines.some((line) => line.includes(message))) await new Promise((resolve) => setImmediate(resolve));
}

describe("an application", () => {
  test("answers what its adapters hear, and nothing once it has stopped", async () => {
    const { source } = catalogSource();
    const { app, adapter } = appOver(source);
    await app.pipeline.sync();
    await app.start();

    await adapter.say("whoowns web");
    await app.stop();
    await app.stop();
    await app.start();
    await adapter.say("whoowns web");

    expect(adapter.shown.map(({ message }) => message.text)).toEqual(["a-team owns web"]);
  });

  test("says so while nothing was read yet, and knows nobody", async () => {
    const { source } = catalogSource();
    const { app, adapter } = appOver(source);
    await app.start();

    await adapter.say("whoowns web", { user: { ...fakeUser, email: "mia@acme.example" } });

    expect(plain(adapter.shown[0]?.message.text ?? "")).toContain("The catalog is being read for the first time.");
  });

  test("lets only operators operate, whom the catalog knows by what the platform vouches for", async () => {
    const { source } = catalogSource();
    const { app, adapter } = appOver(source);
    await app.pipeline.sync();
    await app.start();

    await adapter.say("sync", { user: { ...fakeUser, email: "mia@acme.example" } });
    await adapter.say("sync", { user: { ...fakeUser, displayName: "mia" } });

    expect(adapter.shown.map(({ message }) => message.card?.tone ?? "refused")).toEqual(["good", "refused"]);
  });

  test("reads its sources on schedule, and logs how that went", async () => {
    const { source, tree } = catalogSource();
    const { app, lines, tick } = appOver(source);
    await app.start();

    tick();
    await synced(lines, "source synced");
    tree.fail(new BotError("unavailable", "Git does not answer."));
    tick();
    await synced(lines, "source not up to date");

    expect(app.snapshot().entities.has("component:default/web")).toBe(true);
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ msg: "source not up to date", name: "org", message: "Git does not answer." }),
    );
  });

  test("hears of changes through a bus on which one listener that throws stops no other", async () => {
    const { source, tree } = catalogSource();
    const heard: (readonly string[])[] = [];
    const listeners: Plugin = {
      name: "listeners",
      register({ bus }) {
        bus.on("catalog.changed", () => {
          throw new Error("broken listener");
        });
        bus.on("catalog.changed", ({ added }) => void heard.push(added));
        bus.on("catalog.changed", () => void heard.push(["never"]))();
        bus.on("catalog.changed", () => void heard.push(["last"]));
      },
    };
    const { app, lines } = appOver(source, [listeners]);
    await app.pipeline.sync();

    tree.write({ "more.yaml": component("more") });
    await app.pipeline.sync();

    expect(heard).toEqual([["component:default/more"], ["last"]]);
    expect(lines.some((line) => line.includes("listener failed") && line.includes("broken listener"))).toBe(true);
  });

  test("stops in the middle of a sync that would never end", async () => {
    const hanging: EntitySource = {
      name: "org",
      covers: () => false,
      read: (_known, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    };
    const { app } = appOver(hanging);
    const syncing = app.pipeline.sync();
    const ended = expect(syncing).rejects.toThrow();

    await app.stop();

    await ended;
  });
});
