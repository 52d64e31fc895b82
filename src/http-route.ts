import type { IncomingMessage, ServerResponse } from "node:http";

/** One path of the HTTP server. */
export interface HttpRoute {
  readonly method: "GET" | "POST";
  /** Exact, such as `/slack/events`. */
  readonly path: string;
  /** A larger body is refused with 413 before it is read to its end. */
  readonly maxBodyBytes: number;
  /** Answers the request. `body` is as it was sent, for signatures. What it throws becomes a 500 and is logged. */
  handle(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void>;
}
