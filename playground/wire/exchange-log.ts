import type { Exchange, ExchangeLine, Packet } from "./exchange.ts";
import { createSignal, type Signal } from "./signal.ts";

/** A packet as HTTP libraries hold it: header names in any case, several values. */
export interface WholePacket extends Omit<Packet, "headers"> {
  /** Those that were set; what a library adds by itself (`date`, `connection`) is not always among them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** A request that was just sent or received. */
export interface Beginning extends Pick<Exchange, "direction" | "via" | "name"> {
  readonly request: WholePacket;
}

/** What came of it. Without an answer, and without a failure, none was due. */
export interface Ending {
  readonly answer?: WholePacket | undefined;
  readonly failure?: string | undefined;
}

/** The last exchanges between a simulated platform and the app; tells of each beginning and each end. */
export interface ExchangeLog extends Pick<Signal, "onChange"> {
  /** Returns the id of the exchange. */
  readonly begin: (beginning: Beginning) => number;
  readonly end: (id: number, ending: Ending) => void;
  /** The oldest first; each the same object until it changes. */
  readonly lines: () => readonly ExchangeLine[];
  /** Undefined for one that is no longer kept. */
  readonly get: (id: number) => Exchange | undefined;
  readonly has: (id: number) => boolean;
  /** Forgets them; their ids are not given again. */
  readonly clear: () => void;
}

interface Kept {
  line: ExchangeLine;
  readonly startedMs: number;
  readonly request: WholePacket;
  answer?: WholePacket | undefined;
}

const maxExchanges = 1000;
const maxBodyLength = 256 * 1024;

/** Keeps the last thousand. Tokens stay in them: they are random, of one run, and useless beyond this machine. */
export function createExchangeLog(now: () => number): ExchangeLog {
  const kept = new Map<number, Kept>();
  const { changed, onChange } = createSignal();
  let lastId = 0;

  return {
    begin: ({ direction, via, name, request }) => {
      lastId += 1;
      const line = { id: lastId, at: now(), direction, via, name };
      kept.set(lastId, { line, startedMs: performance.now(), request: cut(request) });
      kept.delete(lastId - maxExchanges);
      changed();
      return lastId;
    },
    end: (id, { answer, failure }) => {
      const exchange = kept.get(id);
      if (exchange === undefined) return;
      const ms = Math.round((performance.now() - exchange.startedMs) * 10) / 10;
      exchange.line = { ...exchange.line, ms, ...(failure !== undefined && { failure }) };
      exchange.answer = answer && cut(answer);
      changed();
    },
    lines: () => [...kept.values()].map(({ line }) => line),
    get: (id) => {
      const exchange = kept.get(id);
      if (exchange === undefined) return undefined;
      const { line, request, answer } = exchange;
      return { ...line, request: shown(request), ...(answer && { answer: shown(answer) }) };
    },
    has: (id) => kept.has(id),
    onChange,
    clear: () => kept.clear(),
  };
}

function shown({ line, headers, body }: WholePacket): Packet {
  const set = Object.entries(headers).filter(([, value]) => value !== undefined);
  return { line, headers: Object.fromEntries(set.map(([name, value]) => [name.toLowerCase(), String(value)])), body };
}

function cut(packet: WholePacket): WholePacket {
  if (packet.body.length <= maxBodyLength) return packet;
  // A slice of a text holds on to the whole of it; what went through a buffer does not.
  return { ...packet, body: `${Buffer.from(packet.body.slice(0, maxBodyLength)).toString()}…` };
}
