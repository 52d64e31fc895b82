import type { Acknowledgement } from "./delivery.ts";
import { createPerson, type Person } from "./person/person.ts";
import type { Seat } from "./person/seat.ts";
import { type Channel, directChannel, type Json, type User, type World } from "./world.ts";

/** A user to add; the id is made up when absent. */
export type NewUser = Omit<User, "id" | "teamId" | "realName"> & { id?: string; teamId?: string; realName?: string };

/** A channel to add. The bot is a member unless `withoutBot`. */
export interface NewChannel {
  readonly id?: string;
  readonly name: string;
  readonly isPrivate?: boolean;
  readonly isShared?: boolean;
  readonly isArchived?: boolean;
  readonly members?: readonly string[];
  readonly withoutBot?: boolean;
  readonly teamId?: string;
}

/** Who and what there is, and how to change it. */
export interface Population {
  readonly addUser: (user: NewUser) => User;
  readonly addChannel: (channel: NewChannel) => Channel;
  readonly addUserGroup: (group: { id?: string; handle: string; name?: string; users?: readonly string[] }) => string;
  /** Lets someone join; the app hears of it when it subscribed to `member_joined_channel`. */
  readonly join: (channel: string, userId: string) => Promise<void>;
  readonly leave: (channel: string, userId: string) => void;
  /** A person by id or name, looking at a channel by id or name, or at their direct messages with `"im"`. */
  readonly as: (user: string, at?: { channel?: string; teamId?: string; isTeamless?: boolean }) => Person;
}

/** Adds someone. */
export function addUser(world: World, user: NewUser): User {
  const added = { realName: user.name, teamId: world.home.id, ...user, id: user.id ?? world.newId("U") };
  world.users.set(added.id, added);
  world.changes.changed();
  return added;
}

/** Adds a channel. */
export function addChannel(world: World, channel: NewChannel): Channel {
  const { botUserId } = world.installation;
  const added: Channel = {
    id: channel.id ?? world.newId("C"),
    name: channel.name,
    kind: channel.isPrivate ? "group" : "channel",
    teamId: channel.teamId ?? world.home.id,
    isShared: channel.isShared ?? false,
    isArchived: channel.isArchived ?? false,
    members: new Set([...(channel.members ?? []), ...(channel.withoutBot ? [] : [botUserId])]),
  };
  world.channels.set(added.id, added);
  world.changes.changed();
  return added;
}

/** The verbs over `world`. `send` tells the app an event. */
export function population(
  world: World,
  seat: Omit<Seat, "actor" | "channel">,
  send: (event: Json, from?: { teamId?: string }) => Promise<Acknowledgement>,
): Population {
  const channelNamed = (name: string): Channel => {
    const found = world.channels.get(name) ?? [...world.channels.values()].find((channel) => channel.name === name);
    if (!found) throw new Error(`No channel "${name}".`);
    return found;
  };
  const userNamed = (name: string): User => {
    const found = world.users.get(name) ?? [...world.users.values()].find((user) => user.name === name);
    if (!found) throw new Error(`No user "${name}".`);
    return found;
  };
  const usual = (user: User): Channel =>
    [...world.channels.values()].find((channel) => channel.members.has(user.id)) ?? directChannel(world, user.id);

  return {
    addUser: (user) => addUser(world, user),
    addChannel: (channel) => addChannel(world, channel),
    addUserGroup: (group) => {
      const id = group.id ?? world.newId("S");
      const users = group.users ?? [];
      world.userGroups.set(id, {
        id,
        team_id: world.home.id,
        is_usergroup: true,
        name: group.name ?? group.handle,
        handle: group.handle,
        date_delete: 0,
        users,
        user_count: users.length,
      });
      return id;
    },
    join: async (name, userId) => {
      const channel = channelNamed(name);
      channel.members.add(userId);
      world.changes.changed();
      if (!seat.events.has("member_joined_channel") || !channel.members.has(world.installation.botUserId)) return;
      const type = channel.kind === "group" ? "G" : "C";
      await send({
        type: "member_joined_channel",
        user: userId,
        channel: channel.id,
        channel_type: type,
        team: channel.teamId,
        event_ts: world.newTs(),
      });
    },
    leave: (name, userId) => {
      channelNamed(name).members.delete(userId);
      world.changes.changed();
    },
    as: (name, at = {}) => {
      const user = userNamed(name);
      const isDirect = at.channel === "im";
      return createPerson({
        ...seat,
        actor: {
          user,
          teamId: at.teamId ?? (user.isStranger ? world.home.id : user.teamId),
          isTeamless: at.isTeamless ?? false,
        },
        channel: () =>
          isDirect ? directChannel(world, user.id) : at.channel === undefined ? usual(user) : channelNamed(at.channel),
      });
    },
  };
}
