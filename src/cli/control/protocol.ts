import { z } from "zod";
import type { ErrorCode } from "../../errors.ts";
import type { Finding } from "../../finding.ts";
import type { Said } from "../../router/outcome.ts";
import type { SourceReport } from "../../sync/syncer.ts";

// What is said on the socket, as lines of JSON: the bot greets, is asked once, answers, and the connection ends.

/** Changes when one side would misunderstand the other. */
export const protocolVersion = 1;
/** The longest request, in characters. */
export const maxRequestLength = 65_536;
/** The longest line of an answer, in characters. */
export const maxReplyLength = 64 * 1024 * 1024;
/** How often a bot at work says that it lives, in milliseconds. */
export const beatMs = 2000;

/** What may be asked. */
export const requestSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ask"), text: z.string(), email: z.string().optional() }),
  z.strictObject({ type: z.literal("sync"), accept: z.array(z.string()) }),
  z.strictObject({ type: z.literal("doctor") }),
  z.strictObject({ type: z.literal("export") }),
]);
export type ControlRequest = z.infer<typeof requestSchema>;

/** What the bot says. */
export const replySchema = z.discriminatedUnion("type", [
  /** At once. */
  z.object({ type: z.literal("hello"), version: z.number(), pid: z.number() }),
  z.object({ type: z.literal("beat") }),
  /** A line of an export. */
  z.object({ type: z.literal("line"), line: z.string() }),
  /** The end. */
  z.object({ type: z.literal("result"), result: z.unknown() }),
  z.object({ type: z.literal("error"), code: z.string(), message: z.string() }),
]);
export type ControlReply = z.infer<typeof replySchema>;

const statuses = ["answer", "choice", "none", "done", "error"] as const;

/** An answer as far as the terminal looks into it; the rest is shown as it is. */
export const saidSchema = z.looseObject({ status: z.enum(statuses) }).transform((value) => value as unknown as Said);

/** What a sync did. */
export const reportsSchema: z.ZodType<readonly SourceReport[]> = z.array(
  z.object({
    name: z.string(),
    status: z.enum(["changed", "unchanged", "failed", "held"]),
    revision: z.string(),
    added: z.number(),
    changed: z.number(),
    removed: z.number(),
    problems: z.number(),
    message: z.string().exactOptional(),
  }),
);

/** What a diagnosis found. */
export const findingsSchema: z.ZodType<readonly Finding[]> = z.array(
  z.object({
    level: z.enum(["problem", "warning", "ok"]),
    area: z.string(),
    found: z.string(),
    fix: z.string().exactOptional(),
    url: z.string().exactOptional(),
  }),
);

const codes: Readonly<Record<ErrorCode, true>> = {
  usage: true,
  not_found: true,
  not_allowed: true,
  conflict: true,
  rate_limited: true,
  unavailable: true,
  expired: true,
  invalid_config: true,
  invalid_entity: true,
  unsupported: true,
};

/** Whether a text is the code of an error that people see. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(codes, text);
}

/** One message as it stands on the socket. */
export function toLine(message: ControlReply | ControlRequest): string {
  return `${JSON.stringify(message)}\n`;
}

/** A line as plain data; undefined for what is no JSON. Times of messages become dates again. */
export function fromLine(line: string): unknown {
  try {
    return JSON.parse(line, (_, value: unknown) => {
      const isTime = typeof value === "object" && value !== null && "type" in value && value.type === "time";
      return isTime && "at" in value && typeof value.at === "string" ? { ...value, at: new Date(value.at) } : value;
    });
  } catch {
    // Whoever asked says what a line that cannot be read means.
    return undefined;
  }
}
