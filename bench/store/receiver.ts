import { createSlackAdapter } from "../../adapters/slack/index.ts";
import { systemClock } from "../../src/clock.ts";
import { createHttpServer } from "../../src/http/http-server.ts";
import { createLog } from "../../src/log.ts";
import { createInbox } from "../../src/store/inbox.ts";
import { openLowdbStore } from "../../src/store/lowdb/lowdb-store.ts";
import { signingSecret } from "../answer/slash-command.ts";

/** Our server up to the acknowledgement: the Slack adapter, the inbox and the store on disk, and nobody who answers. */
const [, , folder = "", apiUrl = ""] = process.argv;

async function main(): Promise<void> {
  const clock = systemClock();
  const log = createLog({ level: "error", secrets: [] });
  const store = await openLowdbStore({ folder, clock, log });
  const inbox = createInbox({ store, clock, log });
  const adapter = createSlackAdapter(
    {
      botToken: "xoxb-bench-token",
      signingSecret,
      apiUrl,
      commands: { whoowns: "/whoowns" },
      guests: "deny",
      external: "deny",
    },
    { inbox, clock, log },
  );
  await adapter.start({
    hear: async () => undefined,
    submit: async () => ({ type: "close" }) as never,
    options: async () => [],
  });
  const server = createHttpServer({
    host: "127.0.0.1",
    port: 0,
    routes: adapter.routes,
    readiness: () => [],
    log,
    clock,
  });
  const { port } = await server.start();
  process.on("message", async (message) => {
    if (message === "cpu") {
      const { user, system } = process.cpuUsage();
      process.send?.({ cpuMicros: user + system });
      return;
    }
    await server.stop();
    await adapter.stop();
    await store.close();
    process.exit(0);
  });
  process.send?.({ port });
}

await main();
