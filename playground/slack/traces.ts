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
    const key = keyOf(message);
    const tied = byMessage.get(key) ?? [];
    byMessage.set(key, [...tied, ...exchanges.filter((id) => !tied.includes(id))]);
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
    touched: (message) => {
      if (causes.length > 0) tie(message, causes);
    },
    told: (exchange, payload) => {
      const message = messageIn(payload);
      if (message) tie(message, [exchange]);
      for (const url of responseUrlsIn(payload)) byResponsePath.set(pathOf(url), exchange);
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
function messageIn({ event, container, channel, message_ts: shortcutTs }: Json): Place | undefined {
  const told = event as Json | undefined;
  if (told) return placeOf(told["channel"], told["ts"]);
  const within = container as Json | undefined;
  if (within) return placeOf(within["channel_id"], within["message_ts"]);
  return placeOf((channel as Json | undefined)?.["id"], shortcutTs);
}

function responseUrlsIn({ response_url: one, response_urls: several = [] }: Json): readonly string[] {
  const urls = [one, ...(several as readonly Json[]).map(({ response_url: url }) => url)];
  return urls.filter((url) => typeof url === "string");
}

function placeOf(channel: unknown, ts: unknown): Place | undefined {
  return typeof channel === "string" && typeof ts === "string" ? { channel, ts } : undefined;
}
