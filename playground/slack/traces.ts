/** Where a message stands. */
interface Place {
  readonly channel: string;
  readonly ts: string;
}

type Json = Readonly<Record<string, unknown>>;

/** Which exchanges stand behind which message. Nothing of it reaches the app. */
export interface Traces {
  /** The ids of the exchanges that brought a message, changed it or told the app of it; in order. */
  readonly behind: (message: Place) => readonly number[];
  /** Does something because of exchanges: the messages that it touches are theirs. It must not wait for anything. */
  readonly because: <T>(exchanges: readonly number[], work: () => T) => T;
  /** Notes that a message is new or changed. */
  readonly touched: (message: Place) => void;
  /** Notes what a delivery tells the app: of a message, and where to answer. */
  readonly told: (exchange: number, payload: Json) => void;
  /** The delivery that handed out a response_url, as a list; empty when it was none. */
  readonly handedOut: (url: string) => readonly number[];
  readonly clear: () => void;
}

/** No traces yet. */
export function createTraces(): Traces {
  const byMessage = new Map<string, number[]>();
  const byResponsePath = new Map<string, number>();
  let causes: readonly number[] = [];

  const tie = (message: Place, exchanges: readonly number[]): void => {
    if (exchanges.length > 0)
      byMessage.set(keyOf(message), [...new Set([...(byMessage.get(keyOf(message)) ?? []), ...exchanges])]);
  };

  return {
    behind: (message) => byMessage.get(keyOf(message)) ?? [],
    because: (exchanges, work) => {
      const before = causes;
      causes = exchanges;
      try {
        return work();
      } finally {
        causes = before;
      }
    },
    touched: (message) => tie(message, causes),
    told: (exchange, payload) => {
      const message = messageIn(payload);
      if (message.channel && message.ts) tie(message as Place, [exchange]);
      const { response_url: one, response_urls: several = [] } = payload;
      const urls = [one, ...(several as readonly Json[]).map(({ response_url: url }) => url)];
      for (const url of urls) if (typeof url === "string") byResponsePath.set(pathOf(url), exchange);
    },
    handedOut: (url) => {
      const exchange = byResponsePath.get(pathOf(url));
      return exchange === undefined ? [] : [exchange];
    },
    clear: () => {
      byMessage.clear();
      byResponsePath.clear();
    },
  };
}

function keyOf({ channel, ts }: Place): string {
  return `${channel}/${ts}`;
}

function pathOf(url: string): string {
  return new URL(url, "http://localhost").pathname;
}

/** The message that was written, whose button was pressed or whose shortcut was chosen. */
function messageIn({ event, container, channel, message_ts: ts }: Json): { readonly [Key in keyof Place]?: unknown } {
  if (event) return event;
  const { channel_id: pressedIn, message_ts: pressed } = (container ?? {}) as Json;
  return container ? { channel: pressedIn, ts: pressed } : { channel: (channel as Json | undefined)?.["id"], ts };
}
