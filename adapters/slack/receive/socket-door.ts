import { type ReceiverEvent, SocketModeReceiver } from "@slack/bolt";
import type { Dispatcher } from "undici";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { Log } from "../../../src/log.ts";
import { boltLog } from "../web-api/bolt-log.ts";
import type { Fetch } from "../web-api/bounded-fetch.ts";
import { refusalCode } from "../web-api/errors.ts";
import { backoffMs } from "../web-api/lane.ts";
import { pause, within } from "../web-api/pause.ts";
import type { Inner } from "./door.ts";

/** The Socket Mode side: two connections, so that one can be renewed without a gap. */
export interface SocketDoor {
  readonly receiver: Inner;
  /** Resolves with the first connection, or when it takes long; rejects with `invalid_config` for a token of no use. */
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
  let isOpen = false;

  /** One connection from its opening to its end; resolves with how long it lived. */
  async function connect(receiver: SocketModeReceiver, signal: AbortSignal, opened: () => void): Promise<number> {
    const ended = new Promise<void>((resolve) => void receiver.client.once("disconnected", () => resolve()));
    const started = await within(
      clock,
      connectMs,
      receiver.start().then(() => true),
    );
    if (started === undefined) {
      await disconnect(receiver);
      throw new BotError("unavailable", "Slack opens no connection.");
    }
    // Opened while everything was being closed: left open, it would keep the process alive.
    if (signal.aborted) await disconnect(receiver);
    const sinceMs = clock.monotonicMs();
    connected.add(receiver);
    opened();
    await ended;
    connected.delete(receiver);
    return clock.monotonicMs() - sinceMs;
  }

  async function keepConnected(
    receiver: SocketModeReceiver,
    signal: AbortSignal,
    opened: () => void,
    failed: (error: unknown) => void,
  ) {
    let failures = 0;
    while (!signal.aborted) {
      try {
        const livedMs = await connect(receiver, signal, opened);
        failures = livedMs < stableMs ? failures + 1 : 0;
      } catch (error) {
        failures += 1;
        if (!signal.aborted) log.warn({ failures, code: refusalCode(error) }, "Slack's connection could not be opened");
        failed(error);
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
      if (isOpen) return;
      isOpen = true;
      const signal = AbortSignal.any([stopping, closing.signal]);
      const first = new Promise<void>((resolve, reject) => {
        for (const receiver of receivers) {
          void keepConnected(receiver, signal, resolve, (error) => {
            const code = refusalCode(error);
            if (code !== undefined && hopeless.has(code)) reject(badToken(code, error));
          });
        }
      });
      await within(clock, firstMs, first);
    },
    async close() {
      closing.abort();
      await Promise.all(receivers.map((receiver) => within(clock, closeMs, disconnect(receiver))));
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
    onWebSocketMessage(data: unknown, isBinary: boolean): Promise<void>;
    removeAllListeners(event: string): void;
    on(event: string, listener: (data: unknown, isBinary: boolean) => void): void;
  };
  client.removeAllListeners("ws_message");
  client.on("ws_message", (data, isBinary) => {
    client.onWebSocketMessage(data, isBinary).catch((error: unknown) => {
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
