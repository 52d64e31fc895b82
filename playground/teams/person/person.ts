import { type Conversation, maySee, type Person, personalChat, type TeamsMessage } from "../world.ts";
import { type Pressing, pressing } from "./pressing.ts";
import type { Seat } from "./seat.ts";
import { type Speaking, speaking } from "./speaking.ts";

/** Someone in front of Teams: what they do, and what they see. */
export interface TeamsPerson extends Omit<Speaking, "sendFrom">, Pressing {
  readonly person: Person;
  readonly conversation: () => Conversation;
  /** The messages of the conversation as this person sees them now, those for them alone too. */
  readonly sees: () => readonly TeamsMessage[];
  /** The same of their personal chat with the bot. */
  readonly seesPersonal: () => readonly TeamsMessage[];
}

/** The person in this seat. */
export function createPerson(seat: Seat): TeamsPerson {
  const { world, person } = seat;
  const spoken = speaking(seat);
  const { sendFrom: _sendFrom, ...written } = spoken;
  const inside = ({ id }: Conversation): readonly TeamsMessage[] =>
    world.messages.filter((message) => message.conversation === id && maySee(world, message, person.id));
  return {
    ...written,
    ...pressing(seat, spoken),
    person,
    conversation: seat.conversation,
    sees: () => inside(seat.conversation()),
    seesPersonal: () => inside(personalChat(world, person)),
  };
}
