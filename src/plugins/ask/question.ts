import { z } from "zod";
import type { Action, Block, Message } from "../../chat/message.ts";
import { bold, oneLine, person, plain, rich, type Span, timeOfDay } from "../../chat/text.ts";

const messageRef = z.object({
  platform: z.string(),
  tenant: z.string(),
  channel: z.string(),
  thread: z.string().exactOptional(),
  id: z.string(),
  url: z.string().exactOptional(),
});

const chatPerson = z.object({
  platform: z.string(),
  tenant: z.string(),
  id: z.string(),
  name: z.string(),
  email: z.string().exactOptional(),
  directoryId: z.string().exactOptional(),
  url: z.string().exactOptional(),
});

/** A question as it is kept. */
export const questionSchema = z.object({
  asker: chatPerson,
  /** The reference of what it is about, and what people call that. */
  thing: z.string(),
  thingName: z.string(),
  text: z.string(),
  /** Where it was asked, unless that is nobody else's business. */
  placeName: z.string().exactOptional(),
  placeUrl: z.string().exactOptional(),
  askedAt: z.iso.datetime(),
  /** Its message, once that was sent. */
  message: messageRef.exactOptional(),
  /** Who got it, as people call them. */
  sentTo: z.string().exactOptional(),
  /** An earlier run may have sent it too. */
  isRepeat: z.boolean().exactOptional(),
  takenBy: chatPerson.extend({ at: z.iso.datetime() }).exactOptional(),
  /** When its asker heard of that. */
  toldAt: z.iso.datetime().exactOptional(),
});

/** A question that a team or a person was asked. */
export type Question = z.infer<typeof questionSchema>;
/** Somebody in chat, by name. */
export type ChatPerson = z.infer<typeof chatPerson>;

type ChatIdentity = Pick<ChatPerson, "platform" | "tenant" | "id">;

/** How long the first line of a message may be. */
const lineLength = 60;

/** The press that takes a question. */
export const takePressId = "take";

/** The question as its receivers see it. Nobody is mentioned in it. It says that it is a repeat when it may be one. */
export function questionMessage(id: string, question: Question): Message {
  const { asker, thingName, placeName, placeUrl, takenBy, text } = question;
  const who = oneLine(asker.name, 20);
  const about = `Question about ${oneLine(thingName, lineLength - "Question about  from ".length - [...who].length)}`;
  const title = rich`${bold(about)} from ${personOf({ ...asker, name: who })}`;
  const main: Action[] = [
    ...(takenBy === undefined
      ? [{ type: "press", label: "I'll take it", press: takePressId, value: id } as const]
      : []),
    ...(placeUrl === undefined ? [] : [{ type: "link", label: "Open the thread", url: placeUrl } as const]),
  ];
  const blocks: Block[] = [
    { type: "quote", text },
    ...(placeName === undefined ? [] : [{ type: "text" as const, text: `From ${oneLine(placeName, 50)}` }]),
    ...(main.length === 0 ? [] : [{ type: "actions" as const, main, more: [] }]),
    ...(takenBy === undefined ? [] : [{ type: "note" as const, text: takenText(takenBy) }]),
    ...(question.isRepeat === true ? [{ type: "note" as const, text: "Possible repeat" }] : []),
  ];
  return { text: plain(title), card: { title, blocks } };
}

function takenText(by: NonNullable<Question["takenBy"]>): readonly Span[] {
  return rich`Taken by ${personOf(by)}, ${timeOfDay(new Date(by.at))}`;
}

/** What the asker is told once somebody takes the question; that it may be a repeat when they may have been told before. */
export function takenMessage({ thingName, message }: Question, by: ChatPerson, isRepeat = false): Message {
  const who = oneLine(by.name, 20);
  const about = oneLine(thingName, lineLength - " takes your question about .".length - [...who].length);
  const title = rich`${personOf({ ...by, name: who })} takes your question about ${about}.`;
  const told = withOpenButton({ text: plain(title), card: { title, blocks: [] } }, message?.url);
  if (!isRepeat || told.card === undefined) return told;
  return { ...told, card: { ...told.card, blocks: [...told.card.blocks, { type: "note", text: "Possible repeat" }] } };
}

/** What its asker is told once it was sent. */
export function sentMessage({ sentTo = "", message }: Question): Message {
  const text = `Sent to ${oneLine(sentTo, 40)}.`;
  return withOpenButton({ text, card: { title: text, blocks: [] } }, message?.url);
}

/** What is said of a question that stays unsent, or may be: its text is there to be copied. */
export function unsentMessage(title: string, text: string, hint?: string): Message {
  const blocks: Block[] = [...(hint === undefined ? [] : [{ type: "text" as const, text: hint }])];
  return { text: title, card: { title, blocks: text === "" ? blocks : [...blocks, { type: "quote", text }] } };
}

/** The message with [Open], where there is something to open. */
function withOpenButton(message: Message, url: string | undefined): Message {
  if (url === undefined || message.card === undefined) return message;
  const open: Block = { type: "actions", main: [{ type: "link", label: "Open", url }], more: [] };
  return { ...message, card: { ...message.card, blocks: [...message.card.blocks, open] } };
}

/** Whether two are one person in chat. */
export function isSamePerson(a: ChatIdentity, b: ChatIdentity): boolean {
  return a.platform === b.platform && a.tenant === b.tenant && a.id === b.id;
}

/** A name with a link to the profile. */
export function personOf({ name, email, url }: Pick<ChatPerson, "name" | "email" | "url">): Span {
  return person(oneLine(name, 20), { email, url });
}
