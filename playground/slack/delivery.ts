import { setTimeout as wait } from "node:timers/promises";
import type { Answer } from "../wire/post.ts";
import type { Attempt, RawRequest } from "./signed-request.ts";
import { createTransport, type Delivery, type TransportOptions } from "./transport.ts";
import type { Json } from "./world.ts";

/** How the app acknowledged, as Slack saw it. */
export interface Acknowledgement extends Answer {
  readonly delivery: Delivery;
  readonly retryNum: number;
}

/** Sends to the app. */
export interface Courier {
  /** Sends something once; again as it is, for example the `delivery` of an acknowledgement. */
  readonly send: (delivery: Delivery, attempt?: Attempt) => Promise<Acknowledgement>;
  /** Sends an event and, as Slack does, up to three times more when it is not acknowledged; resolves after the first. */
  readonly sendEvent: (payload: Json) => Promise<Acknowledgement>;
  /** The raw door: any body, signature, timestamp and headers, over HTTP. */
  readonly sendRaw: (body: string | Json, request?: RawRequest) => Promise<Answer>;
  /** Everything that was sent, in order of acknowledgement. */
  readonly sent: Acknowledgement[];
  /** Resolves when nothing is on its way to the app any more, retries included. */
  readonly settled: () => Promise<void>;
  readonly stop: () => void;
}

/** https://docs.slack.dev/apis/events-api: at once, after a minute, after five. */
const retryDelaysMs = [0, 60_000, 300_000];

/** Sends, and sends events again that were not acknowledged, after pauses that are multiplied by `retryScale`. */
export function createCourier(options: TransportOptions & { readonly retryScale: number }): Courier {
  const transport = createTransport(options);
  const sent: Acknowledgement[] = [];
  const underWay = new Set<Promise<unknown>>();
  const stopping = new AbortController();

  const track = <T>(work: Promise<T>): Promise<T> => {
    const tracked = work.finally(() => underWay.delete(tracked)).catch(() => undefined);
    underWay.add(tracked);
    return work;
  };

  const send = async (delivery: Delivery, attempt: Attempt = {}): Promise<Acknowledgement> => {
    const answer = await transport.carry(delivery, attempt);
    const acknowledgement = { ...answer, delivery, retryNum: attempt.retryNum ?? 0 };
    sent.push(acknowledgement);
    return acknowledgement;
  };

  const retry = async (delivery: Delivery, first: Acknowledgement): Promise<void> => {
    let last = first;
    for (const [index, delayMs] of retryDelaysMs.entries()) {
      if (last.error === undefined || last.headers["x-slack-no-retry"] === "1") return;
      await wait(delayMs * options.retryScale, undefined, { signal: stopping.signal });
      const retryReason = last.error === "timeout" ? "http_timeout" : last.error;
      last = await send(delivery, { retryNum: index + 1, retryReason });
    }
  };

  return {
    send: (delivery, attempt) => track(send(delivery, attempt)),
    sendEvent: async (payload) => {
      const delivery = { kind: "events_api", payload } as const;
      const first = await track(send(delivery));
      track(retry(delivery, first)).catch(() => undefined);
      return first;
    },
    sendRaw: (body, request) => track(transport.carryRaw(body, request)),
    sent,
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    stop: () => stopping.abort(),
  };
}
