import { type ReceiverEvent, SocketModeReceiver } from "@slack/bolt";
import type { Dispatcher } from "undici";
import type { Fetch } from "../../../src/chat/outgoing/bounded-fetch.ts";
import { backoffMs } from "../../../src/chat/outgoing/lane.ts";
import { pause, within } from "../../../src/chat/outgoing/pause.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { Log } from "../../../src/log.ts";
import { boltLog } from "../web-api/bolt-log.ts";
import { refusalCode } from "../web-api/errors.ts";
import type { Inner } from "./door.ts";

/** The Socket Mode side: two connections, so that one can be renewed without a gap. */
export interface SocketDoor {
  readonly receiver: Inner;
  /**
   * Resolves with the first connection, or when it takes long; rejects with `invalid_config` for a token of no use, and may
   * be called again then.
   */
  open(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
  connectionCount(): number;
}

const connections = 2;
const firstMs = 10_000;
const connectMs = 20_000;
const closeMs = 2_000;
/** Slack asks for a new connection every few hours; one that lived shorter than this does not count as a success. */
const stableMs = 10_000;

/** Refusals that no waiting mends: https://docs.slack.dev/reference/methods/apps.connections.open#errors */
export const hopeless: ReadonlySet<string> = new Set([
  "invalid_auth",
  "not_authed",
  "not_allowed_token_type",
  "account_inactive",
  "token_revoked",
  "missing_scope",
  "forbidden_team",
]);

/** @param parts.apiUrl where a connection is asked for */
export function createSocketDoor(parts: {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly fetch: Fetch;
  readonly dispatcher?: Dispatcher;
  readonly clock: Clock;
  readonly log: Log;
}): SocketDoor {
  const { clock, log } = parts;
  const receivers = Array.from({ length: connections }, () => createReceiver(parts));
  const connected = new Set<SocketModeReceiver>();
  const closing = new AbortController();
  const hopes = createHopes();
  let isKept = false;

  async function started(receiver: SocketModeReceiver): Promise<void> {
    const opening = receiver.start().then(() => true);
    if ((await within(clock, connectMs, opening)) === true) return;
    await within(clock, closeMs, disconnect(receiver));
    throw new BotError("unavailable", "Slack opens no connection.");
  }

  /** One connection from its opening to its end; resolves with how long it lived. */
  async function connect(receiver: SocketModeReceiver, signal: AbortSignal): Promise<number> {
    const { client } = receiver;
    let leave: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      leave = resolve;
      client.once("disconnected", leave);
    });
    try {
      await started(receiver);
    } catch (error) {
      // Each attempt would leave one.
      client.removeListener("disconnected", leave);
      throw error;
    }
    // Opened while everything was being closed: left open, it would keep the process alive.
    if (signal.aborted) await disconnect(receiver);
    const sinceMs = clock.monotonicMs();
    connected.add(receiver);
    hopes.opened();
    await ended;
    connected.delete(receiver);
    return clock.monotonicMs() - sinceMs;
  }

  function notOpened(error: unknown, failures: number): void {
    const code = refusalCode(error);
    log.warn({ failures, code }, "Slack's connection could not be opened");
    if (code !== undefined && hopeless.has(code)) hopes.failed(badToken(code, error));
  }

  async function keepConnected(receiver: SocketModeReceiver, signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        const livedMs = await connect(receiver, signal);
        failures = livedMs < stableMs ? failures + 1 : 0;
      } catch (error) {
        failures += 1;
        if (!signal.aborted) notOpened(error, failures);
      }
      // The first time at once: Slack closes connections to renew them.
      if (failures > 1) await pause(clock, Math.min(backoffMs(failures - 1), 60_000), signal);
    }
  }

  return {
    receiver: {
      init: (enter) => {
        for (const receiver of receivers)
          receiver.init({ processEvent: (event: ReceiverEvent) => enter(event) } as never);
      },
    },
    connectionCount: () => connected.size,
    async open(stopping) {
      if (connected.size > 0) return;
      const first = hopes.first();
      if (!isKept) {
        isKept = true;
        const signal = AbortSignal.any([stopping, closing.signal]);
        for (const receiver of receivers) void keepConnected(receiver, signal);
      }
      await within(clock, firstMs, first);
    },
    async close() {
      closing.abort();
      await Promise.all(receivers.map((receiver) => within(clock, closeMs, disconnect(receiver))));
    },
  };
}

/** Those who wait for the first connection. */
function createHopes() {
  let waiting: { readonly opened: () => void; readonly failed: (error: BotError) => void }[] = [];
  const all = (): typeof waiting => {
    const told = waiting;
    waiting = [];
    return told;
  };
  return {
    first: () => new Promise<void>((opened, failed) => void waiting.push({ opened, failed })),
    opened() {
      for (const { opened } of all()) opened();
    },
    failed(error: BotError) {
      for (const { failed } of all()) failed(error);
    },
  };
}

function createReceiver(parts: Parameters<typeof createSocketDoor>[0]): SocketModeReceiver {
  const { log } = parts;
  const receiver = new SocketModeReceiver({
    appToken: parts.appToken,
    logger: boltLog(log),
    // Its own renewal waits for seconds and ends for good when the network is away.
    autoReconnectEnabled: false,
    ...(parts.dispatcher !== undefined && { dispatcher: parts.dispatcher }),
    installerOptions: {
      clientOptions: {
        slackApiUrl: parts.apiUrl,
        fetch: parts.fetch as never,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    },
    processEventErrorHandler: async ({ error }) => {
      log.warn({ err: error }, "an envelope of Slack was not taken");
      return false;
    },
  });
  return withSafeMessages(receiver, log);
}

/** The library leaves what it cannot read as an unhandled rejection. */
function withSafeMessages(receiver: SocketModeReceiver, log: Log): SocketModeReceiver {
  const client = receiver.client as unknown as {
    onWebSocketMessage?(data: unknown, isBinary: boolean): Promise<void>;
    listenerCount(event: string): number;
    removeAllListeners(event: string): void;
    on(event: string, listener: (data: unknown, isBinary: boolean) => void): void;
  };
  const read = client.onWebSocketMessage;
  // It is no part of what the library promises: where it is another, the library's own way is left alone.
  if (typeof read !== "function" || client.listenerCount("ws_message") !== 1) {
    log.warn("Slack's library is another than was expected; what it cannot read is an unhandled rejection");
    return receiver;
  }
  client.removeAllListeners("ws_message");
  client.on("ws_message", (data, isBinary) => {
    read.call(client, data, isBinary).catch((error: unknown) => {
      log.warn({ err: error }, "an envelope of Slack could not be read");
    });
  });
  return receiver;
}

async function disconnect(receiver: SocketModeReceiver): Promise<void> {
  await receiver.client.disconnect();
}

function badToken(code: string, cause: unknown): BotError {
  const message = `Slack refuses the app token (${code}). Set a chat.slack.appToken with connections:write.`;
  return new BotError("invalid_config", message, { cause });
}
