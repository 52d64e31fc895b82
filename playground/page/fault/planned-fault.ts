/** Calls of the app that a fault can hit; `*` is any. */
export const targets = [
  "*",
  "chat.postMessage",
  "chat.postEphemeral",
  "chat.update",
  "response_url",
  "views.open",
  "views.update",
];

/** What can happen to a call, as it is told and as it is planned. */
export const mishaps: Readonly<Record<string, object>> = {
  "is answered after 2 s": { delayMs: 2000 },
  "is refused with 429, Retry-After 3 s": { retryAfterSec: 3 },
  "is refused with 500": { status: 500 },
  "is accepted, then the connection is reset": { acceptThenReset: true },
};

/** Asks for faults, or for their end; returns why it was not done, or "". */
export async function askFaults(method: "POST" | "DELETE", path: string, body: object = {}): Promise<string> {
  try {
    const headers = { "content-type": "application/json" };
    const sent = method === "POST" ? { headers, body: JSON.stringify(body) } : {};
    const response = await fetch(`/faults${path}`, { method, ...sent });
    return response.ok ? "" : ((await response.json()) as { readonly problem: string }).problem;
  } catch {
    return "The playground does not answer. Is npm start still running?";
  }
}
