import { readFile } from "node:fs/promises";

/** Collects the command lines of a process and all that come of it, as everybody on the machine can read them. */
export function watchArguments(pid: number): {
  readonly seen: ReadonlySet<string>;
  readonly stop: () => Promise<void>;
} {
  const seen = new Set<string>();
  let isWatching = true;
  const watching = (async () => {
    while (isWatching) {
      for (const each of await family(pid)) {
        const line = await readFile(`/proc/${each}/cmdline`, "utf8").catch(() => "");
        if (line !== "") seen.add(line.replaceAll("\0", " "));
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  return {
    seen,
    async stop() {
      isWatching = false;
      await watching;
    },
  };
}

async function family(pid: number): Promise<readonly number[]> {
  // One that ended meanwhile has no children.
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  const children = text.split(" ").filter(Boolean).map(Number);
  return [pid, ...(await Promise.all(children.map(family))).flat()];
}
