import type { Message } from "../../../src/chat/message.ts";
import { backoffMs } from "../../../src/chat/outgoing/lane.ts";
import { pause } from "../../../src/chat/outgoing/pause.ts";
import { asPossibleRepeat } from "../../../src/chat/outgoing/possible-repeat.ts";
import type { Clock } from "../../../src/clock.ts";
import type { CallOptions, Connector, Target } from "../connector/connector.ts";
import { isInDoubt } from "../connector/errors.ts";
import { renderMessage } from "../render/card.ts";
import type { Look } from "../render/text.ts";
import { createInOrder } from "./in-order.ts";

/** A message that stands somewhere. */
export interface Posted {
  readonly at: Target;
  readonly id: string;
  /** One person alone sees it. */
  readonly isTargeted?: true;
}

/** Where a message goes, and how. */
export interface Posting {
  readonly at: Target;
  /** The only person who is to see it: `29:…`. */
  readonly to?: string;
  /** In which times are shown. */
  readonly timeZone?: string;
  /** An earlier run may have posted it. */
  readonly isRepeat?: boolean;
  readonly signal?: AbortSignal;
  readonly withinMs?: number;
}

/** Writes messages. */
export interface Poster {
  /** Never posts twice unmarked: Teams cannot be read back, so what may stand there already says that it may. */
  post(message: Message, posting: Posting): Promise<Posted>;
  update(message: Message, posted: Posted, options?: Pick<Posting, "timeZone" | "signal" | "withinMs">): Promise<void>;
}

/** @param parts.look what every message is shown with, besides the reader's time zone */
export function createPoster({
  connector,
  look,
  clock,
}: {
  readonly connector: Pick<Connector, "send" | "update">;
  readonly look: Look;
  readonly clock: Clock;
}): Poster {
  const inOrder = createInOrder();

  function lookIn(timeZone: string | undefined): Look {
    return timeZone === undefined ? look : { ...look, timeZone };
  }

  async function once(message: Message, { at, to, timeZone, ...haste }: Posting, withinMs: number): Promise<Posted> {
    const options = { ...callOptions(haste), withinMs, isRepeatable: false, ...(to !== undefined && { to }) };
    const { id } = await connector.send(at, renderMessage(message, lookIn(timeZone)), options);
    return { at, id, ...(to !== undefined && { isTargeted: true }) };
  }

  async function post(message: Message, posting: Posting, deadlineMs: number): Promise<Posted> {
    let isDoubtful = posting.isRepeat === true;
    for (let tries = 1; ; tries += 1) {
      const leftMs = Math.max(deadlineMs - clock.monotonicMs(), 0);
      const waitMs = backoffMs(tries);
      try {
        return await once(isDoubtful ? asPossibleRepeat(message) : message, posting, leftMs);
      } catch (error) {
        if (!isInDoubt(error) || waitMs > leftMs || posting.signal?.aborted) throw error;
        isDoubtful = true;
      }
      await pause(clock, waitMs, posting.signal);
    }
  }

  return {
    async post(message, posting) {
      const { tenant, id, thread = "" } = posting.at;
      // What waits for its turn has no more time than what was sent at once.
      const deadlineMs = clock.monotonicMs() + (posting.withinMs ?? 20_000);
      return inOrder(`${tenant} ${id} ${thread} ${posting.to ?? ""}`, () => post(message, posting, deadlineMs));
    },
    async update(message, { at, id, isTargeted }, { timeZone, ...haste } = {}) {
      const options = { ...callOptions(haste), ...(isTargeted && { isTargeted }) };
      await connector.update(at, id, renderMessage(message, lookIn(timeZone)), options);
    },
  };
}

function callOptions({ signal, withinMs }: Pick<Posting, "signal" | "withinMs">): CallOptions {
  return { ...(withinMs !== undefined && { withinMs }), ...(signal !== undefined && { signal }) };
}
