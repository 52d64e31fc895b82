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

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "BotError";
    this.code = code;
  }
}
