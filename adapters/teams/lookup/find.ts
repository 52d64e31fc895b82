import type { ChatAdapter, PersonClue, Place } from "../../../src/chat/adapter.ts";
import { BotError } from "../../../src/errors.ts";
import { chatUrl } from "../render/text.ts";
import type { Channels } from "./channels.ts";
import type { Conversations } from "./conversations.ts";
import type { People } from "./people.ts";
import type { Rosters } from "./rosters.ts";
import type { KnownPerson } from "./teams-user.ts";

/** Finds where channels and people are reached: by what is known of the teams where the bot is and of who asked it. */
export function createFind(parts: {
  readonly channels: Pick<Channels, "find">;
  readonly people: Pick<People, "find">;
  readonly conversations: Pick<Conversations, "all">;
  readonly rosters: Pick<Rosters, "isListed" | "filled" | "size">;
}): ChatAdapter["find"] {
  const { channels, people, conversations, rosters } = parts;

  async function person(clue: PersonClue, isFromList: boolean): Promise<Place | undefined> {
    const known = await people.find(clue);
    if (known !== undefined) return placeOf(known);
    if (rosters.isListed()) return unlessNowhere();
    if (isFromList)
      throw new BotError("unavailable", "The members of the teams are not listed yet. Try again in a minute.");
    await rosters.filled();
    const found = await people.find(clue);
    return found ? placeOf(found) : unlessNowhere();
  }

  /** Before the first installation nobody is known, which says nothing of the one who is looked for. */
  async function unlessNowhere(): Promise<undefined> {
    if (rosters.size() === 0 && (await conversations.all()).length === 0)
      throw new BotError("unavailable", "Nobody is known in Teams yet. Add the app to a team.");
  }

  return async (what) =>
    "channel" in what ? channels.find(what.channel) : person(what.person, what.fromList === true);
}

/** Their personal chat is opened with the first message. */
function placeOf({ id, tenant, name, upn }: KnownPerson): Place {
  return {
    address: { platform: "teams", tenant, channel: id },
    label: name ?? upn ?? "a person",
    ...(upn !== undefined && { url: chatUrl(upn) }),
  };
}
