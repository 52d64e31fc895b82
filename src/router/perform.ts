import type { Message } from "../chat/message.ts";
import type { Attempt, Attempted } from "./attempt.ts";
import type { Ctx, FormReply, Reply } from "./command.ts";
import type { Errand, Gate } from "./gate.ts";
import type { InteractionTable } from "./interaction-table.ts";
import type { MakeCtx, Occasion } from "./make-ctx.ts";
import type { Outcome } from "./outcome.ts";
import type { Plan } from "./plan.ts";
import { sharedBy } from "./shared-by.ts";

/** Does what was planned, if the asker may. Never rejects. */
export type Perform = (plan: Plan, occasion: Occasion, signal: AbortSignal) => Promise<Outcome>;

/** What it takes to do something. */
export interface PerformParts {
  readonly gate: Gate;
  readonly attempt: Attempt;
  readonly makeCtx: MakeCtx;
  readonly interactions: InteractionTable;
}

/** Joins what it takes to do something. */
export function createPerform({ gate, attempt, makeCtx, interactions }: PerformParts): Perform {
  async function outcomeOf(
    plan: Plan,
    reply: Reply | FormReply | undefined,
    ctx: Ctx,
    errand: Errand,
  ): Promise<Outcome> {
    if (reply === undefined) return { status: "silent" };
    const command = plan.kind === "command" ? { command: plan.name } : {};
    const message = seenBy(reply.message, plan, ctx);
    if (reply.status !== "form") return { ...reply, ...command, message };
    const { flow: id, state } = reply;
    if (!plan.canOpenForm) return { status: "done", data: { flow: id, state }, ...command, message };
    const flow = interactions.flow(id);
    if (flow === undefined)
      throw new Error(`${plan.kind} ${plan.name} wants the form flow ${id}, which does not exist`);
    const { needs, ...about } = { ...errand, what: `form ${id}`, label: "This form" };
    await gate.check({ ...about, ...(flow.needs && { needs: flow.needs }) }, ctx.asker);
    const built = await flow.build(ctx, state);
    if ("status" in built) return { ...built, ...command, message: seenBy(built.message, plan, ctx) };
    return { status: "form", ...command, open: { flow: id, state, form: built }, message };
  }

  return (plan, occasion, signal) => {
    const { user, address } = occasion;
    const { kind, name, what, label, needs } = plan;
    const errand = { user, address, what, label, ...(needs && { needs }) };
    const attempted: Attempted = { kind, name, platform: address.platform };
    return attempt(attempted, signal, async () => {
      const ctx = await makeCtx(occasion, plan.isPrivate, signal);
      await gate.check(errand, ctx.asker);
      const run = async () => outcomeOf(plan, await plan.run(ctx), ctx, errand);
      return gate.record(errand, ctx.asker, () => attempt(attempted, signal, run));
    });
  };
}

/** The message with who may see it, and who shows it where its asker chose to. */
function seenBy(message: Message, { isPrivate, isShared }: Plan, { asker, place }: Ctx): Message {
  const seen = { private: isPrivate && place === "channel", ...message };
  return isShared && !seen.private ? sharedBy(seen, asker) : seen;
}
