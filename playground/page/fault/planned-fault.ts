/** Calls of the app that a fault can hit, as the desk names them. */
export const targets: Readonly<Record<string, string>> = {
  "*": "any call",
  "chat.postMessage": "chat.postMessage",
  "chat.postEphemeral": "chat.postEphemeral",
  "chat.update": "chat.update",
  response_url: "response_url",
  "views.open": "views.open",
  "views.update": "views.update",
};

/** What can happen to a call: how it is told, and what the desk is asked for. */
export const mishaps: Readonly<Record<string, { readonly name: string; readonly fault: object }>> = {
  late: { name: "answered after 2 s", fault: { delayMs: 2000 } },
  limited: { name: "refused with 429, Retry-After 3 s", fault: { retryAfterSec: 3 } },
  broken: { name: "refused with 500", fault: { status: 500 } },
  lost: { name: "accepted, then the connection is reset", fault: { acceptThenReset: true } },
};

/** Asks the desk of faults for something; returns why it was not done, or "". */
export async function askFaults(method: "POST" | "DELETE", path: string, body?: object): Promise<string> {
  try {
    const response = await fetch(`/faults${path}`, {
      method,
      ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    return response.ok ? "" : `The playground refused that (${response.status}).`;
  } catch {
    return "The playground does not answer. Is npm start still running?";
  }
}
