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

/** A fault that waits for so many more calls. */
export interface PlannedFault {
  readonly target: string;
  readonly fault: Fault;
  readonly left: number;
}

/** Which faults wait for which calls. */
export interface Faults {
  /** Plans a fault for a method, for `response_url` or for `*`; returns how to take it back. */
  readonly plan: (target: string, fault: Fault) => () => void;
  /** The fault for the call that just came, counted down. */
  readonly take: (target: string, params: Readonly<Record<string, unknown>>) => Fault | undefined;
  /** What was planned and is not used up. */
  readonly waiting: () => readonly PlannedFault[];
  /** Forgets all. */
  readonly clear: () => void;
}

/** No faults yet but those that `unplanned` finds in a call for which none is planned. `changed` is told of plans. */
export function createFaults(changed: () => void, unplanned: Faults["take"] = () => undefined): Faults {
  let planned: { readonly target: string; readonly fault: Fault; left: number }[] = [];
  const keep = (next: typeof planned): void => {
    planned = next;
    changed();
  };
  return {
    plan: (target, fault) => {
      const entry = { target, fault, left: fault.times ?? 1 };
      keep([...planned.filter(({ left }) => left > 0), entry]);
      return () => keep(planned.filter((other) => other !== entry));
    },
    take: (target, params) => {
      const entry = planned.find((other) => other.left > 0 && (other.target === target || other.target === "*"));
      if (!entry) return unplanned(target, params);
      entry.left -= 1;
      return entry.fault;
    },
    waiting: () => planned.filter(({ left }) => left > 0).map((entry) => ({ ...entry })),
    clear: () => keep([]),
  };
}

/** A planned fault in words: `chat.update: 429, Retry-After 5 s, 2 times more`. */
export function faultSentence({ target, fault, left }: PlannedFault): string {
  const { acceptThenReset, status, retryAfterSec, delayMs } = fault;
  const what = [
    retryAfterSec !== undefined && `429, Retry-After ${retryAfterSec} s`,
    status !== undefined && `HTTP ${status}`,
    acceptThenReset && "done, then the connection is cut",
    delayMs !== undefined && `${delayMs} ms late`,
  ].filter(Boolean);
  const whom = target === "*" ? "everything" : target;
  return `${whom}: ${what.join(", ")}, ${left === 1 ? "once" : `${left} times`} more`;
}
