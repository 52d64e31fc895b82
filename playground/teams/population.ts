import { activityOf, channelDataOf } from "./activities.ts";
import type { Delivered } from "./courier.ts";
import { createPerson, type TeamsPerson } from "./person/person.ts";
import type { Seat } from "./person/seat.ts";
import { type Conversation, guidOf, type Person, personalChat, placeName, type Team, type World } from "./world.ts";

/** Somebody to add. */
export interface NewPerson {
  /** `mia.chen`: what tests and the page call them. */
  readonly name: string;
  readonly realName?: string;
  readonly email?: string;
  /** The email address unless told; for a guest the name that the host's directory gives them. */
  readonly upn?: string;
  /** Made of the name unless told. */
  readonly directoryId?: string;
  /** The home tenant unless told. */
  readonly tenantId?: string;
  readonly isGuest?: boolean;
  readonly timeZone?: string;
}

/** A team to add, with its General channel. */
export interface NewTeam {
  readonly name: string;
  readonly groupId?: string;
  readonly tenantId?: string;
  readonly channels?: readonly string[];
  /** By name; everybody of the tenant unless told. */
  readonly members?: readonly string[];
  /** The app is not installed in it. */
  readonly withoutApp?: boolean;
}

/** A group chat to add. */
export interface NewChat {
  readonly name: string;
  readonly tenantId?: string;
  readonly members: readonly string[];
  readonly withoutApp?: boolean;
}

/** Who and what there is, and how to change it. */
export interface Population {
  readonly addPerson: (person: NewPerson) => Person;
  readonly addTeam: (team: NewTeam) => Team;
  readonly addGroupChat: (chat: NewChat) => Conversation;
  /** A person by name, in a channel (`help`, `Payments › help` or its id) or group chat; in the personal chat unless told. */
  readonly as: (name: string, at?: { readonly channel?: string }) => TeamsPerson;
  /** A conversation, as in `as`. */
  readonly conversation: (name: string) => Conversation;
  /** Installs the app in a team or group chat, or for a person, and tells it so. */
  readonly install: (where: string, by?: string) => Promise<readonly Delivered[]>;
  readonly uninstall: (where: string, by?: string) => Promise<readonly Delivered[]>;
  /** A person blocks the bot in their personal chat, or lets it in again. */
  readonly block: (name: string, isBlocked?: boolean) => void;
}

/** The verbs over `world`. */
export function population(seat: Pick<Seat, "world" | "courier" | "serviceUrl">): Population {
  const { world } = seat;
  const { people, conversations, changes } = world;
  const personNamed = (name: string): Person =>
    known(
      people.get(name) ?? find(people, (one) => [one.name, one.directoryId, one.upn].includes(name)),
      `person "${name}"`,
    );
  const conversation = (name: string): Conversation =>
    known(
      conversations.get(name) ?? find(conversations, (one) => placeName(one) === name || one.name === name),
      `conversation "${name}"`,
    );
  const membersNamed = (names: readonly string[] | undefined, tenantId: string): Set<string> => {
    const all = [...people.values()].filter((person) => person.tenantId === tenantId && !person.isGuest);
    return new Set(names?.map((name) => personNamed(name).id) ?? all.map(({ id }) => id));
  };
  const add = (made: Omit<Conversation, "isBlocked">): Conversation => {
    const added = { ...made, isBlocked: false };
    conversations.set(added.id, added);
    changes.changed();
    return added;
  };
  const move = async (where: string, by: string | undefined, isInstalled: boolean): Promise<readonly Delivered[]> => {
    const places = placesOf(world, where, personNamed);
    for (const place of places) place.isInstalled = isInstalled;
    changes.changed();
    const [first] = places as readonly [Conversation];
    const actor = personNamed(by ?? [...first.members][0] ?? "");
    return tellInstallation(seat, first, actor, isInstalled);
  };

  return {
    addPerson: (person) => {
      const added = personOf(person, world.tenantId);
      people.set(added.id, added);
      changes.changed();
      return added;
    },
    addTeam: ({ name, groupId = guidOf(`team ${name}`), tenantId = world.tenantId, ...more }) => {
      const members = membersNamed(more.members, tenantId);
      const idOf = (channel: string) => `19:${guidOf(`${groupId} ${channel}`).replaceAll("-", "")}@thread.tacv2`;
      const team = { id: idOf("General"), groupId, name };
      const isInstalled = more.withoutApp !== true;
      for (const channel of new Set(["General", ...(more.channels ?? [])]))
        add({ id: idOf(channel), type: "channel", name: channel, tenantId, members, team, isInstalled });
      return team;
    },
    addGroupChat: ({ name, tenantId = world.tenantId, members, withoutApp }) => {
      const id = `19:${guidOf(`chat ${name}`).replaceAll("-", "")}@thread.v2`;
      const isInstalled = withoutApp !== true;
      return add({ id, type: "groupChat", name, tenantId, members: membersNamed(members, tenantId), isInstalled });
    },
    as: (name, { channel } = {}) => {
      const person = personNamed(name);
      return createPerson({
        ...seat,
        person,
        conversation: () => (channel === undefined ? personalChat(world, person) : conversation(channel)),
      });
    },
    conversation,
    install: (where, by) => move(where, by, true),
    uninstall: (where, by) => move(where, by, false),
    block: (name, isBlocked = true) => {
      personalChat(world, personNamed(name)).isBlocked = isBlocked;
    },
  };
}

function personOf({ name, isGuest = false, ...given }: NewPerson, home: string): Person {
  const { tenantId = home, email = `${name}@acme.example`, directoryId = guidOf(`person ${name}`) } = given;
  const upn = given.upn ?? (isGuest ? `${email.replace("@", "_")}#EXT#@acme.onmicrosoft.com` : email);
  return {
    id: `29:1${guidOf(`account ${directoryId}`).replaceAll("-", "")}`,
    ...{ directoryId, name, upn, email, tenantId, isGuest },
    realName: given.realName ?? name,
    timeZone: given.timeZone ?? "Europe/Berlin",
  };
}

/** Everything that an installation is in: all channels of a team, a group chat, or the personal chat of somebody. */
function placesOf(world: World, where: string, personNamed: (name: string) => Person): readonly Conversation[] {
  const all = [...world.conversations.values()];
  const ofTeam = all.filter(({ team }) => team?.name === where || team?.id === where);
  if (ofTeam.length > 0) return ofTeam;
  const chat = all.find(({ id, name, type }) => type === "groupChat" && (id === where || name === where));
  return [chat ?? personalChat(world, personNamed(where))];
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events */
async function tellInstallation(
  { world, courier, serviceUrl }: Pick<Seat, "world" | "courier" | "serviceUrl">,
  conversation: Conversation,
  actor: Person,
  isInstalled: boolean,
): Promise<readonly Delivered[]> {
  const eventType = conversation.team ? (isInstalled ? "teamMemberAdded" : "teamMemberRemoved") : undefined;
  const common = () => activityOf(world, serviceUrl(), actor, { conversation });
  const { team } = conversation;
  const moved = [{ id: world.bot.id, name: world.bot.name }];
  const activities = [
    {
      ...common(),
      type: "conversationUpdate",
      ...(isInstalled ? { membersAdded: moved } : { membersRemoved: moved }),
      channelData: channelDataOf(conversation, eventType),
    },
    {
      ...common(),
      ...{ type: "installationUpdate", action: isInstalled ? "add" : "remove" },
      channelData: {
        ...channelDataOf(conversation, eventType && ""),
        ...(team && { settings: { selectedChannel: { id: team.id } } }),
        source: { name: "message" },
      },
    },
  ];
  return Promise.all(activities.map((activity) => courier.send(activity)));
}

function find<T>(all: ReadonlyMap<string, T>, isMeant: (one: T) => boolean): T | undefined {
  return [...all.values()].find(isMeant);
}

function known<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`No ${what}.`);
  return found;
}
