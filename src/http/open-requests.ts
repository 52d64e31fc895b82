import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Clock } from "../clock.ts";

/** Hears of each request that was answered: `path` is a route's path or `other`, `status` 0 where the client went away. */
export type Measure = (path: string, status: number, seconds: number) => void;

/** The requests that are not answered yet. */
export interface OpenRequests {
  /** Counts one until its answer is complete or its connection is gone. */
  follow(response: ServerResponse, path: string): void;
  count(): number;
  /**
   * True while a complete request of this connection is open: its answer is the next thing that the client expects. One
   * whose body is still being read may be answered by whoever finds the body wrong.
   */
  isBusy(socket: Duplex): boolean;
  /** Settles as soon as none is open. */
  none(): Promise<void>;
}

export function createOpenRequests(clock: Clock, measure: Measure | undefined): OpenRequests {
  const open = new Set<ServerResponse>();
  let whenNone = () => {};

  return {
    follow(response, path) {
      const startedMs = clock.monotonicMs();
      open.add(response);
      response.once("close", () => {
        open.delete(response);
        measure?.(path, response.writableFinished ? response.statusCode : 0, (clock.monotonicMs() - startedMs) / 1000);
        if (open.size === 0) whenNone();
      });
    },
    count: () => open.size,
    isBusy: (socket) => [...open].some((response) => response.req.socket === socket && isAwaited(response)),
    none() {
      return new Promise((resolve) => {
        whenNone = resolve;
        if (open.size === 0) resolve();
      });
    },
  };
}

function isAwaited(response: ServerResponse): boolean {
  return response.req.complete || response.headersSent;
}
