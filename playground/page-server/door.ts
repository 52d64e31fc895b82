import type { ServerResponse } from "node:http";

/** A request as a door gets it: looked at by the guards, its body read. */
export interface Asked {
  readonly query: URLSearchParams;
  /** The JSON of a POST; undefined for none. */
  readonly body: unknown;
  readonly response: ServerResponse;
}

/** What each address answers as JSON, by method and path: `GET /faults`. A door may answer by itself, or throw an HttpProblem. */
export type Doors = Readonly<Record<string, (asked: Asked) => unknown>>;

/** A request that is refused, with a sentence that says why. */
export class HttpProblem extends Error {
  readonly status: number;

  constructor(status: number, problem: string) {
    super(problem);
    this.status = status;
  }
}

/** How much may wait for a client that does not read; past that it has to connect again and starts anew. */
const maxWaitingBytes = 8 * 1024 * 1024;

/** Answers with server-sent events. `start` gets how to send, and returns what to do when the client is gone. */
export function sendEvents(response: ServerResponse, start: (send: (data: unknown) => void) => () => void): void {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" });
  response.write("retry: 500\n\n");
  const stop = start((data) => {
    if (response.writableLength > maxWaitingBytes) response.destroy();
    else response.write(`data: ${JSON.stringify(data)}\n\n`);
  });
  response.once("close", stop);
}
