import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/** Starts the parsing thread, from TypeScript sources (tests, `npm run dev`) or from the build. Its heap is limited. */
export function startWorker(progress: Int32Array): Worker {
  const entry = import.meta.url.endsWith(".ts") ? sourceEntry() : new URL("./worker.js", import.meta.url);
  const worker = new Worker(entry, {
    workerData: progress,
    execArgv: [],
    env: {},
    name: "callboard-parse",
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
  });
  worker.unref();
  return worker;
}

// `--import tsx` does nothing in a thread of Node 20, so the thread registers it itself.
function sourceEntry(): URL {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx"));
  const tsx = new URL("./esm/api/index.mjs", loader).href;
  const worker = new URL("./worker.ts", import.meta.url).href;
  const code = `import { register } from ${JSON.stringify(tsx)}; register(); await import(${JSON.stringify(worker)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}
