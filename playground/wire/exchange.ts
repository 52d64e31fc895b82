/** One half of an exchange, as it went over the wire. */
export interface Packet {
  /** `POST /api/chat.postMessage`, `HTTP 200`, `envelope`, `acknowledgement` */
  readonly line: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes as text; cut past 256 KB. */
  readonly body: string;
}

/** A request and its answer between a simulated platform and the app. */
export interface Exchange {
  /** From 1, in the order in which they began. */
  readonly id: number;
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  /** How long the answer took; absent while there is none. */
  readonly ms?: number;
  readonly direction: "to app" | "from app";
  readonly via: "http" | "socket";
  /** What it is about in the platform's words: `chat.postMessage`, `response_url`, `/whoowns`, `app_mention`, `block_actions` */
  readonly name: string;
  readonly request: Packet;
  readonly answer?: Packet;
  /** Why it failed, in the platform's words: `timeout`, `ratelimited`, `channel_not_found`, `connection cut`. */
  readonly failure?: string;
}

/** An exchange in a list: everything but what was said. */
export type ExchangeLine = Omit<Exchange, "request" | "answer">;
