import { ago, duration } from "../chat/phrase.ts";
import type { Clock } from "../clock.ts";
import type { Check, Finding } from "../finding.ts";
import type { Log } from "../log.ts";

/** What came to the webhook in this run, for `doctor`. */
export interface WebhookRecord {
  /** A delivery with the right signature came. */
  came(): void;
  /** One came that we cannot trust. */
  refused(isSigned: boolean): void;
  readonly check: Check;
}

const area = "Webhooks";
/** Where nothing came for so long, nothing may come. */
const silentMs = 3_600_000;
/** So often a wrong signature is worth a line of the log. */
const logEveryMs = 60_000;

export function createWebhookRecord(parts: {
  readonly clock: Clock;
  readonly log: Log;
  readonly isPulled?: boolean;
}): WebhookRecord {
  const { clock, log, isPulled = false } = parts;
  const startedAtMs = clock.monotonicMs();
  let cameAtMs: number | undefined;
  let refused: { readonly atMs: number; readonly isSigned: boolean } | undefined;
  let loggedAtMs = Number.NEGATIVE_INFINITY;

  function arrivals(nowMs: number): Finding {
    if (cameAtMs !== undefined) return { level: "ok", area, found: `last delivery ${ago(nowMs - cameAtMs)}` };
    const sinceMs = nowMs - startedAtMs;
    const found = `No delivery came since the start ${ago(sinceMs)}.`;
    if (isPulled || sinceMs < silentMs) return { level: "ok", area, found };
    const fix = "Check the webhook's address, and what GitHub shows under its recent deliveries.";
    return { level: "warning", area, found, fix };
  }

  /** Until a right one shows that it was mended. */
  function refusals(nowMs: number): readonly Finding[] {
    if (refused === undefined || refused.atMs <= (cameAtMs ?? Number.NEGATIVE_INFINITY)) return [];
    const when = duration(nowMs - refused.atMs);
    const found = refused.isSigned
      ? `A delivery ${when} ago had a wrong signature: the secret differs.`
      : `A delivery ${when} ago had no signature: the webhook has no secret.`;
    const fix = "Set the same secret on GitHub as in webhooks.github.secret.";
    return [{ level: "problem", area, found, fix }];
  }

  return {
    came() {
      cameAtMs = clock.monotonicMs();
    },
    refused(isSigned) {
      const atMs = clock.monotonicMs();
      refused = { atMs, isSigned };
      if (atMs - loggedAtMs < logEveryMs) return;
      loggedAtMs = atMs;
      log.warn({ isSigned }, "a delivery with a missing or wrong signature is refused");
    },
    check: {
      area,
      async run() {
        const nowMs = clock.monotonicMs();
        return [...refusals(nowMs), arrivals(nowMs)];
      },
    },
  };
}
