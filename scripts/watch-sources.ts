import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Looking at the bot's sources takes about two milliseconds. */
const defaultEveryMs = 400;

/**
 * Calls `onChange` when sources below these folders were written, made, moved or removed, once they are at rest: an editor
 * writes a file in several steps, and a branch has many files. Looks instead of listening: on Linux Node 20's recursive
 * `fs.watch` hears no more of a file after something else took its name, which is how many editors save.
 * @returns what ends it
 */
export function watchSources(folders: readonly string[], onChange: () => void, everyMs = defaultEveryMs): () => void {
  const look = (): string => folders.flatMap(stamps).join("\n");
  let seen = look();
  let isChanged = false;
  const timer = setInterval(() => {
    const now = look();
    if (now !== seen) isChanged = true;
    else if (isChanged) {
      isChanged = false;
      onChange();
    }
    seen = now;
  }, everyMs);
  return () => clearInterval(timer);
}

function stamps(folder: string): string[] {
  return entries(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return stamps(path);
    if (!path.endsWith(".ts") || /\.(test|soak)\.ts$/.test(path)) return [];
    // What is gone by now, or a link that leads nowhere as some editors make them for a lock, is no source.
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats ? [`${path} ${stats.ino} ${stats.size} ${stats.mtimeMs}`] : [];
  });
}

function entries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // removed meanwhile
  }
}
