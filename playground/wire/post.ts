/** What an app answered, as the platform saw it. */
export interface Answer {
  /** The HTTP status; 200 for an acknowledged envelope; 0 when nothing came. */
  readonly status: number;
  /** The parsed body, or its text. Undefined for none. */
  readonly body: unknown;
  readonly ms: number;
  /** Why it is taken as failed. */
  readonly error?: "timeout" | "connection_failed" | "http_error" | "not_delivered";
  readonly headers: Readonly<Record<string, string>>;
}

/** No answer. */
export function nothing(error: NonNullable<Answer["error"]>, ms: number): Answer {
  return { status: 0, body: undefined, ms, error, headers: {} };
}

/** Sends a request; resolves with what came back, and its body as text. */
export async function post(
  url: string,
  request: { readonly method: string; readonly headers: Record<string, string>; readonly signal: AbortSignal },
  body: string,
): Promise<{ readonly answer: Answer; readonly text: string }> {
  const started = performance.now();
  try {
    const hasBody = request.method !== "GET" && request.method !== "HEAD";
    const response = await fetch(url, { ...request, ...(hasBody ? { body } : {}) });
    const text = await response.text();
    const answer = {
      status: response.status,
      body: parsed(text),
      ms: performance.now() - started,
      headers: Object.fromEntries(response.headers),
      ...(response.ok ? {} : { error: "http_error" as const }),
    };
    return { answer, text };
  } catch {
    const error = request.signal.aborted ? "timeout" : "connection_failed";
    return { answer: nothing(error, performance.now() - started), text: "" };
  }
}

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
