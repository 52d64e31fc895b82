import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Clock } from "../../../src/clock.ts";

/** What is wrong with a request; undefined when Slack sent it, just now and for the first time. */
export type SignatureMistake = "header" | "timestamp" | "age" | "signature" | "replay";

export interface SignatureCheck {
  /** Remembers what it lets pass: the same request again is a replay. */
  check(request: IncomingMessage, body: Buffer): SignatureMistake | undefined;
  /** The request was not taken: Slack may send it again as it is. */
  forget(request: IncomingMessage): void;
}

const maxSkewSec = 300;
const memoryMs = 600_000;
const maxRemembered = 200_000;

/** Checks signatures as https://docs.slack.dev/authentication/verifying-requests-from-slack tells, and refuses replays. */
export function createSignatureCheck(secret: string, clock: Clock): SignatureCheck {
  /** Signatures, the oldest first, with when they are forgotten. */
  const remembered = new Map<string, number>();

  function remember(digest: string): void {
    const nowMs = clock.monotonicMs();
    for (const [old, untilMs] of remembered) {
      if (untilMs > nowMs && remembered.size < maxRemembered) break;
      remembered.delete(old);
    }
    remembered.set(digest, nowMs + memoryMs);
  }

  return {
    check(request, body) {
      const signature = onlyHeader(request, "x-slack-signature");
      const timestamp = onlyHeader(request, "x-slack-request-timestamp");
      if (signature === undefined || timestamp === undefined) return "header";
      if (!/^[1-9]\d{0,11}$/.test(timestamp)) return "timestamp";
      if (Math.abs(clock.now().getTime() / 1000 - Number(timestamp)) > maxSkewSec) return "age";
      const wanted = createHmac("sha256", secret).update(`v0:${timestamp}:`).update(body).digest("hex");
      if (!isSame(signature, `v0=${wanted}`)) return "signature";
      const digest = digestOf(signature);
      if ((remembered.get(digest) ?? 0) > clock.monotonicMs()) return "replay";
      remember(digest);
      return undefined;
    },
    forget(request) {
      const signature = onlyHeader(request, "x-slack-signature");
      if (signature !== undefined) remembered.delete(digestOf(signature));
    },
  };
}

/** A header that is there exactly once and is no longer than Slack's are. */
function onlyHeader(request: IncomingMessage, name: string): string | undefined {
  const values = request.headersDistinct[name];
  const value = values?.length === 1 ? values[0] : undefined;
  return value !== undefined && value.length <= 200 ? value : undefined;
}

function isSame(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  // How long a signature is is no secret.
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}

/** Enough of a signature to know it again; only right ones are remembered. */
function digestOf(signature: string): string {
  return signature.slice(3, 35);
}
