import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Answered, Commands } from "./served.ts";

/** A process of the bench that does what it is asked. */
export interface Program<C extends Commands> {
  ask<Name extends keyof C & string>(name: Name, ...given: Parameters<C[Name]>): Promise<Awaited<ReturnType<C[Name]>>>;
  stop(): Promise<void>;
}

const folder = fileURLToPath(
  new URL(`../../node_modules/.cache/callboard-bench/github-${process.pid}`, import.meta.url),
);
const root = new URL("../../", import.meta.url);

/** Bundles both programs, and the bot's parsing thread, as the bot is bundled: what a loader adds would be measured, too. */
export async function bundlePrograms(): Promise<{ readonly hub: string; readonly bot: string; remove(): void }> {
  const entryPoints = {
    hub: fileURLToPath(new URL("hub.ts", import.meta.url)),
    bot: fileURLToPath(new URL("bot.ts", import.meta.url)),
    worker: fileURLToPath(new URL("src/sync/parse/worker.ts", root)),
  };
  const common = { bundle: true, packages: "external", platform: "node", format: "esm", target: "node20" } as const;
  await build({ ...common, entryPoints, outdir: folder, logLevel: "warning" });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { hub: join(folder, "hub.js"), bot: join(folder, "bot.js"), remove };
}

/** Starts one; `pathFirst` is where it looks for programs first. */
export function startProgram<C extends Commands>(file: string, pathFirst?: string): Program<C> {
  const { PATH } = process.env;
  const env = pathFirst === undefined ? process.env : { ...process.env, PATH: `${pathFirst}:${PATH}` };
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "inherit", "inherit", "ipc"], env });
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  child.on("message", (message) => {
    const { id, result, failure } = message as Answered;
    const asked = waiting.get(id);
    waiting.delete(id);
    if (failure === undefined) asked?.resolve(result);
    else asked?.reject(new Error(failure));
  });
  child.on("exit", (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${code}`));
  });
  return {
    ask(name, ...given) {
      lastId += 1;
      const id = lastId;
      const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
      child.send({ id, name, given });
      return answer as Promise<Awaited<ReturnType<C[typeof name]>>>;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.disconnect();
      const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
