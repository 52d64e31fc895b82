import { LogLevel } from "@slack/bolt";
import type { Log } from "../../../src/log.ts";

/** What Bolt and the packages under it log with. */
interface BoltLog {
  debug(...parts: unknown[]): void;
  info(...parts: unknown[]): void;
  warn(...parts: unknown[]): void;
  error(...parts: unknown[]): void;
  setLevel(level: LogLevel): void;
  getLevel(): LogLevel;
  setName(name: string): void;
}

/**
 * Bolt's log lines as ours. Debug lines hold bodies and tokens and are left out; of errors only their names are told,
 * because their messages may repeat what was sent.
 */
export function boltLog(log: Log): BoltLog {
  const said = (parts: readonly unknown[]): string =>
    parts
      .map((part) => (part instanceof Error ? part.name : typeof part === "string" ? firstLine(part) : ""))
      .filter((part) => part !== "")
      .join(" ");
  return {
    debug: () => undefined,
    info: (...parts) => log.debug({ bolt: said(parts) }, "Slack library"),
    warn: (...parts) => log.debug({ bolt: said(parts) }, "Slack library"),
    error: (...parts) => log.warn({ bolt: said(parts) }, "Slack library"),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function firstLine(text: string): string {
  return (text.split("\n", 1)[0] ?? "").slice(0, 200);
}
