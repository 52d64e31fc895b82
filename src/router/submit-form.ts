import type { FormSubmission } from "../chat/event.ts";
import type { FormResult } from "../chat/form.ts";
import { plain } from "../chat/text.ts";
import type { Attempt, Attempted } from "./attempt.ts";
import type { Ctx } from "./command.ts";
import type { Gate } from "./gate.ts";
import type { FlowResult, FormFlow } from "./interaction.ts";
import type { MakeCtx } from "./make-ctx.ts";
import { type Failure, isFailure } from "./outcome.ts";
import type { Perform } from "./perform.ts";
import { outdated, planCommand, type Tables } from "./plan.ts";

/** Hands a form that was sent to its flow. Never rejects. */
export type SubmitForm = (submission: FormSubmission, signal: AbortSignal) => Promise<FormResult>;

/** What it takes to deal with sent forms. */
export interface SubmitFormParts {
  readonly gate: Gate;
  readonly attempt: Attempt;
  readonly makeCtx: MakeCtx;
  readonly tables: Tables;
  readonly perform: Perform;
}

/** Joins what it takes to deal with sent forms. */
export function createSubmitForm({ gate, attempt, makeCtx, tables, perform }: SubmitFormParts): SubmitForm {
  async function submitTo(flow: FormFlow, submission: FormSubmission, signal: AbortSignal): Promise<FormResult> {
    const { user, address, state, values } = submission;
    const ctx = await makeCtx(submission, true, signal);
    const errand = {
      user,
      address,
      what: `form ${flow.id}`,
      label: "This form",
      ...(flow.needs && { needs: flow.needs }),
    };
    await gate.check(errand, ctx.asker);
    const attempted: Attempted = { kind: "form", name: flow.id, platform: address.platform };
    const submit = () => attempt(attempted, signal, () => flow.submit(ctx, state, values));
    const result = await gate.record(errand, ctx.asker, submit, whyFailed);
    if (isFailure(result)) return notTaken(result, submission, () => firstField(flow, ctx, submission));
    return result.type === "command" ? answerTo(result.command, submission, signal) : addressed(result, submission);
  }

  /** As if the sender had typed it where the form was opened, for the sender alone. */
  async function answerTo(text: string, submission: FormSubmission, signal: AbortSignal): Promise<FormResult> {
    const typed = planCommand({ text, place: submission.place }, tables);
    const outcome = await perform({ ...typed, isPrivate: true, isShared: false }, submission, signal);
    return outcome.status === "silent" ? { type: "done" } : { type: "done", message: outcome.message };
  }

  return async (submission, signal) => {
    const { flow: id, user, address } = submission;
    const attempted: Attempted = { kind: "form", name: id, platform: address.platform };
    const result = await attempt(attempted, signal, async () => {
      await gate.bar({ user, address, what: `form ${id}` });
      const flow = tables.interactions.flow(id);
      if (flow === undefined) throw outdated("form");
      return submitTo(flow, submission, signal);
    });
    return isFailure(result) ? { type: "done", message: result.message } : result;
  };
}

/** What a form becomes that was not taken: what is wrong with its words stands at a field, anything else ends it. */
export async function notTaken(
  failure: Failure,
  { values }: Pick<FormSubmission, "values">,
  findField: () => Promise<string | undefined> = async () => Object.keys(values)[0],
): Promise<FormResult> {
  const mayStay = failure.error.code === "usage" || failure.error.code === "rate_limited";
  const field = mayStay ? await findField() : undefined;
  if (field === undefined) return { type: "done", message: failure.message };
  return { type: "errors", errors: { [field]: plain(failure.message.text) } };
}

/**
 * The first field of the form as it was sent. A flow may build another page from this state than the one that was sent;
 * then it is the first that was filled in, because platforms refuse an error at a field that they do not show.
 */
async function firstField(flow: FormFlow, ctx: Ctx, { state, values }: FormSubmission): Promise<string | undefined> {
  const sent = Object.keys(values);
  try {
    const built = await flow.build(ctx, state);
    const names = "fields" in built ? built.fields.map(({ name }) => name) : [];
    const isThisPage = sent.every((name) => names.includes(name));
    return isThisPage ? names[0] : sent[0];
  } catch {
    // What is wrong is known already; where it is said matters less.
    return sent[0];
  }
}

function whyFailed(result: FlowResult | Failure): string | undefined {
  if (isFailure(result)) return result.error.message;
  return result.type === "errors" ? "sent back with errors" : undefined;
}

/** Only the sender is told. */
function addressed(result: FormResult, { place }: FormSubmission): FormResult {
  if (result.type !== "done" || result.message === undefined) return result;
  return { ...result, message: { private: place === "channel", ...result.message } };
}
