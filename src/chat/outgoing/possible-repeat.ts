import type { Message } from "../message.ts";

const note = { type: "note", text: "Possible repeat" } as const;

/** The message with a small line that it may have been shown before: a restart or a lost connection came between. */
export function asPossibleRepeat(message: Message): Message {
  if (message.card?.blocks.includes(note)) return message;
  const card = message.card ?? { title: message.text, blocks: [] };
  return { ...message, card: { ...card, blocks: [...card.blocks, note] } };
}
