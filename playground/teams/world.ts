import { createHash } from "node:crypto";
import { createSignal, type Signal } from "../wire/signal.ts";

/** A JSON object as it travels to or from the bot. */
export type Json = Record<string, unknown>;

/** Whether something is one. */
export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Somebody in a tenant. */
export interface Person {
  /** `29:…`: who they are for this bot. */
  readonly id: string;
  /** Their object id in the directory. */
  readonly directoryId: string;
  /** What tests and the page call them: `mia.chen`. */
  readonly name: string;
  readonly realName: string;
  readonly upn: string;
  readonly email: string;
  readonly tenantId: string;
  readonly isGuest: boolean;
  readonly timeZone: string;
}

/** A team; `id` is that of its General channel too. */
export interface Team {
  readonly id: string;
  /** Its group in the directory: it stands in links. */
  readonly groupId: string;
  readonly name: string;
}

/** Where messages are. */
export interface Conversation {
  readonly id: string;
  readonly type: "personal" | "groupChat" | "channel";
  /** "" in a personal chat. */
  readonly name: string;
  readonly tenantId: string;
  /** Ids of persons. */
  readonly members: Set<string>;
  /** Of a channel. */
  readonly team?: Team;
  isInstalled: boolean;
  /** The person of a personal chat has blocked the bot. */
  isBlocked: boolean;
}

/** A message as it stands now; a change makes another object. */
export interface TeamsMessage {
  /** Milliseconds since 1970, as Teams has it. */
  readonly id: string;
  /** Without `;messageid=…`. */
  readonly conversation: string;
  /** In a channel: the id of the message that starts the thread, when that is another one. */
  readonly thread?: string;
  /** The id of a person, or the bot's. */
  readonly from: string;
  readonly text: string;
  /** `plain`, `markdown` or `xml` */
  readonly textFormat: string;
  readonly attachments: readonly Json[];
  readonly entities: readonly Json[];
  readonly summary?: string;
  /** The only person who sees it besides the bot: a targeted message. */
  readonly visibleTo?: string;
  readonly isEdited: boolean;
  /** The card that somebody has got in place of it by pressing `Action.Execute`, by the person's id. */
  readonly cardsFor: Readonly<Record<string, Json>>;
  /** The exchanges that brought it, changed it or told the bot of it. */
  readonly exchanges: readonly number[];
}

/** A dialog that somebody sees. */
export interface Dialog {
  readonly id: string;
  readonly title: string;
  readonly height: unknown;
  readonly width: unknown;
  /** The Adaptive Card; absent where the app only says something. */
  readonly card?: Json;
  readonly text?: string;
  readonly conversation: Conversation;
  readonly thread?: string | undefined;
  /** Whose button opened it. */
  readonly replyToId?: string | undefined;
  /** What was told about the message in whose menu it was opened. */
  readonly opened?: Json | undefined;
}

/** A broken rule of the platform in something that the bot sent. */
export interface Violation {
  readonly where: string;
  readonly problems: readonly string[];
  readonly params: Json;
}

/** Everything that the simulated tenant knows. */
export interface World {
  readonly bot: { readonly id: string; readonly appId: string; readonly name: string };
  readonly tenantId: string;
  readonly people: Map<string, Person>;
  readonly conversations: Map<string, Conversation>;
  readonly messages: TeamsMessage[];
  /** What each person has open. */
  readonly dialogs: Map<string, Dialog>;
  readonly violations: Violation[];
  /** Says that something here changed by itself or by what a person did. */
  readonly changes: Signal;
  readonly now: () => number;
  readonly newId: () => string;
}

/** An empty tenant. */
export function createWorld(options: {
  readonly appId: string;
  readonly appName: string;
  readonly tenantId: string;
  readonly now: () => number;
}): World {
  let last = 0;
  return {
    bot: { id: `28:${options.appId}`, appId: options.appId, name: options.appName },
    tenantId: options.tenantId,
    people: new Map(),
    conversations: new Map(),
    messages: [],
    dialogs: new Map(),
    violations: [],
    changes: createSignal(),
    now: options.now,
    newId: () => {
      last = Math.max(last + 1, options.now());
      return String(last);
    },
  };
}

/** A GUID that is the same for the same name at each start. */
export function guidOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return [8, 4, 4, 4, 12].map((length, index) => hex.slice(index * 12, index * 12 + length)).join("-");
}

/** The personal chat of somebody, made on first use. */
export function personalChat(world: World, person: Person): Conversation {
  const id = `a:1${guidOf(`personal ${person.directoryId}`).replaceAll("-", "")}`;
  const known = world.conversations.get(id);
  if (known) return known;
  const members = new Set([person.id]);
  const { tenantId } = person;
  const made = { id, type: "personal", name: "", tenantId, members, isInstalled: true, isBlocked: false } as const;
  world.conversations.set(id, made);
  return made;
}

/** Keeps a new message. */
export function addMessage(
  world: World,
  message: Pick<TeamsMessage, "conversation" | "from"> & Partial<TeamsMessage>,
): TeamsMessage {
  const rest = { attachments: [], entities: [], isEdited: false, cardsFor: {}, exchanges: [] };
  const added = { id: world.newId(), text: "", textFormat: "plain", ...rest, ...message };
  world.messages.push(added);
  return added;
}

/** Puts something else in the place of a message. */
export function changeMessage(world: World, id: string, change: Partial<TeamsMessage>): void {
  const index = world.messages.findIndex((message) => message.id === id);
  const message = world.messages[index];
  if (message) world.messages[index] = { ...message, ...change };
}

/** Notes that an exchange is behind a message. */
export function traceMessage(world: World, id: string | undefined, exchange: number): void {
  const message = world.messages.find((one) => one.id === id);
  if (message) changeMessage(world, message.id, { exchanges: [...message.exchanges, exchange] });
}

/** `Payments › help` of a channel, else the name. */
export function placeName({ name, team }: Pick<Conversation, "name" | "team">): string {
  return team ? `${team.name} › ${name}` : name;
}

/** Whether somebody sees a message. */
export function maySee({ conversations }: World, message: TeamsMessage, personId: string): boolean {
  const isTheirs = message.visibleTo === undefined || message.visibleTo === personId;
  return isTheirs && conversations.get(message.conversation)?.members.has(personId) === true;
}

/** The cards of a message as somebody sees them. */
export function cardsFor({ cardsFor: replaced, attachments }: TeamsMessage, personId: string): readonly Json[] {
  const own = replaced[personId];
  return own ? [own] : attachments.flatMap(({ content }) => (isJson(content) ? [content] : []));
}
