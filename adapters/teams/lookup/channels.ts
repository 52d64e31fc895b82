import type { Place } from "../../../src/chat/adapter.ts";
import { within } from "../../../src/chat/outgoing/pause.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { Log } from "../../../src/log.ts";
import type { Connector, Target } from "../connector/connector.ts";
import { isRefusal } from "../connector/errors.ts";
import type { Conversation } from "../receive/spot.ts";
import type { Conversations } from "./conversations.ts";
import { channelLink, readChannelLink } from "./links.ts";
import { teamsOf } from "./rosters.ts";
import type { Tenants } from "./teams-user.ts";

/** A channel of a team in which the bot is. */
export type Channel = Omit<Conversation, "thread">;

/** Where channels are. */
export interface Channels {
  /** By the link that Teams copies, id, or at home `Payments › help` or a name. Rejects with `conflict` for a name that several have. */
  find(channel: string): Promise<Place | undefined>;
  /** A conversation with its address: one that the bot was spoken to in, or a channel of a team where it is. */
  conversation(tenant: string, id: string): Promise<Channel | undefined>;
  /** `Payments › help` for a link to a channel that is known already. */
  nameOf(link: string): string | undefined;
  /** Lists the channels, so that their names are known when somebody asks. */
  refresh(): void;
  /** How a channel is called that everybody in its organisation may know of; undefined for others, or when Teams does not say soon. */
  placeName(conversation: Conversation): Promise<string | undefined>;
}

const freshMs = 10 * 60_000;
const patienceMs = 20_000;
const nameMs = 1_500;

interface ChannelsParts {
  readonly connector: Pick<Connector, "team">;
  readonly conversations: Conversations;
  readonly tenants: Pick<Tenants, "tenantId">;
  readonly clock: Clock;
  readonly log: Log;
}

/** Finds channels among those of the teams where the bot is, in a list that is at most ten minutes old. */
export function createChannels(parts: ChannelsParts): Channels {
  const { conversations, tenants, clock } = parts;
  const list = createList(parts);

  /** Names are those of home: anybody may call a team of another tenant as one of ours. */
  function isAtHome({ tenant }: Channel): boolean {
    return tenants.tenantId === undefined || tenant === tenants.tenantId;
  }

  async function byId(id: string, tenant: string | undefined): Promise<Place | undefined> {
    const isIt = (one: Channel): boolean => one.id === id && (tenant === undefined || one.tenant === tenant);
    const known = (await conversations.all()).find((one) => one.type !== "personal" && isIt(one));
    if (known !== undefined && nameOf(known) !== undefined) return place(known);
    const listed = (await list.all()).find(isIt);
    return listed !== undefined ? place(listed) : known && place(known);
  }

  async function byName(text: string): Promise<Place | undefined> {
    const wanted = text.toLowerCase();
    const all = (await list.all()).filter(isAtHome);
    const [only, ...others] = all.filter((channel) => namesOf(channel).includes(wanted));
    if (only === undefined) return undefined;
    if (others.length > 0) throw ambiguous(text, [only, ...others]);
    return place(only);
  }

  return {
    async find(channel) {
      const text = channel.trim();
      const link = readChannelLink(text);
      if (link !== undefined) return byId(link.id, link.tenant);
      if (/^19:\S+@\S+$/.test(text)) return byId(text, undefined);
      const name = text
        .replace(/^#/, "")
        .split(/\s*›\s*/)
        .join(separator);
      return name === "" || name.length > 200 || /[<>\n]|:\/\//.test(name) ? undefined : byName(name);
    },
    async conversation(tenant, id) {
      const known = await conversations.get(tenant, id);
      if (known !== undefined) return known;
      // Nobody spoke there yet: it is asked for only where there may be such a tenant.
      if ((await conversations.serviceUrl(tenant)) === undefined) return undefined;
      return (await list.all()).find((one) => one.tenant === tenant && one.id === id);
    },
    nameOf(link) {
      const id = readChannelLink(link)?.id;
      const found = id === undefined ? undefined : list.last().find((one) => one.id === id);
      return found && labelOf(found);
    },
    refresh: () => void list.last(),
    async placeName({ id, tenant, serviceUrl, teamId }) {
      if (teamId === undefined) return undefined;
      // Nobody waits for a name: what needs it does without. Private and shared channels are in no team's list.
      const asked = list.ofTeam({ id: teamId, tenant, serviceUrl }).catch(() => undefined);
      const found = (await within(clock, nameMs, asked))?.find((channel) => channel.id === id);
      return found && nameOf(found);
    },
  };
}

/** The channels of the teams, each team's as they were listed at most ten minutes ago. */
function createList(parts: ChannelsParts) {
  const { conversations, clock, log } = parts;
  const listed = new Map<string, { readonly atMs: number; readonly channels: Promise<readonly Channel[]> }>();
  let last: readonly Channel[] = [];

  function ofTeam(team: Target): Promise<readonly Channel[]> {
    const key = `${team.tenant}/${team.id}`;
    const before = listed.get(key);
    if (before !== undefined && clock.monotonicMs() - before.atMs < freshMs) return before.channels;
    const mine = { atMs: clock.monotonicMs(), channels: listTeam(team, parts) };
    listed.set(key, mine);
    mine.channels.catch(() => {
      if (listed.get(key) === mine) listed.delete(key);
    });
    return mine.channels;
  }

  async function all(): Promise<readonly Channel[]> {
    const found: Channel[] = [];
    for (const team of teamsOf(await conversations.all())) found.push(...(await ofTeam(team)));
    last = found;
    return found;
  }

  return {
    ofTeam,
    all,
    /** What was listed last, at once; it is listed anew for the next time where that is long ago. */
    last(): readonly Channel[] {
      all().catch((error: unknown) => log.info({ err: error }, "the channels of the teams cannot be listed"));
      return last;
    },
  };
}

/** Nothing where the bot may not look. */
async function listTeam(
  { id: teamId, tenant, serviceUrl }: Target,
  { connector, conversations, log }: ChannelsParts,
): Promise<readonly Channel[]> {
  try {
    const { name, groupId, channels } = await connector.team({ tenant, serviceUrl }, teamId, { withinMs: patienceMs });
    return channels.map((channel) => ({
      ...{ id: channel.id, type: "channel", serviceUrl, tenant, teamId },
      ...(groupId !== undefined && { groupId }),
      ...(name !== undefined && { teamName: name }),
      // The first channel has no name of its own, and the team's id.
      channelName: channel.name ?? "General",
    }));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    log.warn({ team: teamId, code: error.code }, "a team does not list its channels");
    if (error.code === "not_found") await conversations.forget(tenant, teamId);
    return [];
  }
}

const separator = " › ";

function nameOf({ channelName, teamName }: Channel): string | undefined {
  return channelName === undefined || teamName === undefined ? channelName : `${teamName}${separator}${channelName}`;
}

function labelOf(channel: Channel): string {
  return nameOf(channel) ?? (channel.type === "channel" ? "a channel" : "a chat");
}

/** What a channel may be called by: its own name, and that with the team's. */
function namesOf({ channelName, teamName }: Channel): readonly string[] {
  const name = channelName?.toLowerCase() ?? "";
  return teamName === undefined ? [name] : [name, `${teamName.toLowerCase()}${separator}${name}`];
}

function ambiguous(name: string, candidates: readonly Channel[]): BotError {
  const places = candidates.map(labelOf).join(", ");
  return new BotError(
    "conflict",
    `Several teams have a channel ${name}: ${places}. Copy the link of one, and name it by that.`,
  );
}

function place(channel: Channel): Place {
  return {
    address: { platform: "teams", tenant: channel.tenant, channel: channel.id },
    label: labelOf(channel),
    ...(channel.type === "channel" && { url: channelLink(channel, channel.channelName ?? "channel") }),
  };
}
