import type { Exchange, ExchangeLine } from "./exchange.ts";
import { maskedPacket, type WholePacket } from "./masked-packet.ts";

/** A request that was just sent or received. */
export interface Beginning extends Pick<Exchange, "direction" | "via" | "name"> {
  readonly request: WholePacket;
}

/** What came of it. Without an answer, and without a failure, none was due. */
export interface Ending {
  readonly answer?: WholePacket | undefined;
  readonly failure?: string | undefined;
}

/** The last exchanges between a simulated platform and the app. */
export interface ExchangeLog {
  /** Returns the id of the exchange. */
  readonly begin: (beginning: Beginning) => number;
  readonly end: (id: number, ending: Ending) => void;
  /** The oldest first. */
  readonly lines: () => readonly ExchangeLine[];
  /** Secrets are masked. Undefined for one that is no longer kept. */
  readonly get: (id: number) => Exchange | undefined;
  readonly has: (id: number) => boolean;
  /** Tells of each beginning and each end; returns how to stop that. */
  readonly onChange: (listener: (line: ExchangeLine) => void) => () => void;
  /** Forgets them; their ids are not given again. */
  readonly clear: () => void;
}

interface Kept extends Beginning {
  readonly id: number;
  readonly at: number;
  readonly startedMs: number;
  ms?: number;
  ending?: Ending;
}

const maxBodyLength = 256 * 1024;

/** Keeps the last `maxExchanges`. What is costly, the masking, waits until somebody looks. */
export function createExchangeLog({
  maxExchanges = 1000,
  now,
}: {
  readonly maxExchanges?: number;
  readonly now: () => number;
}): ExchangeLog {
  let slots: (Kept | undefined)[] = [];
  let lastId = 0;
  const listeners = new Set<(line: ExchangeLine) => void>();
  const kept = (id: number): Kept | undefined => {
    const found = slots[id % maxExchanges];
    return found?.id === id ? found : undefined;
  };
  const tell = (exchange: Kept): void => {
    if (listeners.size === 0) return;
    const line = lineOf(exchange);
    for (const listener of listeners) listener(line);
  };

  return {
    begin: ({ direction, via, name, request }) => {
      lastId += 1;
      const id = lastId;
      const exchange = { id, at: now(), startedMs: performance.now(), direction, via, name, request: cut(request) };
      slots[id % maxExchanges] = exchange;
      tell(exchange);
      return id;
    },
    end: (id, { answer, failure }) => {
      const exchange = kept(id);
      if (exchange === undefined) return;
      exchange.ms = Math.round((performance.now() - exchange.startedMs) * 10) / 10;
      exchange.ending = { answer: answer && cut(answer), failure };
      tell(exchange);
    },
    lines: () =>
      slots
        .filter((exchange) => exchange !== undefined)
        .sort((a, b) => a.id - b.id)
        .map(lineOf),
    get: (id) => {
      const exchange = kept(id);
      return exchange && exchangeOf(exchange);
    },
    has: (id) => kept(id) !== undefined,
    onChange: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    clear: () => {
      slots = [];
    },
  };
}

function lineOf({ id, at, ms, direction, via, name, ending }: Kept): ExchangeLine {
  const failure = ending?.failure;
  return { id, at, ...(ms !== undefined && { ms }), direction, via, name, ...(failure !== undefined && { failure }) };
}

function exchangeOf(exchange: Kept): Exchange {
  const answer = exchange.ending?.answer;
  const request = maskedPacket(exchange.request);
  return { ...lineOf(exchange), request, ...(answer && { answer: maskedPacket(answer) }) };
}

function cut(packet: WholePacket): WholePacket {
  if (packet.body.length <= maxBodyLength) return packet;
  // A slice of a text holds on to the whole of it; what went through a buffer does not.
  return { ...packet, body: `${Buffer.from(packet.body.slice(0, maxBodyLength)).toString()}…` };
}
