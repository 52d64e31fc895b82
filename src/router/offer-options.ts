import type { OptionsQuery } from "../chat/event.ts";
import type { Choice } from "../chat/form.ts";
import type { Log } from "../log.ts";
import type { Attempt, Attempted } from "./attempt.ts";
import type { Gate } from "./gate.ts";
import type { InteractionTable } from "./interaction-table.ts";
import type { MakeCtx } from "./make-ctx.ts";
import { isFailure } from "./outcome.ts";

/** What a search field offers; nothing when that cannot be known. Never rejects. */
export type OfferOptions = (query: OptionsQuery, signal: AbortSignal) => Promise<readonly Choice[]>;

/** Slack shows at most 100: https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const maxOptions = 100;

/** What it takes to fill search fields. */
export interface OfferOptionsParts {
  readonly gate: Gate;
  readonly attempt: Attempt;
  readonly makeCtx: MakeCtx;
  readonly interactions: InteractionTable;
  readonly log: Log;
}

/** Joins what it takes to fill search fields. */
export function createOfferOptions(parts: OfferOptionsParts): OfferOptions {
  const { gate, attempt, makeCtx, interactions, log } = parts;
  return async (query, signal) => {
    const { flow: id, field, user, address } = query;
    const attempted: Attempted = { kind: "form", name: id, platform: address.platform };
    const choices = await attempt(attempted, signal, async () => {
      const flow = interactions.flow(id);
      const what = `form ${id}`;
      await gate.bar({ user, address, what });
      if (flow?.options === undefined) return [];
      const ctx = await makeCtx(query, true, signal);
      const errand = { user, address, what, label: "This form", ...(flow.needs && { needs: flow.needs }) };
      await gate.check(errand, ctx.asker);
      return (await flow.options(ctx, field, query.query, query.state)).slice(0, maxOptions);
    });
    if (!isFailure(choices)) return choices;
    const { code, message } = choices.error;
    const isLogged = code === "internal" || code === "not_allowed" || signal.aborted;
    if (!isLogged) log.warn({ flow: id, field, code, reason: message }, "no options");
    return [];
  };
}
