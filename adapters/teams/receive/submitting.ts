import { z } from "zod";
import type { FormSubmission, OptionsQuery } from "../../../src/chat/event.ts";
import type { FormResult } from "../../../src/chat/form.ts";
import { persist } from "../../../src/chat/intake/persisting.ts";
import type { Ticket } from "../../../src/chat/intake/ticket.ts";
import type { Message } from "../../../src/chat/message.ts";
import { within } from "../../../src/chat/outgoing/pause.ts";
import { BotError } from "../../../src/errors.ts";
import { renderAnswerDialog, renderForm } from "../render/form.ts";
import { optionsOf } from "../render/form-fields.ts";
import { limits } from "../render/limits.ts";
import { readDataset, type SearchSource, type SentForm } from "../render/read-form.ts";
import type { Look } from "../render/text.ts";
import type { TeamsActivity } from "./activity.ts";
import { type HearingParts, nameOf } from "./hearing.ts";
import { readOrigin } from "./origin.ts";
import { dialogSurface, some, spotOf, whereOf } from "./read-spot.ts";
import type { Spot } from "./spot.ts";
import { allowedTenantOf } from "./tenant.ts";
import { createWaiting, invokeMs, teamsMs, type Waiting, waitedMs } from "./waiting.ts";

/** What forms need. */
export interface SubmittingParts extends HearingParts {
  readonly look: Look;
}

type TeamsTicket = Ticket<TeamsActivity>;

const nobodyKnown: Message = { text: "Teams does not say who sent this. Close it and try again in a minute." };
const tookTooLong: Message = { text: "That took too long, and the form is closed. Start it again.", private: true };
const takesLong = "This takes a moment. The answer comes as a message.";

/** Hands a sent form over and says what becomes of it in its dialog, or elsewhere where Teams waits no more. */
export async function submit(ticket: TeamsTicket, form: SentForm, parts: SubmittingParts): Promise<void> {
  const spot = formSpot(ticket, form.origin, parts);
  if (spot === undefined) return void (await ticket.acknowledge());
  const waiting = createWaiting(ticket, parts.clock);
  const work = handOver(form, spot, parts);
  const soon = await within(parts.clock, waiting.leftMs(), work);
  if (soon === undefined) {
    await ticket.acknowledge({ task: { type: "message", value: takesLong } });
    return finish(await work, true, { ticket, spot, parts });
  }
  const { body, message } = answerOf(soon, form, parts.look);
  if (message !== undefined) return say(message, { ticket, spot, parts, waiting });
  const hasGone = await ticket.acknowledge(body);
  if (!hasGone || waitedMs(ticket, parts.clock) > teamsMs)
    return finish(soon, ticket.isRepeat, { ticket, spot, parts });
  if (soon === "unknown" || soon.type === "errors") ticket.settle("forget");
}

interface Sending {
  readonly ticket: TeamsTicket;
  readonly spot: Spot;
  readonly parts: SubmittingParts;
  readonly waiting?: Waiting;
}

/** What came of a form is said where it came from. One that stays open may be sent again, so it is forgotten then. */
async function finish(sent: Sent, isClosed: boolean, sending: Sending): Promise<void> {
  const { ticket } = sending;
  // Nothing was done yet: it is taken up once Teams says who sent it.
  if (sent === "unknown" && isClosed) return ticket.settle("keep");
  if (sent === "unknown" || (sent.type === "errors" && !isClosed)) ticket.settle("forget");
  const message = lateMessage(sent);
  if (message !== undefined) await say(message, sending);
}

/** In the dialog while it waits; through an outage, too: what the form did is done. */
async function say(message: Message, { ticket, spot, parts, waiting }: Sending): Promise<void> {
  const failed = (error: unknown): void =>
    parts.log.warn({ err: error, delivery: ticket.id }, "what came of a form did not reach Teams");
  const stop = parts.clock.after(waiting?.leftMs() ?? invokeMs, () => void ticket.acknowledge());
  const responder = parts.respond(spot, waiting);
  await persist(() => responder.answer(message), { ...parts, failed });
  stop();
}

type Sent = FormResult | "unknown";

async function handOver(form: SentForm, spot: Spot, parts: SubmittingParts): Promise<Sent> {
  const { flow, state, values } = form;
  const asked = parts.people.user(spot).catch((error: unknown) => {
    parts.log.warn({ err: error }, "a form was sent, and Teams does not say by whom");
    return undefined;
  });
  const [user, placeName] = await Promise.all([asked, nameOf(spot, parts)]);
  if (user === undefined) return "unknown";
  const where = { ...whereOf(spot), ...some("placeName", placeName), place: placeOf(spot) };
  const submission: FormSubmission = { flow, state, values, user, ...where };
  return parts.sink.submit(submission);
}

/** Where a form came from; undefined for a tenant that we no longer know. */
function formSpot(ticket: TeamsTicket, origin: string, { options }: SubmittingParts): Spot | undefined {
  const { body, id: deliveryId, isRepeat } = ticket;
  const tenant = allowedTenantOf(body, options);
  if (tenant === undefined) return undefined;
  return { ...spotOf(body, dialogSurface(body), { tenant, deliveryId, isRepeat }), ...readOrigin(origin) };
}

function placeOf({ conversation }: Spot): "channel" | "direct" {
  return conversation.type === "personal" ? "direct" : "channel";
}

/** What the dialog shows next; none closes it. `message` is for whoever sent it, in the dialog or elsewhere. */
function answerOf(sent: Sent, form: SentForm, look: Look): { readonly body?: object; readonly message?: Message } {
  if (sent === "unknown") return { body: shownInstead(nobodyKnown, look) };
  switch (sent.type) {
    case "errors":
      return { body: withErrors(sent, form, look) };
    case "next":
      return { body: dialogOf(() => renderForm({ ...sent, flow: form.flow }, form.origin), look) };
    case "done":
      return sent.message === undefined ? {} : { message: sent.message };
  }
}

/** The form again, with what was typed; a form that did not come along cannot be shown again. */
function withErrors(sent: Extract<FormResult, { type: "errors" }>, sentForm: SentForm, look: Look): object {
  const { flow, state, origin, values, form } = sentForm;
  if (form === undefined) return shownInstead(sent.message ?? { text: Object.values(sent.errors).join(" ") }, look);
  return dialogOf(() => renderForm({ flow, state, form }, origin, { errors: sent.errors, values }), look);
}

function dialogOf(render: () => object, look: Look): object {
  try {
    return { task: { type: "continue", value: render() } };
  } catch (error) {
    if (error instanceof BotError) return shownInstead({ text: error.message }, look);
    throw error;
  }
}

function shownInstead(message: Message, look: Look): object {
  return { task: { type: "continue", value: renderAnswerDialog(message, look) } };
}

function lateMessage(sent: Sent): Message | undefined {
  if (sent === "unknown") return { ...nobodyKnown, private: true };
  if (sent.type === "next") return tookTooLong;
  if (sent.type === "done") return sent.message;
  if (sent.message !== undefined) return { private: true, ...sent.message };
  return { text: `The form was not taken. ${Object.values(sent.errors).join(" ")}`, private: true };
}

const search = z.object({ queryText: z.string().max(1000).nullish(), dataset: z.unknown() });

/** What a search field offers; nothing when it is not known in time. */
export async function suggest(ticket: TeamsTicket, parts: SubmittingParts): Promise<void> {
  const { clock, log } = parts;
  const asked = search.safeParse(ticket.body.value);
  const source = asked.success ? readDataset(asked.data.dataset) : undefined;
  const offered = source === undefined ? undefined : offer(source, asked.data?.queryText ?? "", ticket, parts);
  const leftMs = Math.max(invokeMs - waitedMs(ticket, clock), 0);
  const choices = await within(clock, leftMs, offered ?? Promise.resolve([])).catch((error: unknown) => {
    log.warn({ err: error }, "a search field could not be filled");
    return [];
  });
  const results = optionsOf(choices ?? [], limits.searchOptions);
  // https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
  const type = "application/vnd.microsoft.search.searchResponse";
  await ticket.acknowledge({ statusCode: 200, type, value: { results } });
}

async function offer(source: SearchSource, query: string, ticket: TeamsTicket, parts: SubmittingParts) {
  const spot = formSpot(ticket, "", parts);
  if (spot === undefined) return [];
  const user = await parts.people.user(spot);
  const asked: OptionsQuery = { ...source, query, user, ...whereOf(spot), place: placeOf(spot) };
  return parts.sink.options(asked);
}
