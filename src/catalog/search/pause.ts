import { breathe } from "../../breathe.ts";

/** When and how a long build lets others run. */
export interface Pause {
  isDue(): boolean;
  /** Rejects with the signal's reason when the build was called off. */
  take(): Promise<void>;
}

/** A pause that also notices an abort. */
export function createPause(signal?: AbortSignal): Pause {
  const breath = breathe();
  return {
    isDue: breath.isDue,
    async take() {
      signal?.throwIfAborted();
      await breath.take();
    },
  };
}
