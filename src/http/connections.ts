import { readFile } from "node:fs/promises";
import type { Duplex } from "node:stream";

const MOST = 12_000;
const OPEN_FILES_USUALLY = 1024;

/** The connections of a server. Where one is too many, the one that has been of no use for longest is closed. */
export interface Connections {
  /** How many may be open. */
  setLimit(limit: number): void;
  add(connection: Duplex): void;
  /** Its request is dealt with: it is not the one to be closed. */
  hold(connection: Duplex): void;
  /** Its request is answered. */
  release(connection: Duplex): void;
}

/** Refusing the newest instead would let whoever opens many first keep everybody else out. */
export function createConnections(): Connections {
  /** In the order in which they came or were last of use. */
  const waiting = new Set<Duplex>();
  const held = new Set<Duplex>();
  let limit = MOST;

  return {
    setLimit(newLimit) {
      limit = newLimit;
    },
    add(connection) {
      waiting.add(connection);
      connection.once("close", () => {
        waiting.delete(connection);
        held.delete(connection);
      });
      if (waiting.size + held.size <= limit) return;
      for (const oldest of waiting) {
        waiting.delete(oldest);
        oldest.destroy();
        return;
      }
    },
    hold(connection) {
      if (waiting.delete(connection)) held.add(connection);
    },
    release(connection) {
      if (held.delete(connection)) waiting.add(connection);
    },
  };
}

/**
 * How many connections may be open: half of the files that the process may open, so that those of the store and of Git
 * are never refused because of strangers' connections.
 */
export async function connectionLimit(): Promise<number> {
  return Math.min(MOST, Math.floor((await openFilesLimit()) / 2));
}

/** Node raises its soft limit to the hard one when it starts; Linux alone says what it is. */
async function openFilesLimit(): Promise<number> {
  try {
    const limits = await readFile("/proc/self/limits", "utf8");
    const soft = /^Max open files +(\d+|unlimited)/m.exec(limits)?.[1];
    return soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft ?? OPEN_FILES_USUALLY);
  } catch {
    return OPEN_FILES_USUALLY;
  }
}
