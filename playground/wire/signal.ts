/** Tells whoever listens that something changed; not what. */
export interface Signal {
  readonly changed: () => void;
  /** Returns how to stop listening. */
  readonly onChange: (listener: () => void) => () => void;
}

/** Nobody listens yet. */
export function createSignal(): Signal {
  const listeners = new Set<() => void>();
  return {
    changed: () => {
      for (const listener of listeners) listener();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
