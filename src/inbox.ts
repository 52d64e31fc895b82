/** Something that a platform delivered and that was acknowledged, or is about to be. */
export interface Delivery {
  /** Names it for ever, such as `slack/T1/event/Ev1`: the platform's own id, so that a retry or a replay has the same. */
  readonly id: string;
  /** All that is needed to deal with it after a restart; JSON. */
  readonly body: unknown;
}

/** A delivery that was accepted and not dealt with, and that nobody is at. */
export interface LeftDelivery extends Delivery {
  readonly acceptedAt: Date;
  /** The process ended while it was taken up: it may be what ended it. */
  readonly isSuspect: boolean;
}

/** What was delivered, kept so that each delivery is dealt with once: also when it is sent again, also after a crash. */
export interface Inbox {
  /**
   * `new` once it is durable: it may be acknowledged. `seen` when it was accepted before: acknowledge it and do nothing.
   * Rejects with `unavailable` when it cannot be kept: do not acknowledge it.
   */
  accept(delivery: Delivery): Promise<"new" | "seen">;
  /** It was dealt with: only its id is kept, for as long as the platform may send it again. Never rejects. */
  done(id: string): Promise<void>;
  /** It had no effect and may come again, as a form that was sent back with errors. Never rejects. */
  forget(id: string): Promise<void>;
  /** It could not be dealt with now, by no fault of its own: it is pending again. Never rejects. */
  keep(id: string): Promise<void>;
  /** What was left by an earlier run, or kept by this one; the oldest first. */
  pending(prefix: string): Promise<readonly LeftDelivery[]>;
  /**
   * Takes up what is pending. `taken`: deal with it, then call `done` or `keep`; should the process end before that, it is
   * a suspect. `put-away`: it ended the process twice and is never taken up again; whoever asked may be told so. `gone`:
   * somebody else has it, or had. Rejects when that cannot be written.
   */
  takeUp(id: string): Promise<"taken" | "put-away" | "gone">;
  /** It cannot be dealt with, however often it is tried: it is never taken up again. Never rejects. */
  putAway(id: string): Promise<void>;
  /** How many deliveries were put away in the last month. */
  countPutAway(prefix: string): Promise<number>;
}
