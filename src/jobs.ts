/** A piece of background work. It ends soon after `signal` aborts; whatever it throws is logged once and ends nothing. */
export type Job = (signal: AbortSignal) => Promise<void>;

/**
 * Work that nobody waits for. Jobs of one name never overlap: a turn of `every` that comes while one runs is left out,
 * a `soon` waits for its turn and is never left out.
 */
export interface Jobs {
  /**
   * Runs `job` at each match of a cron expression (five fields, or six with seconds; the machine's time zone). However the
   * wall clock steps, the job runs at most once for it, and is never silent for longer than twice the way to its next turn.
   *
   * @throws BotError `invalid_config` for an expression that is none, `conflict` for a name that is taken
   */
  every(name: string, cronExpression: string, job: Job): void;
  /** Runs `job` once, as soon as no other of this name runs. Before `start` it waits; after `stop` it is dropped and logged. */
  soon(name: string, job: Job): void;
  start(): void;
  /** No job starts any more; those that run are told to end, and awaited. Safe to call twice. */
  stop(): Promise<void>;
}
