import { tooLargeCode } from "./fault.ts";

/** More than GitHub gives at once: the longest are deliveries. https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap */
const largestBytes = 32 * 1024 * 1024;

/**
 * The whole body. Compressed, a megabyte of an answer may be a gigabyte, and the way out counts what came over the wire.
 * Rejects with an error as for an answer that is too large there.
 */
export async function wholeBody({ body }: Response): Promise<ArrayBuffer | null> {
  if (body === null) return null;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Left early, the stream is cancelled, and the connection with it.
  for await (const chunk of body as ReadableStream<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > largestBytes) throw Object.assign(new Error("An answer is too large"), { code: tooLargeCode });
  }
  return bytes === 0 ? null : new Uint8Array(Buffer.concat(chunks)).buffer;
}
