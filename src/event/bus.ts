import type { CatalogChange, CatalogPublished } from "./catalog-change.ts";

/** Everything that happens inside the process and may be heard by plugins. */
export type BusEvent = CatalogChange | CatalogPublished;

/** The in-process bus. A listener that throws is reported to `onError` and never stops the others. */
export interface Bus {
  emit(event: BusEvent): void;
  on<T extends BusEvent["type"]>(type: T, listener: (event: Extract<BusEvent, { type: T }>) => void): () => void;
}

/** @param onError hears what a listener threw */
export function createBus(onError: (error: unknown) => void): Bus {
  const listeners = new Map<string, Set<(event: never) => void>>();
  return {
    emit(event) {
      for (const listener of listeners.get(event.type) ?? []) {
        try {
          listener(event as never);
        } catch (error) {
          onError(error);
        }
      }
    },
    on(type, listener) {
      const set = listeners.get(type) ?? new Set();
      listeners.set(type, set.add(listener));
      return () => set.delete(listener);
    },
  };
}
