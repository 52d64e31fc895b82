/** Lets one through in each round of the event loop, in the order in which they came. */
export interface Turnstile {
  pass(): Promise<void>;
}

/**
 * Node takes one new connection in each round of its event loop (libuv 1.46, `uv__server_io`). When many requests arrive
 * at once and each begins in the same round, rounds take as long as all of them together, and whoever comes new waits for
 * seconds. One a round keeps rounds as short as the work on one request.
 */
export function createTurnstile(): Turnstile {
  const waiting: (() => void)[] = [];
  let isOpen = true;

  function next(): void {
    const go = waiting.shift();
    if (!go) {
      isOpen = true;
      return;
    }
    setImmediate(next);
    go();
  }

  return {
    async pass() {
      if (isOpen) {
        isOpen = false;
        setImmediate(next);
        return;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
