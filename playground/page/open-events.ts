import type { LiveEvent } from "../desk/protocol.ts";

const shortestPauseMs = 1000;
const longestPauseMs = 10_000;

/**
 * Events until the returned function is called; the first one after each connection says everything.
 * @param onLost they should be coming and are not; the next event ends that
 */
export function openEvents(address: string, onEvent: (event: LiveEvent) => void, onLost: () => void): () => void {
  let source: EventSource;
  let pauseMs = shortestPauseMs;
  let again: ReturnType<typeof setTimeout>;
  const connect = (): void => {
    source = new EventSource(address);
    source.addEventListener("message", ({ data }: MessageEvent<string>) => {
      pauseMs = shortestPauseMs;
      onEvent(JSON.parse(data) as LiveEvent);
    });
    source.addEventListener("error", () => {
      onLost();
      // The browser connects again by itself, but gives up at the first answer that is no stream of events.
      if (source.readyState !== EventSource.CLOSED) return;
      again = setTimeout(connect, pauseMs);
      pauseMs = Math.min(2 * pauseMs, longestPauseMs);
    });
  };
  connect();
  return () => {
    clearTimeout(again);
    source.close();
  };
}
