import type { Fetch } from "../../../src/chat/outgoing/bounded-fetch.ts";
import type { Clock } from "../../../src/clock.ts";

/** A POST and the whole of its answer. */
export type Post = (
  url: string,
  options: { readonly headers: Record<string, string>; readonly body: string; readonly signal: AbortSignal },
) => Promise<{ readonly status: number; readonly retryAfter?: string; readonly text: string }>;

/** A post that ends: `timeoutMs` is for the whole answer, its body included. */
export function boundedPost(post: Post, clock: Clock, timeoutMs: number): Post {
  return async (url, options) => {
    const ending = new AbortController();
    const end = (): void => ending.abort(options.signal.reason);
    const cancel = clock.after(timeoutMs, () => ending.abort(new DOMException("No answer in time", "TimeoutError")));
    if (options.signal.aborted) end();
    else options.signal.addEventListener("abort", end, { once: true });
    try {
      return await post(url, { ...options, signal: ending.signal });
    } finally {
      cancel();
      options.signal.removeEventListener("abort", end);
    }
  };
}

/** A post by a fetch, for where there is nothing lighter. */
export function postByFetch(fetch: Fetch): Post {
  return async (url, { headers, body, signal }) => {
    const response = await fetch(url, { method: "POST", headers, body, redirect: "error", signal });
    const retryAfter = response.headers.get("retry-after");
    return { status: response.status, text: await response.text(), ...(retryAfter !== null && { retryAfter }) };
  };
}
