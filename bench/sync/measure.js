// One measurement in a process of its own, over the compiled build: node bench/sync/measure.js <mode> <repository> <data folder>
// Prints one line of JSON. Plain JavaScript, so that no compiler is in the memory that it reports.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CORE_SCHEMA, legacyMapTag, loadAll } from "js-yaml";
import { openBot } from "../../dist/main.js";

const [mode, repository, dataFolder] = process.argv.slice(2);
const url = pathToFileURL(repository).href;
const silent = {
  debug() {},
  info() {},
  warn() {},
  error: (...facts) => process.stderr.write(`${JSON.stringify(facts)}\n`),
};

const config = {
  path: "",
  dataFolder,
  store: { type: "memory" },
  chat: {},
  forge: { github: [] },
  webhooks: {},
  server: { host: "127.0.0.1", port: 0, metrics: { host: "127.0.0.1", port: 0 } },
  network: {},
  admins: [],
  catalog: {
    schedule: "*/5 * * * *",
    sources: [
      { type: "git", name: "bench", url, branch: "main", paths: ["**/catalog-info.yaml", "org/*.yaml"], trusted: true },
    ],
  },
  log: { level: "error" },
  secrets: [],
};

async function bot() {
  const { app } = await openBot(config, { log: silent, adapters: [], environment: process.env });
  return app;
}

const user = { platform: "console", tenant: "local", id: "operator", isOperator: true };
const address = { platform: "console", tenant: "local", channel: "terminal" };

async function answer(app, text) {
  const outcome = await app.answer(
    { type: "command", text, user, address, place: "direct" },
    AbortSignal.timeout(60_000),
  );
  if (outcome.status === "error") throw new Error(outcome.error.message);
  return outcome;
}

async function timed(run) {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

/** The longest time that the event loop did not turn while something ran. */
async function longestBlock(run) {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  await run();
  clearInterval(timer);
  return longest;
}

function git(...args) {
  const result = spawnSync("git", args, { encoding: "utf8", maxBuffer: 1 << 30 });
  if (result.status !== 0) throw new Error(result.stderr);
  return result.stdout;
}

/** What cannot be avoided: fetch everything, read the catalog's blobs, parse their YAML. */
async function floor() {
  const folder = mkdtempSync(join(tmpdir(), "callboard-floor-"));
  const mirror = join(folder, "mirror.git");
  const ms = await timed(async () => {
    git("clone", "--quiet", "--bare", url, mirror);
    const ids = git("--git-dir", mirror, "ls-tree", "-r", "main")
      .split("\n")
      .flatMap((line) => /blob (\w+)\t.*\.yaml$/.exec(line)?.[1] ?? []);
    const schema = CORE_SCHEMA.withTags(legacyMapTag);
    let documents = 0;
    const child = spawn("git", ["--git-dir", mirror, "cat-file", "--batch"], { stdio: ["pipe", "pipe", "inherit"] });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stdin.end(`${ids.join("\n")}\n`);
    await once(child, "close");
    const all = Buffer.concat(chunks);
    for (let at = 0; at < all.length; ) {
      const end = all.indexOf(10, at);
      const size = Number(all.toString("latin1", at, end).split(" ")[2]);
      documents += loadAll(all.toString("utf8", end + 1, end + 1 + size), { schema }).length;
      at = end + 1 + size + 1;
    }
    if (documents === 0) throw new Error("the floor parsed nothing");
  });
  rmSync(folder, { recursive: true, force: true });
  return ms;
}

async function cold() {
  rmSync(dataFolder, { recursive: true, force: true });
  const app = await bot();
  let ms = 0;
  const blockMs = await longestBlock(async () => {
    ms = await timed(async () => {
      await app.pipeline.sync();
      await answer(app, "whoowns changed-thing");
    });
  });
  const things = app.snapshot().entities.size;
  await app.stop();
  return { ms, blockMs, things };
}

const modes = {
  /** The floor and a cold sync, both with code that was never run before, the floor first in every other process. */
  async cold() {
    if (process.argv[5] === "floor-last") {
      const ours = await cold();
      return { ...ours, floorMs: await floor() };
    }
    const floorMs = await floor();
    return { ...(await cold()), floorMs };
  },
  /** Only ours, for its memory. */
  async memory() {
    const { things } = await cold();
    const peakKb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
    return { things, peakMb: peakKb / 1024 };
  },
  /** A sync of what did not change beside `git ls-remote`, in turns. */
  async unchanged() {
    const app = await bot();
    await app.pipeline.restore();
    await app.pipeline.sync();
    const runs = [];
    for (let round = 0; round < 21; round += 1) {
      const lsRemote = await timed(() =>
        once(
          spawn("git", ["ls-remote", url, "refs/heads/main"], { stdio: ["ignore", "pipe", "inherit"] }).on(
            "spawn",
            function drain() {
              this.stdout.resume();
            },
          ),
          "close",
        ),
      );
      const sync = await timed(() => app.pipeline.sync());
      runs.push({ lsRemoteMs: lsRemote, syncMs: sync });
    }
    await app.stop();
    return { runs };
  },
  /** From the start of the sync after a commit to the answer that shows it; the commits come from standard input's driver. */
  async change() {
    const app = await bot();
    await app.pipeline.restore();
    await app.pipeline.sync();
    process.stdout.write("ready\n");
    const runs = [];
    for await (const line of process.stdin) {
      const round = String(line).trim();
      if (round === "end") break;
      let ms = 0;
      const blockMs = await longestBlock(async () => {
        ms = await timed(async () => {
          await app.pipeline.sync();
          const { data } = await answer(app, "show changed-thing");
          if (data.description !== `Round ${round} of the change.`)
            throw new Error(`an old answer: ${data.description}`);
        });
      });
      runs.push({ ms, blockMs });
      process.stdout.write("done\n");
    }
    await app.stop();
    return { runs };
  },
};

const result = await modes[mode]();
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);
