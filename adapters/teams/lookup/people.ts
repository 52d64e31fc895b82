import type { TeamsChannelAccount } from "botframework-schema";
import { z } from "zod";
import type { PersonClue } from "../../../src/chat/adapter.ts";
import type { ChatUser } from "../../../src/chat/event.ts";
import { within } from "../../../src/chat/outgoing/pause.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { Log } from "../../../src/log.ts";
import type { Store } from "../../../src/store/store.ts";
import type { Connector } from "../connector/connector.ts";
import type { Spot } from "../receive/spot.ts";
import { chatUrl } from "../render/text.ts";
import type { Conversations } from "./conversations.ts";
import { readAll, rememberedKey } from "./remembered.ts";
import type { Rosters } from "./rosters.ts";
import { chatUser, type KnownPerson, listedUser, memberOf, strangerAs, type Tenants } from "./teams-user.ts";
import { createUnknownSenders } from "./unknown-senders.ts";

/** Who people are. */
export interface People {
  /** Rejects with `unavailable` when Teams does not say and said nothing in the last day. */
  user(spot: Pick<Spot, "sender" | "conversation">): Promise<ChatUser>;
  /** The person of the directory, else of the UPN; undefined for nobody who is known. */
  find(who: PersonClue): Promise<KnownPerson | undefined>;
  /** The person with an id of the connector's: `29:…`. */
  get(tenant: string, id: string): Promise<KnownPerson | undefined>;
  /** The chat with a member whose UPN is known already. */
  profileUrl(upn: string): string | undefined;
}

const shape = z.object({
  id: z.string(),
  tenant: z.string(),
  directoryId: z.string().optional(),
  upn: z.string().optional(),
  name: z.string().optional(),
});

const freshMs = 10 * 60_000;
const usableMs = 24 * 3_600_000;
/** How long somebody waits for Teams to say who they are: not long where it is known from earlier today. */
const patienceMs = 8_000;
const hurryMs = 1_500;
const maxKnown = 20_000;

interface Answer {
  readonly user: ChatUser;
  readonly atMs: number;
}

interface PeopleParts {
  readonly connector: Pick<Connector, "member">;
  readonly conversations: Pick<Conversations, "personal">;
  readonly rosters: Pick<Rosters, "find" | "get">;
  readonly store: Store;
  readonly tenants: Tenants;
  readonly clock: Clock;
  readonly log: Log;
}

/** Asks Teams who somebody is, at most every ten minutes for each person, and remembers the members of home. */
export function createPeople(parts: PeopleParts): People {
  const { rosters, clock, log } = parts;
  const answers = createAnswers(clock);
  const asking = new Map<string, Promise<ChatUser>>();
  const unknown = createUnknownSenders(clock);
  const met = createMet(parts);

  /** Of whom a conversation tells nothing, a team's list may. */
  function userUntold({ sender, conversation }: Pick<Spot, "sender" | "conversation">): ChatUser {
    const person = rosters.get(conversation.tenant, sender.id);
    return (person && listedUser(person, sender, parts.tenants)) ?? strangerAs(sender, conversation.tenant);
  }

  async function look(key: string, spot: Pick<Spot, "sender" | "conversation">): Promise<ChatUser> {
    const before = answers.usable(key);
    try {
      const account = await ask(parts, spot, before === undefined ? patienceMs : hurryMs);
      if (account === undefined) {
        unknown.add(spot);
        return userUntold(spot);
      }
      const member = memberOf(account, parts.tenants);
      if (member !== undefined) await met.keep({ ...member, id: spot.sender.id, tenant: spot.conversation.tenant });
      return answers.remember(key, chatUser(account, spot, parts.tenants));
    } catch (error) {
      if (before === undefined) throw error;
      log.warn({ user: spot.sender.id, err: error }, "Teams does not say who somebody is; an older answer is used");
      return before;
    }
  }

  /** A request may hang for longer than anybody waits; what it tells then is for the next time. */
  async function inTime(
    key: string,
    spot: Pick<Spot, "sender" | "conversation">,
    running: Promise<ChatUser>,
  ): Promise<ChatUser> {
    const before = answers.usable(key);
    const soon = await within(clock, before === undefined ? patienceMs : hurryMs, running);
    if (soon !== undefined) return soon;
    if (before === undefined) throw new BotError("unavailable", "Teams does not answer. Try again in a minute.");
    log.info({ user: spot.sender.id }, "Teams takes long to say who somebody is; an older answer is used");
    return before;
  }

  return {
    async user(spot) {
      const key = `${spot.conversation.tenant}/${spot.sender.id}`;
      const known = answers.fresh(key);
      if (known !== undefined) return known;
      if (unknown.has(spot)) return userUntold(spot);
      const running = asking.get(key) ?? look(key, spot).finally(() => asking.delete(key));
      asking.set(key, running);
      return inTime(key, spot, running);
    },
    async find({ directoryId, email }) {
      const byId = directoryId ? { directoryId } : undefined;
      const found = byId && ((await met.find(byId)) ?? rosters.find(byId));
      if (found !== undefined || !email) return found;
      // The rosters are newer than what somebody was called when they asked last.
      const byUpn = rosters.find({ email }) ?? (await met.find({ email }));
      // An address may be given to somebody else; the id is theirs for ever.
      const isOther = byId !== undefined && byUpn?.directoryId !== undefined;
      return isOther ? undefined : byUpn;
    },
    get: async (tenant, id) => (await met.get(tenant, id)) ?? rosters.get(tenant, id),
    profileUrl(upn) {
      const found = met.loaded({ email: upn }) ?? rosters.find({ email: upn });
      return found && chatUrl(upn.trim());
    },
  };
}

/** What Teams said of people, for a day. */
function createAnswers(clock: Clock) {
  const answers = new Map<string, Answer>();

  function younger(key: string, ms: number): ChatUser | undefined {
    const answer = answers.get(key);
    return answer !== undefined && clock.monotonicMs() - answer.atMs < ms ? answer.user : undefined;
  }

  return {
    fresh: (key: string) => younger(key, freshMs),
    usable: (key: string) => younger(key, usableMs),
    remember(key: string, user: ChatUser): ChatUser {
      answers.delete(key);
      const [oldest] = answers.keys();
      if (answers.size >= maxKnown && oldest !== undefined) answers.delete(oldest);
      answers.set(key, { user, atMs: clock.monotonicMs() });
      return user;
    },
  };
}

/** Who somebody is, by the conversation or, where the bot is no part of that, by their personal chat; undefined for a stranger. */
async function ask(
  { connector, conversations }: PeopleParts,
  { sender, conversation }: Pick<Spot, "sender" | "conversation">,
  withinMs: number,
): Promise<TeamsChannelAccount | undefined> {
  const { thread: _thread, ...at } = conversation;
  try {
    return await connector.member(at, sender.id, { withinMs });
  } catch (error) {
    if (!isUnknown(error)) throw error;
  }
  const personal = await conversations.personal(conversation.tenant, sender.id);
  if (personal === undefined || personal.id === conversation.id) return undefined;
  try {
    return await connector.member(personal, sender.id, { withinMs });
  } catch (error) {
    if (isUnknown(error)) return undefined;
    throw error;
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof BotError && (error.code === "not_found" || error.code === "not_allowed");
}

/** The members of home who ever asked something. */
function createMet({ store, log }: Pick<PeopleParts, "store" | "log">) {
  let reading: Promise<Map<string, KnownPerson>> | undefined;
  let loaded: ReadonlyMap<string, KnownPerson> = new Map();

  async function load(): Promise<Map<string, KnownPerson>> {
    const read = await readAll(store, "person", shape);
    const all = new Map(read.map(({ key, value }) => [key, value as KnownPerson]));
    loaded = all;
    return all;
  }

  function known(): Promise<Map<string, KnownPerson>> {
    if (reading !== undefined) return reading;
    const mine = load();
    reading = mine;
    mine.catch(() => {
      if (reading === mine) reading = undefined;
    });
    return mine;
  }

  async function write(key: string, person: KnownPerson): Promise<void> {
    try {
      const all = await known();
      if (JSON.stringify(all.get(key)) === JSON.stringify(person)) return;
      all.set(key, person);
      await store.commit([{ key, value: person }]);
    } catch (error) {
      log.warn({ err: error }, "who was met in Teams could not be kept");
    }
  }

  return {
    keep: ({ id, tenant, directoryId, upn, name }: KnownPerson) =>
      write(rememberedKey(tenant, "person", id), {
        ...{ id, tenant },
        ...(directoryId !== undefined && { directoryId }),
        ...(upn !== undefined && { upn }),
        ...(name !== undefined && { name }),
      }),
    get: async (tenant: string, id: string) => (await known()).get(rememberedKey(tenant, "person", id)),
    find: async (who: PersonClue) => personAmong((await known()).values(), who),
    /** The same at once, of what is read already. */
    loaded: (who: PersonClue) => personAmong(loaded.values(), who),
  };
}

function personAmong(people: Iterable<KnownPerson>, { directoryId, email }: PersonClue): KnownPerson | undefined {
  const id = directoryId?.trim().toLowerCase();
  const upn = email?.trim().toLowerCase();
  for (const person of people)
    if ((id && person.directoryId?.toLowerCase() === id) || (upn && person.upn === upn)) return person;
  return undefined;
}
