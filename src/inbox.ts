/** Something that a platform delivered and that was acknowledged, or is about to be. */
export interface Delivery {
  /** Names it for ever, such as `slack/T1/event/Ev1`: the platform's own id, so that a retry or a replay has the same. */
  readonly id: string;
  /** All that is needed to deal with it after a restart; JSON. */
  readonly body: unknown;
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
  /** What was accepted in an earlier run and not dealt with; one that already ended two runs is left out and logged. */
  pending(prefix: string): Promise<readonly Delivery[]>;
}
