import type { Acknowledgement } from "./delivery.ts";
import { createPerson, type Person } from "./person/person.ts";
import type { Seat } from "./person/seat.ts";
import { type Channel, directChannel, type Json, named, type User, type World } from "./world.ts";

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

/** The verbs over `world`. `send` tells the app an event. */
export function population(
  world: World,
  seat: Omit<Seat, "actor" | "channel">,
  send: (event: Json) => Promise<Acknowledgement>,
): Population {
  const { home, users, channels, userGroups, newId } = world;
  const { botUserId } = world.installation;
  const { changed } = world.changes;
  const channelNamed = (name: string): Channel => known(named(channels, name), `channel "${name}"`);

  return {
    addUser: (user) => {
      const added = { realName: user.name, teamId: home.id, ...user, id: user.id ?? newId("U") };
      users.set(added.id, added);
      changed();
      return added;
    },
    addChannel: ({ id = newId("C"), name, isPrivate, members = [], withoutBot, teamId = home.id, ...is }) => {
      const added: Channel = {
        id,
        name,
        kind: isPrivate ? "group" : "channel",
        teamId,
        isShared: is.isShared ?? false,
        isArchived: is.isArchived ?? false,
        members: new Set([...members, ...(withoutBot ? [] : [botUserId])]),
      };
      channels.set(id, added);
      changed();
      return added;
    },
    addUserGroup: ({ id = newId("S"), handle, name = handle, users: members = [] }) => {
      const group = { id, team_id: home.id, is_usergroup: true, name, handle, date_delete: 0 };
      userGroups.set(id, { ...group, users: members, user_count: members.length });
      return id;
    },
    join: async (name, user) => {
      const { id: channel, kind, members, teamId: team } = channelNamed(name);
      members.add(user);
      changed();
      if (!seat.events.has("member_joined_channel") || !members.has(botUserId)) return;
      const channel_type = kind === "group" ? "G" : "C";
      await send({ type: "member_joined_channel", user, channel, channel_type, team, event_ts: world.newTs() });
    },
    leave: (name, userId) => {
      channelNamed(name).members.delete(userId);
      changed();
    },
    as: (name, at = {}) => {
      const user = known(named(users, name), `user "${name}"`);
      const first = () => [...channels.values()].find((channel) => channel.members.has(user.id));
      const place = () =>
        (at.channel === "im" ? undefined : at.channel === undefined ? first() : channelNamed(at.channel)) ??
        directChannel(world, user.id);
      const { teamId = user.isStranger ? home.id : user.teamId, isTeamless = false } = at;
      return createPerson({ ...seat, actor: { user, teamId, isTeamless }, channel: place });
    },
  };
}

function known<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`No ${what}.`);
  return found;
}
