/** Acknowledges a delivery, once; what it is called with goes back to the platform. Resolves to whether it went out. Never rejects. */
export type Acknowledge = (answer?: unknown) => Promise<boolean>;

/** A delivery on its way to where it is dealt with, and back. */
export interface Ticket<Body> {
  readonly body: Body;
  /** The body as it came and is kept. */
  readonly raw: unknown;
  readonly id: string;
  /** An earlier run accepted it; whoever waited for the acknowledgement is gone. */
  readonly isRepeat: boolean;
  /** Monotonic; before it was kept. */
  readonly receivedAtMs: number;
  readonly acknowledge: Acknowledge;
  /**
   * Says what becomes of the delivery; `done` unless told. `forget`: it had no effect and may come again. `keep`: it was
   * not dealt with, and is taken up again.
   */
  settle(fate: Fate): void;
}

export type Fate = "done" | "forget" | "keep";
