import type { Log } from "../log.ts";

/** Logs every rejection that nobody awaits, instead of ending the process. Returns how to stop that. */
export function logRejections(log: Log): () => void {
  const onRejection = (error: unknown): void => log.error({ err: error }, "unhandled rejection");
  process.on("unhandledRejection", onRejection);
  return () => void process.off("unhandledRejection", onRejection);
}
