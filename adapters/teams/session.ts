import type { ChatAdapter, ChatSink } from "../../src/chat/adapter.ts";
import { BotError } from "../../src/errors.ts";
import { createDirect } from "./answer/direct.ts";
import { createPoster } from "./answer/posting.ts";
import { createResponder } from "./answer/responder.ts";
import { createSending, type Sending } from "./answer/sending.ts";
import { createTargeting } from "./answer/targeting.ts";
import { createTelling } from "./answer/telling.ts";
import type { Connector } from "./connector/connector.ts";
import { createChannels } from "./lookup/channels.ts";
import { type Conversations, createConversations } from "./lookup/conversations.ts";
import { createFind } from "./lookup/find.ts";
import { createPeople } from "./lookup/people.ts";
import { createRosters, type Rosters } from "./lookup/rosters.ts";
import type { SubmittingParts } from "./receive/submitting.ts";
import type { TeamsOptions, TeamsParts } from "./teams-options.ts";

/** Everything that calls the connector, joined. */
export interface Session {
  readonly conversations: Conversations;
  readonly rosters: Rosters;
  readonly sending: Sending;
  readonly find: ChatAdapter["find"];
  readonly tell: ReturnType<typeof createTelling>;
  /** What dealing with deliveries needs. */
  dealing(sink: ChatSink): SubmittingParts;
  /** Whether the connector answers, whatever it says. */
  isAlive(): Promise<boolean>;
}

const aliveMs = 10_000;

/** @param parts.signal ends what is under way when the adapter stops */
export function createSession(
  options: TeamsOptions,
  parts: Pick<TeamsParts, "store" | "clock" | "log"> & {
    readonly connector: Connector;
    readonly signal: AbortSignal;
  },
): Session {
  const { connector, clock, log, signal } = parts;
  const known = createConversations(parts);
  const shared = { ...parts, conversations: known, tenants: options };
  const rosters = createRosters(shared);
  const people = createPeople({ ...shared, rosters });
  const channels = createChannels(shared);
  const look = {
    profileUrl: (email: string) => people.profileUrl(email),
    channelName: (url: string) => channels.nameOf(url),
  };
  const poster = createPoster({ connector, look, clock });
  const direct = createDirect({ connector, conversations: known });
  const answering = { poster, direct, targeting: createTargeting(clock), look, clock, log, signal };
  let isFirst = true;
  const conversations: Conversations = {
    ...known,
    async note(spot) {
      const isNewTeam = spot.conversation.teamId !== undefined && (await isUnknown(known, spot.conversation));
      await known.note(spot);
      // Its members can be found from now on.
      if (isNewTeam) rosters.refill();
      if (isNewTeam || isFirst) channels.refresh();
      isFirst = false;
    },
  };

  return {
    conversations,
    rosters,
    sending: createSending({ poster, direct, channels, people, rosters, conversations, log }),
    find: createFind({ channels, people, conversations, rosters }),
    tell: createTelling({ options, direct, poster, clock, signal }),
    dealing: (sink) => ({
      ...{ options, people, conversations, channels, sink, look, clock, log, signal },
      respond: (spot, waiting) => createResponder(answering, spot, waiting),
    }),
    async isAlive() {
      const all = await known.all();
      // The smallest that there is: a personal chat has one member.
      const at = all.find(({ type }) => type === "personal") ?? all[0];
      const patience = { withinMs: aliveMs, isRepeatable: false };
      const asked = at === undefined ? connector.signIn(patience) : connector.members(at, undefined, patience);
      return asked.then(
        () => true,
        (error: unknown) => error instanceof BotError && error.code !== "unavailable",
      );
    },
  };
}

async function isUnknown(
  conversations: Conversations,
  { tenant, teamId }: { readonly tenant: string; readonly teamId?: string },
): Promise<boolean> {
  const all = await conversations.all().catch(() => []);
  return !all.some((one) => one.tenant === tenant && one.teamId === teamId);
}
