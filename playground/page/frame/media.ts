import { useSyncExternalStore } from "react";

/** Below this the conversations are a drawer. */
export const SMALL = "(max-width: 699.98px)";
/** From this on a side panel stands beside the conversation, not over it. */
export const WIDE = "(min-width: 900px)";

/** Whether a media query holds; renders again when that changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
  );
}
