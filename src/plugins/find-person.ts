import type { PersonClue, Place } from "../chat/adapter.ts";
import type { Chat } from "../chat/chat.ts";
import { BotError } from "../errors.ts";

/**
 * Where somebody is reached: on the first platform that knows them. Undefined where none does.
 * Rejects with `unavailable` where none does and one could not say.
 */
export async function findPerson(
  chat: Pick<Chat, "platforms" | "find">,
  person: PersonClue,
): Promise<Place | undefined> {
  if (person.email === undefined && person.directoryId === undefined) return undefined;
  let away: BotError | undefined;
  for (const platform of chat.platforms) {
    try {
      const place = await chat.find(platform, { person });
      if (place !== undefined) return place;
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      if (error.code === "unavailable") away = error;
    }
  }
  if (away !== undefined) throw away;
  return undefined;
}
