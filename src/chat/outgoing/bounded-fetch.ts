import type { Clock } from "../../clock.ts";

/** What the platforms' packages and ours ask of a fetch. */
export type Fetch = (
  url: string | URL,
  init?: {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string | FormData;
    readonly redirect?: "error" | "follow" | "manual";
    readonly signal?: AbortSignal;
  },
) => Promise<Response>;

/** No answer of a platform that we ask for is larger. */
const maxBytes = 8 * 1024 * 1024;

/** A fetch that ends: `timeoutMs` is for the whole answer, its body included, and a body that is too large is cut. */
export function boundedFetch(options: {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch;
}): Fetch {
  const { clock, timeoutMs } = options;
  const plainFetch = options.fetch ?? fetch;
  return async (url, init = {}) => {
    const ending = new AbortController();
    const cancel = clock.after(timeoutMs, () => ending.abort(new DOMException("No answer in time", "TimeoutError")));
    const signal = init.signal === undefined ? ending.signal : AbortSignal.any([init.signal, ending.signal]);
    try {
      const response = await plainFetch(url, { ...init, redirect: "error", signal } as RequestInit);
      const body = await readAll(response);
      return new Response(body.byteLength === 0 ? null : body, {
        status: response.status,
        statusText: response.statusText,
        headers: response.headers,
      });
    } finally {
      cancel();
    }
  };
}

async function readAll(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > maxBytes) throw new Error("The answer is too large");
    parts.push(part);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
