/** So few that a round stays short, so many that refusing a crowd, which makes rounds long, does not keep the others out. */
const PER_ROUND = 8;
/** No more than this is no crowd: all of them begin, and are made durable, together. */
const FEW = 64;

/** Lets those who wait through in the order in which they came, of a crowd a few in each round of the event loop, while not too many are inside. */
export interface Turnstile {
  pass(): Promise<void>;
  /** One that passed is done. */
  leave(): void;
}

/**
 * Node takes one new connection in each round of its event loop (libuv 1.46, `uv__server_io`). When many requests arrive
 * at once and each begins in the same round, or is acknowledged in the same one because they were written together, rounds
 * take as long as all of them, and whoever comes new waits for seconds. Few a round keep rounds short.
 */
export function createTurnstile(maxInside: number): Turnstile {
  const waiting: (() => void)[] = [];
  let inside = 0;
  let isTurning = false;

  function turn(): void {
    if (inside >= maxInside || waiting.length === 0) {
      isTurning = false;
      return;
    }
    setImmediate(turn);
    const most = waiting.length > FEW ? PER_ROUND : FEW;
    for (const pass of waiting.splice(0, Math.min(most, maxInside - inside))) {
      inside += 1;
      pass();
    }
  }

  return {
    async pass() {
      const passed = new Promise<void>((resolve) => waiting.push(resolve));
      if (!isTurning) {
        isTurning = true;
        turn();
      }
      await passed;
    },
    leave() {
      inside -= 1;
      if (isTurning || waiting.length === 0) return;
      isTurning = true;
      setImmediate(turn);
    },
  };
}
