/** A signal that ends when one of several does. */
export interface JoinedSignal {
  readonly signal: AbortSignal;
  /** Lets go of the signals that it was made of. */
  release(): void;
}

/** AbortSignal.any without what it leaves behind: in Node 20 a signal that lives long remembers each that was made of it. */
export function joinedSignal(sources: readonly AbortSignal[]): JoinedSignal {
  const ending = new AbortController();
  const end = (event: Event): void => ending.abort((event.target as AbortSignal | null)?.reason);
  for (const source of sources) {
    if (source.aborted) ending.abort(source.reason);
    else source.addEventListener("abort", end, { once: true });
  }
  return {
    signal: ending.signal,
    release() {
      for (const source of sources) source.removeEventListener("abort", end);
    },
  };
}
