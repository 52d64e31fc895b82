import type { ChatAdapter } from "../../../src/chat/adapter.ts";
import type { Address, MessageRef } from "../../../src/chat/event.ts";
import { BotError } from "../../../src/errors.ts";
import type { Log } from "../../../src/log.ts";
import { isDeadReference } from "../connector/errors.ts";
import type { Channel, Channels } from "../lookup/channels.ts";
import type { Conversations, KnownConversation } from "../lookup/conversations.ts";
import { messageLink } from "../lookup/links.ts";
import type { People } from "../lookup/people.ts";
import type { Rosters } from "../lookup/rosters.ts";
import type { KnownPerson } from "../lookup/teams-user.ts";
import type { Conversation } from "../receive/spot.ts";
import type { Direct } from "./direct.ts";
import type { Poster } from "./posting.ts";

/** What reaches people unasked. */
export type Sending = Pick<ChatAdapter, "send" | "update">;

/** What the connector's ids of people begin with. */
const personPrefix = "29:";
const directoryId = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

function isPersonId(id: string): boolean {
  return id.startsWith(personPrefix) || directoryId.test(id);
}

/** Sends and replaces where the bot is: in conversations by their id, and to people by theirs. */
export function createSending(parts: {
  readonly poster: Poster;
  readonly direct: Direct;
  readonly channels: Pick<Channels, "conversation">;
  readonly people: Pick<People, "get" | "find">;
  readonly rosters: Pick<Rosters, "filled">;
  readonly conversations: Pick<Conversations, "get" | "personal" | "serviceUrl">;
  readonly log: Log;
}): Sending {
  const { poster, direct, channels, people, rosters, conversations, log } = parts;

  /** With the time zone in which its people read. */
  async function placeAt(to: Address): Promise<Conversation & Pick<KnownConversation, "timeZone">> {
    const found = to.platform === "teams" ? await knownAt(to) : undefined;
    if (found === undefined)
      throw new BotError("not_found", "Teams has no such place, or the app is not there. Add it in Teams under Apps.");
    return { ...found, ...(to.thread !== undefined && { thread: to.thread }) };
  }

  async function knownAt({ tenant, channel }: Address): Promise<Channel | undefined> {
    // An emulator calls people as it likes.
    const place = isPersonId(channel) ? undefined : await channels.conversation(tenant, channel);
    return place ?? chatWith(tenant, channel);
  }

  async function chatWith(tenant: string, personId: string): Promise<Channel | undefined> {
    const serviceUrl = await conversations.serviceUrl(tenant);
    if (serviceUrl === undefined) return undefined;
    const met = await conversations.personal(tenant, personId);
    if (met !== undefined) return met;
    // After a restart somebody who is a member of a team alone is known once the teams are listed.
    if (isPersonId(personId) && (await personBy(tenant, personId)) === undefined) await rosters.filled();
    const person = await personBy(tenant, personId);
    if (person === undefined) return undefined;
    const chat = await direct.chatWith(person, { tenant, serviceUrl });
    return (await conversations.get(tenant, chat.id)) ?? { ...chat, type: "personal" };
  }

  /** By the connector's id, or by that of the directory, which is what the rest of Callboard knows people by. */
  async function personBy(tenant: string, id: string): Promise<KnownPerson | undefined> {
    const known = (await people.get(tenant, id)) ?? (await people.find({ directoryId: id }));
    return known?.tenant === tenant ? known : undefined;
  }

  async function failed(to: Address, error: unknown): Promise<unknown> {
    if (!isDeadReference(error)) return error;
    await direct.noteFailure({ id: to.channel, tenant: to.tenant, serviceUrl: "" }, error);
    log.warn({ tenant: to.tenant, conversation: to.channel }, "the app is not there any more, so it is forgotten");
    return error;
  }

  return {
    async send(to, message): Promise<MessageRef> {
      const { timeZone, ...at } = await placeAt(to);
      try {
        const { id } = await poster.post(message, { at, ...(timeZone !== undefined && { timeZone }) });
        // Teams does not always say how a message is called.
        const url = id === "" ? undefined : messageLink(at, id);
        return { ...to, channel: at.id, id, ...(url !== undefined && { url }) };
      } catch (error) {
        throw await failed({ ...to, channel: at.id }, error);
      }
    },
    async update(ref, message) {
      const { timeZone, ...at } = await placeAt(ref);
      try {
        await poster.update(message, { at, id: ref.id }, timeZone === undefined ? {} : { timeZone });
      } catch (error) {
        throw await failed({ ...ref, channel: at.id }, error);
      }
    },
  };
}
