import { z } from "zod";
import type { Place } from "../../../src/chat/adapter.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { CallOptions, SlackCall } from "../web-api/call.ts";
import { refusalCode } from "../web-api/errors.ts";
import type { Home } from "../web-api/home.ts";
import { pages, workspaces } from "../web-api/pages.ts";

/** Where channels are. */
export interface Channels {
  /** By id, name, `#name`, `<#C1|name>` or `slack:T1/C1`. Rejects with `conflict` for a name that several have. */
  find(channel: string): Promise<Place | undefined>;
  /** `#name` of a public channel; undefined for others, or when Slack does not say soon. */
  publicName(id: string): Promise<string | undefined>;
}

/** https://docs.slack.dev/reference/objects/conversation-object */
const conversation = z.object({
  id: z.string(),
  name: z.string().nullish(),
  is_private: z.boolean().nullish(),
  is_im: z.boolean().nullish(),
  is_mpim: z.boolean().nullish(),
  is_archived: z.boolean().nullish(),
  context_team_id: z.string().nullish(),
});
type Conversation = z.infer<typeof conversation>;

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly workspace: string;
  readonly workspaceName: string;
}

const freshMs = 10 * 60_000;
const maxNames = 5_000;

interface ChannelsParts {
  readonly call: SlackCall;
  readonly home: Home;
  readonly clock: Clock;
}

/** Finds channels by what Slack lists; names are looked up in a list that is at most ten minutes old. */
export function createChannels(parts: ChannelsParts): Channels {
  const { home } = parts;
  const list = createList(parts);

  async function byId(id: string): Promise<Place | undefined> {
    const found = await infoOf(parts.call, id);
    if (found === undefined || found.is_archived) return undefined;
    return place(home, found.id, found.name ?? found.id, home.teamId ?? found.context_team_id ?? home.tenant);
  }

  async function byName(name: string): Promise<Place | undefined> {
    const [only, ...others] = (await list()).get(name.toLowerCase()) ?? [];
    if (only === undefined) return undefined;
    if (others.length > 0) throw ambiguous(name, [only, ...others]);
    return place(home, only.id, only.name, only.workspace);
  }

  return {
    async find(channel) {
      const text = channel.trim();
      const id = idIn(text, home);
      if (id === "elsewhere") return undefined;
      if (id !== undefined) return byId(id);
      const name = text.replace(/^#/, "");
      return /^[^\s#<>/]{1,80}$/u.test(name) ? byName(name) : undefined;
    },
    publicName: createPublicName(parts),
  };
}

/** The channels by name, as they were listed at most ten minutes ago. */
function createList({ call, home, clock }: ChannelsParts): () => Promise<ReadonlyMap<string, readonly Listed[]>> {
  let listed: { readonly atMs: number; readonly all: Promise<ReadonlyMap<string, readonly Listed[]>> } | undefined;
  return () => {
    if (listed !== undefined && clock.monotonicMs() - listed.atMs < freshMs) return listed.all;
    const mine = { atMs: clock.monotonicMs(), all: listAll(call, home) };
    listed = mine;
    mine.all.catch(() => {
      if (listed === mine) listed = undefined;
    });
    return mine.all;
  };
}

/** Names by id, each at most ten minutes old. */
function createPublicName({ call, clock }: ChannelsParts): Channels["publicName"] {
  const names = new Map<string, { readonly name: string | undefined; readonly atMs: number }>();
  return async (id) => {
    const before = names.get(id);
    if (before !== undefined && clock.monotonicMs() - before.atMs < freshMs) return before.name;
    // Nobody waits for a name: what needs it does without.
    const found = await infoOf(call, id, { withinMs: 1500 }).catch(() => undefined);
    const isPublic = found !== undefined && !found.is_private && !found.is_im && !found.is_mpim && found.name;
    const name = isPublic ? `#${found.name}` : undefined;
    if (names.size >= maxNames) names.clear();
    names.set(id, { name, atMs: clock.monotonicMs() });
    return name;
  };
}

/** What Slack says of a channel; undefined for one that it does not know. */
async function infoOf(call: SlackCall, id: string, options?: CallOptions): Promise<Conversation | undefined> {
  try {
    return (await call("conversations.info", { channel: id }, z.object({ channel: conversation }), options)).channel;
  } catch (error) {
    if (refusalCode(error) === "channel_not_found") return undefined;
    throw error;
  }
}

/** The id in a text; `elsewhere` for an address of another workspace. */
function idIn(text: string, home: Home): string | undefined {
  const address = /^slack:([A-Z0-9]+)\/([CGD][A-Z0-9]{2,})$/.exec(text);
  if (address !== null) return home.isOrg || address[1] === home.teamId ? address[2] : "elsewhere";
  return /^(?:<#)?([CGD][A-Z0-9]{5,})(?:\|[^<>]*)?>?$/.exec(text)?.[1];
}

async function listAll(call: SlackCall, home: Home): Promise<ReadonlyMap<string, readonly Listed[]>> {
  const byName = new Map<string, Listed[]>();
  const seen = new Set<string>();
  for (const team of await workspaces(call, home.isOrg)) {
    for await (const channel of teamChannels(call, team.id)) {
      if (!channel.name || seen.has(channel.id)) continue;
      seen.add(channel.id);
      const workspace = team.id ?? home.tenant;
      const entry = { id: channel.id, name: channel.name, workspace, workspaceName: team.name || home.name };
      byName.set(entry.name.toLowerCase(), [...(byName.get(entry.name.toLowerCase()) ?? []), entry]);
    }
  }
  return byName;
}

async function* teamChannels(call: SlackCall, teamId: string | undefined): AsyncGenerator<Conversation> {
  const args = { exclude_archived: true, ...(teamId !== undefined && { team_id: teamId }) };
  const read = { key: "channels", item: conversation } as const;
  const patience = { withinMs: 60_000 };
  // Each kind has a scope of its own: one that is missing must not hide the other.
  let refused: unknown;
  let isAnyListed = false;
  for (const types of ["public_channel", "private_channel"]) {
    try {
      for await (const page of pages(call, "conversations.list", { ...args, types }, read, patience)) yield* page;
      isAnyListed = true;
    } catch (error) {
      if (refusalCode(error) !== "missing_scope") throw error;
      refused = error;
    }
  }
  if (!isAnyListed) throw refused;
}

function ambiguous(name: string, candidates: readonly Listed[]): BotError {
  const places = candidates.map(({ id, workspace, workspaceName }) => `${workspaceName} (slack:${workspace}/${id})`);
  return new BotError(
    "conflict",
    `Several workspaces have a channel #${name}: ${places.join(", ")}. Name one by its id.`,
  );
}

function place(home: Home, id: string, name: string, workspace: string): Place {
  return {
    address: { platform: "slack", tenant: workspace, channel: id },
    label: `#${name}`,
    url: `${home.url}archives/${id}`,
  };
}
