import type { ChatUser } from "../chat/event.ts";
import type { Block, Message } from "../chat/message.ts";
import { oneLine, person, type Span, type Text } from "../chat/text.ts";

/** The message with who shows it to the channel at the end of its small context line; as it was for somebody without a name. */
export function sharedBy(message: Message, { displayName, profileUrl, email }: ChatUser): Message {
  const name = oneLine(displayName ?? "", 40);
  if (name === "") return message;
  const who = person(name, profileUrl === undefined ? { email } : { url: profileUrl });
  const { title, blocks = [], ...others } = message.card ?? { title: message.text };
  return { ...message, card: { title, ...others, blocks: withNote(blocks, who) } };
}

function withNote(blocks: readonly Block[], who: Span): readonly Block[] {
  const at = blocks.findLastIndex(({ type }) => type === "note");
  const note = blocks[at];
  if (note?.type !== "note") return [...blocks, { type: "note", text: [words("shared by "), who] }];
  return blocks.with(at, { type: "note", text: [...spans(note.text), words(" · shared by "), who] });
}

function spans(text: Text): readonly Span[] {
  return typeof text === "string" ? [words(text)] : text;
}

function words(text: string): Span {
  return { type: "text", text };
}
