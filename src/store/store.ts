/** A stored value: any JSON, with the version that its last write gave it (from 1, rising). */
export interface Stored {
  readonly key: string;
  readonly value: unknown;
  readonly version: number;
}

/** `value: undefined` deletes. */
export interface Write {
  readonly key: string;
  readonly value: unknown;
}

/** Durable state. Keys are paths such as `identity/slack/T1/U1`; values are JSON and are copied on the way in and out. */
export interface Store {
  get(key: string): Promise<Stored | undefined>;
  /** Entries whose key starts with `prefix`, in key order, after key `after`; at most `limit` (default 100). All are of one moment. */
  list(prefix: string, options?: { after?: string; limit?: number }): Promise<readonly Stored[]>;
  /**
   * All writes or none. `expect` names versions that must hold (0: absent); false, and nothing written, when one does not.
   * Once it resolves true the writes survive whatever the driver promises to survive.
   */
  commit(writes: readonly Write[], expect?: readonly { key: string; version: number }[]): Promise<boolean>;
  close(): Promise<void>;
}
