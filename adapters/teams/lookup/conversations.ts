import { z } from "zod";
import type { Clock } from "../../../src/clock.ts";
import type { Log } from "../../../src/log.ts";
import type { Store } from "../../../src/store/store.ts";
import type { Conversation, Spot } from "../receive/spot.ts";
import { readAll, rememberedKey } from "./remembered.ts";

/** A conversation in which the bot is, as its last activity told. */
export interface KnownConversation extends Omit<Conversation, "thread"> {
  /** Of a personal chat: with whom. */
  readonly personId?: string;
  /** Of whoever asked there last: times are shown in it. */
  readonly timeZone?: string;
  readonly seenAt: Date;
}

/** Where the bot can write: kept in the store, refreshed by whatever comes. */
export interface Conversations {
  get(tenant: string, id: string): Promise<KnownConversation | undefined>;
  /** The personal chat with somebody, where there is one. */
  personal(tenant: string, personId: string): Promise<KnownConversation | undefined>;
  all(): Promise<readonly KnownConversation[]>;
  /** Where the connector of a tenant was last; undefined for a tenant of which nothing is known. */
  serviceUrl(tenant: string): Promise<string | undefined>;
  /** Takes note of where something came from. Never rejects: what is not kept comes again. */
  note(spot: Pick<Spot, "conversation" | "sender" | "timeZone">): Promise<void>;
  /** The same of a conversation that was found or made. Never rejects. */
  remember(conversation: Omit<Conversation, "thread">, about?: About): Promise<void>;
  /** The bot is there no more: the conversation, and with a team's all its channels. Never rejects. */
  forget(tenant: string, id: string): Promise<void>;
  /** The same for what one activity told of: of a team's channel the whole team, for the bot is in teams. */
  leave(conversation: Pick<Conversation, "id" | "tenant" | "teamId">): Promise<void>;
}

/** What is known of a conversation besides how Teams names it. */
type About = Pick<KnownConversation, "personId" | "timeZone">;

const shape = z.object({
  id: z.string(),
  type: z.enum(["personal", "channel", "groupChat"]),
  serviceUrl: z.string(),
  tenant: z.string(),
  teamId: z.string().optional(),
  groupId: z.string().optional(),
  teamName: z.string().optional(),
  channelName: z.string().optional(),
  personId: z.string().optional(),
  timeZone: z.string().optional(),
  seenAt: z.number(),
});
type Shape = z.infer<typeof shape>;

/** What did not change is written again after this. */
const refreshMs = 24 * 3_600_000;

/** Reads what is known once; after that the store is only written to. */
export function createConversations(parts: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): Conversations {
  const { store, clock, log } = parts;
  let reading: Promise<Map<string, KnownConversation>> | undefined;

  async function load(): Promise<Map<string, KnownConversation>> {
    const known = new Map<string, KnownConversation>();
    for (const found of await readAll(store, "conversation", shape)) {
      const { key, value } = found;
      known.set(key, conversationOf(value));
    }
    return known;
  }

  function known(): Promise<Map<string, KnownConversation>> {
    if (reading !== undefined) return reading;
    const mine = load();
    reading = mine;
    mine.catch(() => {
      if (reading === mine) reading = undefined;
    });
    return mine;
  }

  async function keep(given: Omit<Conversation, "thread">, about: About): Promise<void> {
    const all = await known();
    const key = keyOf(given.tenant, given.id);
    const before = all.get(key);
    const now = clock.now();
    const next = merged(before, given, about, now);
    // So that what is sent meanwhile goes to the newest address.
    all.set(key, next);
    if (before !== undefined && isSame(before, next) && now.getTime() - before.seenAt.getTime() < refreshMs) {
      all.set(key, { ...next, seenAt: before.seenAt });
      return;
    }
    await store.commit([{ key, value: storedOf(next) }]);
  }

  async function remember(given: Omit<Conversation, "thread">, about: About = {}): Promise<void> {
    await keep(given, about).catch((error: unknown) =>
      log.warn({ err: error }, "where Teams is reached could not be kept"),
    );
  }

  async function drop(isGone: (conversation: KnownConversation) => boolean): Promise<void> {
    try {
      const all = await known();
      const keys = [...all].filter(([, conversation]) => isGone(conversation)).map(([key]) => key);
      for (const key of keys) all.delete(key);
      if (keys.length > 0) await store.commit(keys.map((key) => ({ key, value: undefined })));
    } catch (error) {
      log.warn({ err: error }, "where Teams is no longer reached could not be forgotten");
    }
  }

  return {
    get: async (tenant, id) => (await known()).get(keyOf(tenant, id)),
    async personal(tenant, personId) {
      for (const conversation of (await known()).values())
        if (conversation.personId === personId && conversation.tenant === tenant) return conversation;
      return undefined;
    },
    all: async () => [...(await known()).values()],
    async serviceUrl(tenant) {
      let newest: KnownConversation | undefined;
      for (const one of (await known()).values())
        if (one.tenant === tenant && (newest === undefined || one.seenAt > newest.seenAt)) newest = one;
      return newest?.serviceUrl;
    },
    note: ({ conversation, sender, timeZone }) =>
      remember(conversation, {
        ...(conversation.type === "personal" && { personId: sender.id }),
        ...(timeZone !== undefined && { timeZone }),
      }),
    remember,
    forget: (tenant, id) => drop((one) => one.tenant === tenant && (one.id === id || one.teamId === id)),
    leave: ({ id, tenant, teamId }) =>
      drop((one) => one.tenant === tenant && (one.id === id || (teamId !== undefined && one.teamId === teamId))),
  };
}

function keyOf(tenant: string, id: string): string {
  return rememberedKey(tenant, "conversation", id);
}

/** Activities do not always say how a channel and its team are called. */
function merged(
  before: KnownConversation | undefined,
  { id, type, serviceUrl, tenant, ...named }: Omit<Conversation, "thread">,
  about: About,
  seenAt: Date,
): KnownConversation {
  const said = {
    teamId: named.teamId ?? before?.teamId,
    groupId: named.groupId ?? before?.groupId,
    teamName: named.teamName ?? before?.teamName,
    channelName: named.channelName ?? before?.channelName,
    personId: about.personId ?? before?.personId,
    // Many ask in a channel: it keeps the zone of the first, so that its times do not jump.
    timeZone: type === "personal" ? (about.timeZone ?? before?.timeZone) : (before?.timeZone ?? about.timeZone),
  };
  const present = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return { id, type, serviceUrl, tenant, ...present, seenAt };
}

function isSame(a: KnownConversation, b: KnownConversation): boolean {
  return JSON.stringify({ ...storedOf(a), seenAt: 0 }) === JSON.stringify({ ...storedOf(b), seenAt: 0 });
}

function storedOf({ seenAt, ...conversation }: KnownConversation): Shape {
  return { ...conversation, seenAt: seenAt.getTime() };
}

function conversationOf({ seenAt, ...value }: Shape): KnownConversation {
  const present = Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
  return { ...(present as Omit<KnownConversation, "seenAt">), seenAt: new Date(seenAt) };
}
