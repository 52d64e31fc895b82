import type { IncomingMessage, ServerResponse } from "node:http";

/** A request as a door gets it: looked at by the guards, its body read. */
export interface Asked {
  /** What the parentheses of the door's path caught. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  /** The JSON of a POST; undefined for none. */
  readonly body: unknown;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** One address of the server. Throws an HttpProblem to refuse. */
export interface Door {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: RegExp;
  /** What is answered as JSON; `answered` when the door has seen to the response itself. */
  readonly open: (asked: Asked) => unknown;
}

/** Says that the door answers by itself. */
export const answered = Symbol("answered");
