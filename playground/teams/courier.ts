import type { ExchangeLog } from "../wire/exchange-log.ts";
import { type Answer, nothing, post } from "../wire/post.ts";
import type { Json } from "./world.ts";

/** How the bot answered an activity, as Teams saw it. */
export interface Delivered extends Answer {
  readonly activity: Json;
  /** The exchange of the last attempt; 0 when nothing was sent. */
  readonly exchange: number;
}

/** How something is sent that Teams would not send so. */
export interface Sending {
  /** What stands in `authorization`, without `Bearer `; null sends none. The tenant's own token unless told. */
  readonly token?: string | null;
  readonly timeoutMs?: number;
  /** The body itself, instead of the activity as JSON. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends activities to the bot's endpoint. */
export interface Courier {
  /** Once; `via` tells the exchange at once, before there is an answer. */
  readonly send: (activity: Json, sending?: Sending, via?: (exchange: number) => void) => Promise<Delivered>;
  /** Up to three times, as Teams asks for what somebody waits for: only when there was no answer. */
  readonly invoke: (activity: Json, via?: (exchange: number) => void) => Promise<Delivered>;
  readonly sent: Delivered[];
  /** Resolves when nothing is on its way any more. */
  readonly settled: () => Promise<void>;
}

/** Nothing sent yet. Teams waits 15 s for the answer to a message and 5 s, three times, for that to an invoke. */
export function createCourier(parts: {
  readonly endpoint: () => string | undefined;
  readonly token: () => Promise<string>;
  readonly exchanges: ExchangeLog;
  readonly messageTimeoutMs: number;
  readonly invokeTimeoutMs: number;
}): Courier {
  const { endpoint, exchanges } = parts;
  const sent: Delivered[] = [];
  const underWay = new Set<Promise<unknown>>();

  const once = async (activity: Json, sending: Sending, via?: (exchange: number) => void): Promise<Delivered> => {
    const url = endpoint();
    if (url === undefined) return { ...nothing("not_delivered", 0), activity, exchange: 0 };
    const token = sending.token === undefined ? await parts.token() : sending.token;
    const body = sending.body ?? JSON.stringify(activity);
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "user-agent": "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)",
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...sending.headers,
    };
    const name = String(activity["name"] ?? activity["type"] ?? "activity");
    const request = { line: `POST ${new URL(url).pathname}`, headers, body };
    const exchange = exchanges.begin({ direction: "to app", via: "http", name, request });
    via?.(exchange);
    const signal = AbortSignal.timeout(sending.timeoutMs ?? parts.messageTimeoutMs);
    const { answer, text } = await post(url, { method: "POST", headers, signal }, body);
    const { status, headers: given, error } = answer;
    const failure = error === "http_error" ? `HTTP ${status}` : error;
    exchanges.end(exchange, {
      failure,
      ...(status > 0 && { answer: { line: `HTTP ${status}`, headers: given, body: text } }),
    });
    const delivered = { ...answer, activity, exchange };
    sent.push(delivered);
    return delivered;
  };
  const invoke: Courier["invoke"] = async (activity, via) => {
    const sending = { timeoutMs: parts.invokeTimeoutMs };
    let last = await once(activity, sending, via);
    for (let again = 0; again < 2 && last.error === "timeout"; again += 1) last = await once(activity, sending, via);
    return last;
  };
  const tracked = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  };

  return {
    send: (activity, sending = {}, via) => tracked(once(activity, sending, via)),
    invoke: (activity, via) => tracked(invoke(activity, via)),
    sent,
    settled: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

/** What somebody is told when the bot did not answer; undefined when it did. */
export function failureWords({ error, status }: Delivered): string | undefined {
  if (error === undefined) return undefined;
  if (error === "http_error") return `Something went wrong: the app answered with HTTP ${status}.`;
  return "Unable to reach app. Please try again.";
}
