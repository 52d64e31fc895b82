import { createLog, type Log } from "../log.ts";

/** A log that keeps its lines; it hides no secret, so that a test sees one that was logged. */
export function recordedLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { log: createLog({ level: "debug", secrets: [], write: (line) => void lines.push(line) }), lines };
}
