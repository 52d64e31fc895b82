/** What went wrong, as a closed list; behaviour follows the code, never the message. Each is explained in docs/errors.md. */
export type ErrorCode =
  | "usage"
  | "not_found"
  | "not_allowed"
  | "conflict"
  | "rate_limited"
  | "unavailable"
  | "expired"
  | "invalid_config"
  | "invalid_entity"
  | "unsupported";

/**
 * The only error that people see. `message` is one sentence or two: what is wrong and what to do.
 * Anything else that is thrown is a bug and is shown as a reference to the log.
 */
export class BotError extends Error {
  readonly code: ErrorCode;
  /** Of `rate_limited`: how long to wait, where that is known. */
  declare readonly retryAfterMs?: number;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown; retryAfterMs?: number }) {
    super(message, options);
    this.name = "BotError";
    this.code = code;
    if (options?.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}
