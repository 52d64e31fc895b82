/** What goes wrong with a call. Without `accept` or `acceptThenReset` the call has no effect. */
export interface Fault {
  /** How many calls it hits; 1 unless told. */
  readonly times?: number;
  /** Answers with this HTTP status. */
  readonly status?: number;
  /** Answers `ok: false` with this error. */
  readonly error?: string;
  /** Answers 429 with this Retry-After. */
  readonly retryAfterSec?: number;
  /** Waits before the answer. Alone: the call works, late. */
  readonly delayMs?: number;
  /** Does the work, then answers with `status` or `error` all the same. */
  readonly accept?: boolean;
  /** Does the work, then cuts the connection. */
  readonly acceptThenReset?: boolean;
  /** Cuts the connection at once. */
  readonly reset?: boolean;
  /** Does the work and sends the answer this slowly. */
  readonly slowBodyBytesPerSec?: number;
}

/** Which faults wait for which calls. */
export interface Faults {
  /** Plans a fault for a method, for `response_url` or for `*`; returns how to take it back. */
  readonly plan: (target: string, fault: Fault) => () => void;
  /** The fault for the call that just came, counted down. */
  readonly take: (target: string) => Fault | undefined;
  /** Forgets all. */
  readonly clear: () => void;
}

/** No faults yet. */
export function createFaults(): Faults {
  let planned: { readonly target: string; readonly fault: Fault; left: number }[] = [];
  return {
    plan: (target, fault) => {
      const entry = { target, fault, left: fault.times ?? 1 };
      planned.push(entry);
      return () => {
        planned = planned.filter((other) => other !== entry);
      };
    },
    take: (target) => {
      const entry = planned.find((other) => other.left > 0 && (other.target === target || other.target === "*"));
      if (!entry) return undefined;
      entry.left -= 1;
      return entry.fault;
    },
    clear: () => {
      planned = [];
    },
  };
}
