import type { IncomingMessage } from "node:http";
import type { Clock } from "../clock.ts";

/** What all requests together may hold of bodies that are not complete. */
export interface BodyBudget {
  readonly maxBytes: number;
  usedBytes: number;
}

/** The whole body, or the status that says why not; `gone` when the client went away. */
export type BodyRead = Buffer | 408 | 413 | 503 | "gone";

/** So many pieces of a body are held as they came. */
const mostLoose = 1024;

/**
 * Reads a body of at most `maxBytes`. Stops at the first byte too many, whatever content-length said, and when the body
 * is not complete `limitMs` after its first read. Never rejects; the rest of a body that was not read is the caller's.
 */
export function readBody(
  request: IncomingMessage,
  { maxBytes, limitMs, budget, clock }: { maxBytes: number; limitMs: number; budget: BodyBudget; clock: Clock },
): Promise<BodyRead> {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > maxBytes) return Promise.resolve(413);

  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let loose: Buffer[] = [];
    let length = 0;

    const settle = (read: BodyRead) => {
      cancel();
      budget.usedBytes -= length;
      length = 0;
      request.off("data", onData).off("end", onEnd).off("close", onClose).pause();
      resolve(read);
    };
    const onData = (chunk: Buffer) => {
      loose.push(chunk);
      // A byte that comes alone takes two hundred to hold: together they take what they are.
      if (loose.length >= mostLoose) {
        chunks.push(Buffer.concat(loose));
        loose = [];
      }
      length += chunk.length;
      budget.usedBytes += chunk.length;
      if (length > maxBytes) settle(413);
      else if (budget.usedBytes > budget.maxBytes) settle(503);
    };
    const onEnd = () => settle(Buffer.concat([...chunks, ...loose]));
    const onClose = () => settle("gone");
    const cancel = clock.after(limitMs, () => settle(408));
    request.on("data", onData).on("end", onEnd).on("close", onClose);
  });
}
