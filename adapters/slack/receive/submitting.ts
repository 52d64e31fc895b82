import type { ChatSink, Responder } from "../../../src/chat/adapter.ts";
import type { FormSubmission, OptionsQuery } from "../../../src/chat/event.ts";
import type { FormResult } from "../../../src/chat/form.ts";
import { persist } from "../../../src/chat/intake/persisting.ts";
import type { Ticket } from "../../../src/chat/intake/ticket.ts";
import type { Message } from "../../../src/chat/message.ts";
import { within } from "../../../src/chat/outgoing/pause.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { Log } from "../../../src/log.ts";
import type { Directory } from "../lookup/directory.ts";
import { renderAnswerView, renderForm } from "../render/form.ts";
import { optionsOf } from "../render/form-fields.ts";
import { fieldErrors, readForm, type SentForm } from "../render/read-form.ts";
import type { Look } from "../render/text.ts";
import type { Home } from "../web-api/home.ts";
import type { SlackBody } from "./body.ts";
import { spotOf, whereOf } from "./read-event.ts";
import { readOrigin, type Spot } from "./spot.ts";

/** What forms need. */
export interface SubmittingParts {
  readonly home: Home;
  readonly directory: Directory;
  readonly sink: ChatSink;
  readonly respond: (spot: Spot) => Responder;
  readonly look: Look;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends what is under way when the adapter stops. */
  readonly signal: AbortSignal;
}

/** Slack waits three seconds for the answer to a form. https://docs.slack.dev/surfaces/modals */
const answerMs = 2_500;
const slackMs = 2_900;

const fromOldVersion: Message = { text: "This form is from an older version. Close it and start again." };
const slackIsDown: Message = { text: "Slack does not say who sent this. Close it and try again in a minute." };
const tookTooLong: Message = { text: "That took too long, and the form is closed. Start it again.", private: true };

/** Hands a sent form over and tells Slack what becomes of it, or its sender where Slack waits no more. */
export async function submit(ticket: Ticket<SlackBody>, parts: SubmittingParts): Promise<void> {
  const { body } = ticket;
  if (body.kind !== "submission") return;
  const { view } = body.data;
  const form = readForm(view);
  if (form === undefined) return void (await ticket.acknowledge(shownInstead(fromOldVersion, parts.look)));
  const spot = formSpot(body, form, ticket, parts.home);
  const work = handOver(form, spot, parts);
  const leftMs = ticket.isRepeat ? 0 : answerMs - waitedMs(ticket, parts);
  const soon = await within(parts.clock, Math.max(leftMs, 0), work);
  if (soon === undefined) {
    await ticket.acknowledge();
    return finish(await work, true, { ticket, spot, parts });
  }
  const { acknowledgement, message } = acknowledgementOf(soon, { form, view, spot, look: parts.look });
  const isLate = waitedMs(ticket, parts) > slackMs;
  if (!(await ticket.acknowledge(acknowledgement)) || isLate)
    return finish(soon, ticket.isRepeat, { ticket, spot, parts });
  if (soon === "unknown" || soon.type === "errors") ticket.settle("forget");
  if (message !== undefined) await deliver(message, spot, parts);
}

function waitedMs({ receivedAtMs }: Ticket<SlackBody>, { clock }: SubmittingParts): number {
  return clock.monotonicMs() - receivedAtMs;
}

/** What came of a form is said where it came from. One that stays open may be sent again, so it is forgotten then. */
async function finish(
  sent: Sent,
  isClosed: boolean,
  { ticket, spot, parts }: { readonly ticket: Ticket<SlackBody>; readonly spot: Spot; readonly parts: SubmittingParts },
): Promise<void> {
  // Nothing was done yet: it is taken up once Slack says who sent it.
  if (sent === "unknown" && isClosed) return ticket.settle("keep");
  if (sent === "unknown" || (sent.type === "errors" && !isClosed)) ticket.settle("forget");
  const message = lateMessage(sent);
  if (message !== undefined) await deliver(message, spot, parts);
}

/** Through an outage, too: the form is gone, and what it did is done. */
function deliver(message: Message, spot: Spot, parts: SubmittingParts): Promise<void> {
  const failed = (error: unknown): void =>
    parts.log.warn({ err: error, delivery: spot.deliveryId }, "what came of a form did not reach Slack");
  return persist(() => parts.respond(spot).answer(message), { ...parts, failed });
}

type Sent = FormResult | "unknown";

async function handOver(form: SentForm, spot: Spot, parts: SubmittingParts): Promise<Sent> {
  const { flow, state, values } = form;
  const user = await parts.directory.user(spot.userId).catch((error: unknown) => {
    parts.log.warn({ err: error }, "a form was sent, and Slack does not say by whom");
    return undefined;
  });
  if (user === undefined) return "unknown";
  const submission: FormSubmission = { flow, state, values, user, ...whereOf(spot, parts), place: placeOf(spot) };
  return parts.sink.submit(submission);
}

function formSpot(body: SlackBody, form: SentForm, ticket: Ticket<SlackBody>, home: Home): Spot {
  const { data } = body as Extract<SlackBody, { kind: "submission" }>;
  const parts = { home, deliveryId: ticket.id, isRepeat: ticket.isRepeat };
  return { ...spotOf(body, parts, "modal", data.user.id), ...readOrigin(form.origin) };
}

function placeOf(spot: Spot): "channel" | "direct" {
  return spot.channel === undefined || spot.channel.startsWith("D") ? "direct" : "channel";
}

/** How Slack is answered, and what is said where the form came from. */
function acknowledgementOf(
  sent: Sent,
  at: { readonly form: SentForm; readonly view: object; readonly spot: Spot; readonly look: Look },
): { readonly acknowledgement: unknown; readonly message?: Message } {
  if (sent === "unknown") return { acknowledgement: shownInstead(slackIsDown, at.look) };
  switch (sent.type) {
    case "errors": {
      const errors = fieldErrors(sent.errors, at.view);
      const said = sent.message ?? { text: Object.values(sent.errors).join(" ") };
      return {
        acknowledgement: errors === undefined ? shownInstead(said, at.look) : { response_action: "errors", errors },
      };
    }
    case "next":
      return { acknowledgement: nextPage(sent, at.form, at.look) };
    case "done": {
      const { message } = sent;
      if (message === undefined) return { acknowledgement: { response_action: "clear" } };
      if (at.spot.channel === undefined) return { acknowledgement: shownInstead(message, at.look) };
      return { acknowledgement: { response_action: "clear" }, message };
    }
  }
}

function nextPage(next: Extract<FormResult, { type: "next" }>, { flow, origin }: SentForm, look: Look): unknown {
  try {
    return { response_action: "update", view: renderForm({ flow, state: next.state, form: next.form }, origin) };
  } catch (error) {
    if (error instanceof BotError) return shownInstead({ text: error.message }, look);
    throw error;
  }
}

function shownInstead(message: Message, look: Look): unknown {
  return { response_action: "update", view: renderAnswerView(message, look) };
}

function lateMessage(sent: Sent): Message | undefined {
  if (sent === "unknown") return { ...slackIsDown, private: true };
  if (sent.type === "next") return tookTooLong;
  if (sent.type === "done") return sent.message;
  if (sent.message !== undefined) return { private: true, ...sent.message };
  return { text: `The form was not taken. ${Object.values(sent.errors).join(" ")}`, private: true };
}

/** What a search field offers; nothing when it is not known in time. */
export async function suggest(ticket: Ticket<SlackBody>, parts: SubmittingParts): Promise<void> {
  const { body } = ticket;
  if (body.kind !== "suggestion") return;
  const form = readForm(body.data.view);
  const offered = form === undefined ? undefined : offer(body, form, ticket, parts);
  const choices = await within(
    parts.clock,
    Math.max(answerMs - waitedMs(ticket, parts), 0),
    offered ?? Promise.resolve([]),
  ).catch((error: unknown) => {
    parts.log.warn({ err: error }, "a search field could not be filled");
    return [];
  });
  await ticket.acknowledge({ options: optionsOf(choices ?? []) });
}

async function offer(
  body: Extract<SlackBody, { kind: "suggestion" }>,
  form: SentForm,
  ticket: Ticket<SlackBody>,
  parts: SubmittingParts,
) {
  const { data } = body;
  const given = { home: parts.home, deliveryId: ticket.id, isRepeat: false };
  const spot: Spot = { ...spotOf(body, given, "modal", data.user.id), ...readOrigin(form.origin) };
  const user = await parts.directory.user(spot.userId);
  const query: OptionsQuery = {
    flow: form.flow,
    state: form.state,
    field: data.block_id,
    query: data.value,
    user,
    ...whereOf(spot, parts),
    place: placeOf(spot),
  };
  return parts.sink.options(query);
}
