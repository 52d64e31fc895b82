import type { BotError } from "../../errors.ts";
import type { Finding } from "../../finding.ts";
import type { Client } from "./client.ts";

/** `GitHub`, or `GitHub ghe.example.com`. */
export function areaOf({ options }: Client): string {
  return options.host === "github.com" ? "GitHub" : `GitHub ${options.host}`;
}

/** An error as a line of `doctor`: its first sentence is what is so, the rest what to do. */
export function problemOf({ message }: BotError, area: string): Finding {
  const [, found = message, fix] = /^(.*?[^ .]\.) (.+)$/s.exec(message) ?? [];
  return { level: "problem", area, found, ...(fix !== undefined && { fix }) };
}
