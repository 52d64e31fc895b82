import type { IncomingMessage, ServerResponse } from "node:http";

/** One path of the HTTP server. */
export interface HttpRoute {
  readonly method: "GET" | "POST";
  /** Exact, such as `/slack/events`. */
  readonly path: string;
  /** A larger body is refused with 413 before it is read to its end. */
  readonly maxBodyBytes: number;
  /** What is wrong with a request before its body is read, so that strangers cannot make us keep what they send; undefined: nothing. */
  refusal?(request: IncomingMessage): { readonly status: number; readonly text: string } | undefined;
  /** Answers the request. `body` is as it was sent, for signatures. What it throws becomes a 500 and is logged. */
  handle(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void>;
}
