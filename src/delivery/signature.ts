import { createHmac, timingSafeEqual } from "node:crypto";

/** As the forge writes it; anything else is no signature, also two that were joined to one. */
const written = /^sha256=([0-9a-f]{64})$/;

/** Whether a header has the form of a signature; whose it is takes the body to tell. */
export function isSignature(header: string | undefined): boolean {
  return written.test(header ?? "");
}

/**
 * Whether `header` signs exactly these bytes with `secret`. Only SHA-256 counts.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function isSigned(body: Buffer, header: string | undefined, secret: string): boolean {
  const given = written.exec(header ?? "")?.[1];
  if (given === undefined) return false;
  return timingSafeEqual(Buffer.from(given, "hex"), createHmac("sha256", secret).update(body).digest());
}
