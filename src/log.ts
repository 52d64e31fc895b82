import { type Logger, pino } from "pino";

/** Structured log: a static message with its facts as fields. */
export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;

/**
 * A log that writes JSON lines to standard error. Every string in `secrets` (and its base64 and URL-encoded form)
 * is replaced by `[secret]` wherever it would appear, in whatever field or message.
 */
export function createLog(options: { level: string; secrets: readonly string[]; write?: (line: string) => void }): Log {
  const redact = redactor(options.secrets);
  const write = options.write ?? ((line: string) => void process.stderr.write(line));
  return pino({ level: options.level, base: null }, { write: (line: string) => write(redact(line)) });
}

/** A function that replaces each secret, plain or encoded, by `[secret]`. Secrets shorter than 4 characters are ignored. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64").replace(/=+$/, ""),
      Buffer.from(secret).toString("base64url"),
    ]);
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((clean, form) => clean.replaceAll(form, "[secret]"), text);
}
